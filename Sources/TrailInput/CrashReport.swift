// apport's `.crash`: `Key: value`, further lines indented by a blank, and values in base64 of gzip (apport, problem_report).

import TrailBytes

/// Gives the values as the text they are: indentation off, what is packed unpacked, core dumps passed over.
struct CrashReport: Transform {
  private enum Value {
    /// Text as it stands.
    case plain
    /// Base64 of compressed text.
    case packed
    /// What holds no text.
    case dump
  }

  /// Bytes of a key's line that are looked at.
  private static let longestKey = 80
  /// Base64 that is unpacked at once: a thousand times as much may come out of it.
  private static let portion = 1 << 10

  private var value = Value.plain
  private var isAtLineStart = true
  private var isKey = false
  private var key: [UInt8] = []
  private var decoder = Base64Decoder()
  private var unpacker: Unpacker?
  private var position: Int64 = 0
  private(set) var damage: [SourceDamage] = []

  /// Whether a sample begins with a report.
  static func fits(_ sample: Span<UInt8>) -> Bool {
    guard sample.has("ProblemType: "), let newline = sample.firstIndex(of: 0x0A, from: 0), newline < 128 else {
      return false
    }
    // A key follows.
    var at = newline + 1
    while at < sample.count, (sample[at] | 0x20) &- 0x61 <= 25 { at += 1 }
    return at == sample.count || at > newline + 1 && sample[at] == 0x3A
  }

  mutating func decode(_ bytes: Span<UInt8>, isAtEnd: Bool, into text: inout [UInt8]) -> Int {
    var at = 0
    while at < bytes.count, text.count < 64 << 10 {
      if isAtLineStart {
        isAtLineStart = false
        isKey = bytes[at] != 0x20
        if isKey { beginKey(at, &text) } else { at += 1 }
        continue
      }
      let newline = bytes.firstIndex(of: 0x0A, from: at)
      var end = newline.map { $0 + 1 } ?? bytes.count
      if isKey || value == .plain {
        for index in at..<end {
          text.append(bytes[index])
          if isKey, key.count < Self.longestKey, bytes[index] != 0x0A, bytes[index] != 0x0D { key.append(bytes[index]) }
        }
      } else if value == .packed {
        end = min(end, at + Self.portion)
        unpack(bytes.extracting(at..<end), at, &text)
      }
      at = end
      guard bytes[end - 1] == 0x0A else { continue }
      isAtLineStart = true
      if isKey { endKey() }
    }
    if isAtEnd, at == bytes.count { endValue(at, &text) }
    position += Int64(at)
    return at
  }

  private mutating func beginKey(_ at: Int, _ text: inout [UInt8]) {
    endValue(at, &text)
    key = []
    value = .plain
  }

  private mutating func endKey() {
    value = Self.value(of: key.span)
    decoder = Base64Decoder()
    unpacker = value == .packed ? Unpacker() : nil
  }

  /// Tells by a key's line how its value is written.
  private static func value(of line: Span<UInt8>) -> Value {
    guard let colon = line.firstIndex(of: 0x3A, from: 0), line.extracting(colon..<line.count).equals(": base64") else {
      return .plain
    }
    let name = line.extracting(0..<colon)
    return name.equals("CoreDump") || name.equals("VmCore") ? .dump : .packed
  }

  private mutating func endValue(_ at: Int, _ text: inout [UInt8]) {
    guard let unpacker else { return }
    if let detail = unpacker.finish() { note(.truncated, detail, at) }
    self.unpacker = nil
    if !unpacker.endsLine { text.append(0x0A) }
  }

  private mutating func unpack(_ letters: Span<UInt8>, _ at: Int, _ text: inout [UInt8]) {
    guard let unpacker else { return }
    var packed: [UInt8] = []
    // Each line is encoded by itself.
    for index in 0..<letters.count {
      if letters[index] == 0x0A { decoder.finish(into: &packed) }
      _ = decoder.take(letters[index], into: &packed)
    }
    guard let detail = unpacker.unpack(packed.span, into: &text) else { return }
    note(.corrupt, detail, at)
  }

  private mutating func note(_ kind: SourceDamage.Kind, _ detail: String, _ at: Int) {
    guard damage.count < 20 else { return }
    let name = key.span.firstIndex(of: 0x3A, from: 0).map { key.span.text(0..<$0) } ?? "a key"
    damage.append(
      SourceDamage(kind: kind, detail: "the value of \(name) \(detail)", offset: position + Int64(at)))
  }
}
