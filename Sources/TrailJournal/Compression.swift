// The compressions of DATA payloads, each with one decoder that is made when it is first needed.

import TrailBytes
import TrailCompression

/// How a payload is compressed, by the bit in its object's flags.
enum Compression: UInt8, CaseIterable {
  case xz = 1
  case lz4 = 2
  case zstd = 4

  /// What people call it.
  var name: String {
    switch self {
    case .xz: "xz"
    case .lz4: "LZ4"
    case .zstd: "zstd"
    }
  }
}

/// What came of decoding a payload.
enum Decoded: Equatable {
  /// So many bytes: all there are, or as many as there was room for.
  case bytes(Int)
  /// It is damaged, or asks for too much memory.
  case failed
  /// This build lacks the library.
  case unsupported
}

/// The decoders of one file.
final class Decompressor {
  #if XZ
    /// journald asks for 1 MiB, its first versions for 8.
    private lazy var xz = XZDecoder(memoryLimit: 10 << 20)
  #endif
  #if Zstd
    /// A frame may look back over 4 MiB. journald asks for 2 MiB.
    private lazy var zstd = ZstdDecoder(windowLog: 22)
  #endif

  /// Decodes the front of `input` to the front of `output`: as much as there is room for.
  func decode(
    _ input: Span<UInt8>, _ compression: Compression, into output: inout MutableSpan<UInt8>
  ) -> Decoded {
    switch compression {
    case .xz:
      #if XZ
        return xz.decodeFront(of: input, into: &output).map { .bytes($0) } ?? .failed
      #else
        return .unsupported
      #endif
    case .lz4:
      #if LZ4
        return decodeLZ4(input, into: &output)
      #else
        return .unsupported
      #endif
    case .zstd:
      #if Zstd
        return zstd?.decodeFront(of: input, into: &output).map { .bytes($0) } ?? .failed
      #else
        return .unsupported
      #endif
    }
  }
}
