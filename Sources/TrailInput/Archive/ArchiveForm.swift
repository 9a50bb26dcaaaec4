// The archives, told by their first bytes and never by their names.

import TrailBytes

/// A form in which several files lie in one.
public enum ArchiveForm: String, CaseIterable, Sendable {
  case tar, zip, cpio
  case sevenZip = "7z"

  /// What an archive that begins with `sample` is; nil for others.
  init?(_ sample: Span<UInt8>) {
    if sample.has("PK"), let magic = sample.uint32(at: 0),
      [0x0403_4B50, 0x0605_4B50, 0x0807_4B50].contains(magic)
    {
      self = .zip
    } else if sample.uint32(at: 0) == 0xAFBC_7A37, sample.count >= 6, sample[4] == 0x27, sample[5] == 0x1C {
      self = .sevenZip
    } else if isTar(sample) {
      self = .tar
    } else if isCpio(sample) {
      self = .cpio
    } else {
      return nil
    }
  }
}

/// A tar header sums itself up; old ones have no magic besides, and one with a magic may be damaged.
private func isTar(_ sample: Span<UInt8>) -> Bool {
  guard sample.count >= 512, sample[0] != 0 else { return false }
  let magic = sample.extracting(257..<265)
  if magic.has("ustar"), magic[5] == 0 || (magic[5] == 0x20 && magic[6] == 0x20 && magic[7] == 0) { return true }
  var sum: UInt64 = 0
  for index in 0..<512 { sum += (148..<156).contains(index) ? 0x20 : UInt64(sample[index]) }
  var cursor = Cursor(sample, at: 148)
  cursor.skipBlanks()
  var stored: UInt64 = 0
  let start = cursor.position
  while cursor.position < 156, let digit = cursor.peek, (0x30...0x37).contains(digit) {
    stored = stored << 3 | UInt64(digit - 0x30)
    cursor.position += 1
  }
  return cursor.position > start && stored == sum
}

/// A cpio archive begins with digits, as a log may; but not with so many.
private func isCpio(_ sample: Span<UInt8>) -> Bool {
  guard sample.count >= 110, sample.has("07070") else { return false }
  for index in 5..<(sample[5] == 0x37 ? 76 : 110) where hexDigit(sample[index]) == nil { return false }
  return true
}
