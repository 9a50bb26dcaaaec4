// A small seeded generator (xorshift128+), the same on every machine.

struct RandomSource {
  private var state: (UInt64, UInt64)

  init(seed: UInt64) {
    state = (seed &* 0x9E37_79B9_7F4A_7C15 &+ 1, seed ^ 0xD1B5_4A32_D192_ED03)
    for _ in 0..<20 { _ = next() }
  }

  mutating func next() -> UInt64 {
    var old = state.0
    let kept = state.1
    old ^= old << 23
    state = (kept, old ^ kept ^ (old >> 18) ^ (kept >> 5))
    return state.1 &+ kept
  }

  /// An even choice from `0..<limit`.
  mutating func below(_ limit: Int) -> Int {
    Int(UInt32(truncatingIfNeeded: next() >> 33) % UInt32(limit))
  }

  /// A choice from `0..<limit` that favours small numbers, as traffic favours few hosts and few addresses.
  mutating func skewed(_ limit: Int) -> Int {
    let unit = fraction()
    return Int(Double(limit) * unit * unit * unit)
  }

  /// A number from 0 up to, not including, 1.
  mutating func fraction() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  mutating func oneIn(_ count: Int) -> Bool {
    below(count) == 0
  }

  mutating func element<Element>(of list: [Element]) -> Element {
    list[below(list.count)]
  }

  mutating func skewedElement<Element>(of list: [Element]) -> Element {
    list[skewed(list.count)]
  }
}
