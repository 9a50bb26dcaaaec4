// The compressions other than gzip, told by the first bytes. A later one is one more case.

import TrailBytes
import TrailCompression

/// A way in which streams are compressed.
public enum CompressedForm: String, CaseIterable, Sendable {
  case xz, zstd, bzip2, lz4

  /// What a stream that begins with `bytes` is compressed with; nil for others.
  init?(_ bytes: Span<UInt8>) {
    guard let form = CompressedForm.allCases.first(where: { $0.mayBegin(bytes) }) else { return nil }
    self = form
  }

  /// Whether a stream, or one of the streams that stand behind each other, may begin with `bytes`.
  func mayBegin(_ bytes: Span<UInt8>) -> Bool {
    switch self {
    case .xz: bytes.count >= 6 && bytes[0] == 0xFD && bytes.extracting(1..<5).has("7zXZ") && bytes[5] == 0
    case .zstd: bytes.uint32(at: 0) == 0xFD2F_B528
    // Behind "BZh" and a digit: the first block, or the end of data that holds nothing.
    case .bzip2:
      bytes.has("BZh") && bytes.count >= 10 && bytes[3] &- 0x31 < 9
        && (bytes.has("1AY&SY", at: 4) || (bytes.uint32(at: 4) == 0x3845_7217 && bytes[8] == 0x50 && bytes[9] == 0x90))
    case .lz4: bytes.uint32(at: 0) == 0x184D_2204
    }
  }

  /// How many bytes ``mayBegin(_:)`` wants to see.
  static let longestMagic = 10

  /// The byte that a stream begins with.
  var firstByte: UInt8 {
    switch self {
    case .xz: 0xFD
    case .zstd: 0x28
    case .bzip2: 0x42
    case .lz4: 0x04
    }
  }

  /// A decoder; nil where this build has none, or no memory for it.
  var decoder: (any StreamDecoder)? {
    switch self {
    case .xz:
      #if XZ
        // `xz -9` asks for 65 MiB.
        return XZDecoder(memoryLimit: 100 << 20)
      #else
        return nil
      #endif
    case .zstd:
      #if Zstd
        return ZstdDecoder(windowLog: 27)
      #else
        return nil
      #endif
    case .bzip2:
      #if Bzip2
        return Bzip2Decoder()
      #else
        return nil
      #endif
    case .lz4:
      #if LZ4
        return LZ4Decoder()
      #else
        return nil
      #endif
    }
  }
}
