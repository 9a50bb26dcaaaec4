// The checks of DATA payloads: SipHash-2-4 keyed with the file's id, or Bob Jenkins's lookup3 in older files.

import TrailBytes

/// What `DataObject.hash` of `payload` must be in a file with `header`.
func dataHash(_ payload: Span<UInt8>, in header: JournalHeader) -> UInt64 {
  header.isKeyed ? sipHash(payload, key: header.fileID) : jenkinsHash(payload)
}

/// SipHash-2-4 (Aumasson and Bernstein, 2012).
private func sipHash(_ bytes: Span<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
  var v0 = 0x736F_6D65_7073_6575 ^ key.0
  var v1 = 0x646F_7261_6E64_6F6D ^ key.1
  var v2 = 0x6C79_6765_6E65_7261 ^ key.0
  var v3 = 0x7465_6462_7974_6573 ^ key.1
  func turn(_ value: UInt64, _ bits: UInt64) -> UInt64 { value &<< bits | value &>> (64 - bits) }
  func round() {
    v0 = v0 &+ v1
    v1 = turn(v1, 13) ^ v0
    v0 = turn(v0, 32)
    v2 = v2 &+ v3
    v3 = turn(v3, 16) ^ v2
    v0 = v0 &+ v3
    v3 = turn(v3, 21) ^ v0
    v2 = v2 &+ v1
    v1 = turn(v1, 17) ^ v2
    v2 = turn(v2, 32)
  }
  func mix(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }
  var at = 0
  while let word = bytes.uint64(at: at) {
    mix(word)
    at += 8
  }
  var last = UInt64(truncatingIfNeeded: bytes.count) << 56
  for index in at..<bytes.count { last |= UInt64(bytes[index]) << UInt64(8 * (index - at)) }
  mix(last)
  v2 ^= 0xFF
  for _ in 0..<4 { round() }
  return v0 ^ v1 ^ v2 ^ v3
}

/// lookup3's `hashlittle2` from zero, the first word the upper half.
private func jenkinsHash(_ bytes: Span<UInt8>) -> UInt64 {
  var a = 0xDEAD_BEEF &+ UInt32(truncatingIfNeeded: bytes.count)
  var b = a
  var c = a
  func turn(_ value: UInt32, _ bits: UInt32) -> UInt32 { value &<< bits | value &>> (32 - bits) }
  func word(_ start: Int) -> UInt32 {
    if let whole = bytes.uint32(at: start) { return whole }
    var value: UInt32 = 0
    for index in start..<max(start, bytes.count) { value |= UInt32(bytes[index]) << UInt32(8 * (index - start)) }
    return value
  }
  var at = 0
  while bytes.count - at > 12 {
    a = a &+ word(at)
    b = b &+ word(at + 4)
    c = c &+ word(at + 8)
    a = (a &- c) ^ turn(c, 4)
    c = c &+ b
    b = (b &- a) ^ turn(a, 6)
    a = a &+ c
    c = (c &- b) ^ turn(b, 8)
    b = b &+ a
    a = (a &- c) ^ turn(c, 16)
    c = c &+ b
    b = (b &- a) ^ turn(a, 19)
    a = a &+ c
    c = (c &- b) ^ turn(b, 4)
    b = b &+ a
    at += 12
  }
  if bytes.isEmpty { return UInt64(c) << 32 | UInt64(b) }
  a = a &+ word(at)
  b = b &+ word(at + 4)
  c = c &+ word(at + 8)
  c = (c ^ b) &- turn(b, 14)
  a = (a ^ c) &- turn(c, 11)
  b = (b ^ a) &- turn(a, 25)
  c = (c ^ b) &- turn(b, 16)
  a = (a ^ c) &- turn(c, 4)
  b = (b ^ a) &- turn(a, 14)
  c = (c ^ b) &- turn(b, 24)
  return UInt64(c) << 32 | UInt64(b)
}
