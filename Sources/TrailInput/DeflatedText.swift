// Records of pstore that the kernel compressed and could not unpack itself: `dmesg-efi_pstore-….enc.z`.

import TrailBytes

/// Unpacks zlib data (kernels before 3.17 and their like) or bare deflate data (since then; fs/pstore/platform.c).
struct DeflatedText: Transform {
  /// What is unpacked at once: a thousand times as much may come out of it.
  private static let portion = 1 << 10
  /// So many bytes of what is unpacked tell whether it is text.
  private static let sample = 4 << 10
  /// So many bytes that came before damage are taken for text that was compressed.
  private static let fewest = 64

  private let unpacker: Unpacker
  private var position: Int64 = 0
  private(set) var damage: [SourceDamage] = []

  init(isBare: Bool) {
    unpacker = Unpacker(isBare ? .bare : .told)
  }

  /// How text is packed that a sample begins with: as zlib data, or bare; nil where it is neither. Bare data has nothing
  /// to be told by, so only the kernel's own first line is believed.
  static func isBare(_ sample: Span<UInt8>) -> Bool? {
    guard sample.count > 8 else { return nil }
    if Unpacker.beginsZlib(sample[0]), (Int(sample[0]) << 8 | Int(sample[1])) % 31 == 0, sample[1] & 0x20 == 0,
      let text = front(.told, of: sample), Content.isText(text.span)
    {
      return false
    }
    return front(.bare, of: sample).flatMap { DumpPart($0.span) == nil ? nil : true }
  }

  private static func front(_ form: Unpacker.Form, of sample: Span<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    let unpacker = Unpacker(form)
    var at = 0
    while at < sample.count, text.count < Self.sample, !unpacker.isEnded {
      let end = min(at + 64, sample.count)
      // Damage does not hide what came before it; of what is no compressed data a few bytes may come.
      if unpacker.unpack(sample.extracting(at..<end), into: &text) != nil, text.count < fewest { return nil }
      at = end
    }
    if text.count > Self.sample { text.removeSubrange(Self.sample...) }
    return text.isEmpty ? nil : text
  }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    var used = bytes.count
    if unpacker.isEnded {
      for index in 0..<used where bytes[index] != 0 { note(.trailing, "more follows the compressed data") }
    } else {
      used = min(used, Self.portion)
      if let detail = unpacker.unpack(bytes.extracting(0..<used), into: &text) {
        note(.corrupt, "the compressed data " + detail)
      }
      used -= unpacker.unread
    }
    position += Int64(used)
    if isAtEnd, used == bytes.count, let detail = unpacker.finish() {
      note(.truncated, "the compressed data " + detail)
    }
    return used
  }

  private mutating func note(_ kind: SourceDamage.Kind, _ detail: String) {
    guard damage.isEmpty else { return }
    damage.append(SourceDamage(kind: kind, detail: detail, offset: position))
  }
}
