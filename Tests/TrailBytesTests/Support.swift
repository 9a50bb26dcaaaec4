// Plain references to hold the fast readers against, and random bytes to do it with.

import TestKit

/// The bytes of a literal.
func bytes(_ literal: StaticString) -> [UInt8] { Array(literal.description.utf8) }

/// Whether `part` stands at `offset` of `whole`, byte by byte.
func stands(_ part: [UInt8], in whole: [UInt8], at offset: Int) -> Bool {
  guard offset >= 0, offset + part.count <= whole.count else { return false }
  return part.indices.allSatisfy { whole[offset + $0] == part[$0] }
}

/// Text made to be nearly right: whole literals, their ends cut off, one byte changed, and noise between.
func adversarial(_ literals: [[UInt8]], count: Int, using random: inout SplitMix64) -> [UInt8] {
  var text: [UInt8] = []
  while text.count < count {
    guard let literal = literals.randomElement(using: &random), !literal.isEmpty else { break }
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: text += literal
    case 2: text += literal.prefix(Int.random(in: 0...literal.count, using: &random))
    case 3: text += literal.suffix(Int.random(in: 0...literal.count, using: &random))
    case 4:
      var near = literal
      near[Int.random(in: near.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      text += near
    case 5: text.append(UInt8.random(in: 0...255, using: &random))
    case 6: text += [0x0A]
    default:
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        text.append(literal[Int.random(in: literal.indices, using: &random)])
      }
    }
  }
  return Array(text.prefix(count))
}
