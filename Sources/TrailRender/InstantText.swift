// Instants as text: RFC 3339 with exactly the digits that the log gave.

import TrailBytes
import TrailModel

extension ByteWriter {
  /// Writes `2026-11-22T10:15:00.123Z`; `separator` stands for the T.
  mutating func write(_ instant: Instant, separator: UInt8 = 0x54, zone: String = "Z") {
    let civil = instant.civil()
    write(digits: UInt64(max(0, civil.year ?? 0)), width: 4)
    write(byte: 0x2D)
    write(digits: UInt64(civil.month), width: 2)
    write(byte: 0x2D)
    write(digits: UInt64(civil.day), width: 2)
    write(byte: separator)
    write(digits: UInt64(civil.hour), width: 2)
    write(byte: 0x3A)
    write(digits: UInt64(civil.minute), width: 2)
    write(byte: 0x3A)
    write(digits: UInt64(civil.second), width: 2)
    if (1...9).contains(instant.fractionDigits) {
      var fraction = civil.nanosecond
      for _ in instant.fractionDigits..<9 { fraction /= 10 }
      write(byte: 0x2E)
      write(digits: UInt64(fraction), width: instant.fractionDigits)
    }
    write(zone)
  }
}

/// The text that `body` writes; for short pieces that a table or a sentence needs whole.
func rendered(_ body: (inout ByteWriter) -> Void) -> String {
  var bytes: [UInt8] = []
  var writer = ByteWriter(capacity: 64) { piece in
    for index in 0..<piece.count { bytes.append(piece[index]) }
    return true
  }
  body(&writer)
  writer.flush()
  return String(decoding: bytes, as: UTF8.self)
}
