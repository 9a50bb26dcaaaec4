// The same bytes in pieces, as pipes and decompressors give them.

import TestKit

/// Sizes of pieces that depend on nothing but `bytes`, so that a crash comes again.
func sizes(of bytes: [UInt8]) -> [Int] {
  var random = SplitMix64(seed: bytes.prefix(64).reduce(UInt64(bytes.count)) { $0 &* 31 &+ UInt64($1) })
  let most = [3, 61, 4_096, 65_536][random.below(4)]
  return (0..<7).map { _ in 1 + random.below(most) }
}

/// Expects `read` to give the same of the bytes whole and in pieces.
func requireSameInPieces<Result: Equatable>(_ bytes: [UInt8], _ read: (SlicedSource) -> Result) {
  let whole = read(SlicedSource(bytes))
  let sizes = sizes(of: bytes)
  let pieces = read(SlicedSource(bytes, sizes: sizes))
  require(whole == pieces, "in pieces of \(sizes): \(pieces), whole: \(whole)")
}
