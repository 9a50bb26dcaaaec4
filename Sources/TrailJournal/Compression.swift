// The compressions of DATA payloads, each with one decoder that is made when it is first needed.

import TrailBytes

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
    private var xz: XZDecoder?
  #endif
  #if Zstd
    private var zstd: ZstdDecoder?
  #endif

  /// Decodes the front of `input` to the front of `output`: as much as there is room for.
  func decode(
    _ input: Span<UInt8>, _ compression: Compression, into output: inout MutableSpan<UInt8>
  ) -> Decoded {
    switch compression {
    case .xz:
      #if XZ
        if xz == nil { xz = XZDecoder() }
        return xz?.decode(input, into: &output) ?? .failed
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
        if zstd == nil { zstd = ZstdDecoder() }
        return zstd?.decode(input, into: &output) ?? .failed
      #else
        return .unsupported
      #endif
    }
  }
}
