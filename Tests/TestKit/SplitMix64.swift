// Random numbers that a failing test can be given again.

import Foundation

/// Sebastiano Vigna's SplitMix64.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The generator with this seed.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below `bound`.
  public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// `count` different numbers below `bound`, or all of them where there are not more, in order.
  public mutating func sample(_ count: Int, below bound: Int) -> [Int] {
    if bound <= count { return Array(0..<bound) }
    var chosen: Set<Int> = []
    while chosen.count < count { chosen.insert(below(bound)) }
    return chosen.sorted()
  }
}

/// Runs `body` with random numbers: the same ones each time, so that a change and not luck decides what passes; those of
/// `TEST_SEED` where the environment has one, and new ones where it is `random`.
public func withRandomness(_ name: String, _ body: (inout SplitMix64) throws -> Void) throws {
  var seed: UInt64 = 20_261_101
  if let given = ProcessInfo.processInfo.environment["TEST_SEED"] {
    seed = UInt64(given) ?? UInt64.random(in: 0...UInt64(UInt32.max))
    print("TEST_SEED=\(seed) swift test --filter \(name)")
  }
  var random = SplitMix64(seed: seed)
  try body(&random)
}
