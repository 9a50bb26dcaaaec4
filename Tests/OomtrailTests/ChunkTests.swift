// However the bytes come in, the reports and their places are the same.

import TestKit
import Testing
import TrailBytes
import TrailModel

@testable import Oomtrail

@Suite struct ChunkTests {
  /// Captures with what is hard to cut: names of two lines, split records, many reports.
  static let hard = ["uml-7.2--comm-names", "x86_64-6.1--memcg2-longpath", "x86_64-6.1--memcg2-flood"].map {
    Capture.named($0)
  }

  @Test(arguments: hard, 1...17)
  func piecesOfOneSize(_ capture: Capture, _ size: Int) throws {
    let bytes = joined(try capture.reportLines())
    let difference = difference(analyze(bytes, sizes: [size]), analyze(bytes))
    #expect(difference == nil)
  }

  @Test(arguments: Capture.manyForms)
  func piecesOfAnySize(_ capture: Capture) throws {
    let bytes = try capture.bytes()
    let whole = analyze(bytes)
    try withRandomness("ChunkTests") { random in
      let primes = [19, 61, 509, 4_093, 8_191, 65_521].shuffled(using: &random)
      let mixed = (0..<97).map { _ in random.below(3) == 0 ? 1 + random.below(3) : 1 + random.below(9_000) }
      for sizes in [[primes[0]], [primes[1]], mixed] {
        let difference = difference(analyze(bytes, sizes: sizes), whole)
        #expect(difference == nil, "pieces of \(sizes)")
      }
    }
  }

  /// Of lines that say nothing now and then one is asked for its time: the same ones, however the bytes come in.
  @Test func theSameLinesAreAskedForTheirTime() throws {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    try withRandomness("ChunkTests") { random in
      var log: [UInt8] = []
      while log.count < 1 << 20 {
        let text = "\(months[random.below(12)]) \(10 + random.below(18)) 10:07:00 node app[7]: "
        log += Array((text + String(repeating: "-", count: random.below(400)) + "\n").utf8)
      }
      func clock(_ sizes: [Int]) -> StreamClock {
        StreamAnalyzer(SlicedSource(log, sizes: sizes), scanner: LiteralScanner(streamSentinels)).run().clock
      }
      let whole = clock([.max])
      #expect(whole.turns > 5)
      for sizes in [[4_093], [65_536], [1 + random.below(300_000)]] {
        let isEqual = "\(clock(sizes))" == "\(whole)"
        #expect(isEqual, "pieces of \(sizes)")
      }
    }
  }

  @Test(arguments: Capture.manyForms)
  func reportsAcrossTheBordersOfTheWindow(_ capture: Capture) throws {
    let bytes = try capture.bytes()
    let whole = analyze(bytes)
    try withRandomness("ChunkTests") { random in
      // The window's end in the middle of the capture; its end at any place; the lookback's.
      let border = (384 << 10) - random.below(bytes.count)
      for length in [border, 300 << 10 + random.below(400 << 10), 32 << 10 + random.below(256)] {
        let (filler, lines) = Self.filler(length, like: bytes, &random)
        let expected = whole.map { $0.shifted(lines: lines, bytes: filler.count) }
        let sizes = [random.below(2) == 0 ? Int.max : 1 + random.below(100_000)]
        let difference = difference(analyze(filler + bytes, sizes: sizes), expected)
        #expect(difference == nil, "\(filler.count) bytes in front, in pieces of \(sizes)")
      }
    }
  }

  /// About `length` bytes of lines that say nothing, stamped where the capture's lines are.
  private static func filler(_ length: Int, like bytes: [UInt8], _ random: inout SplitMix64) -> ([UInt8], Int) {
    let stamp = bytes.first == 0x5B ? "[    0.000000] " : ""
    var filler: [UInt8] = []
    var lines = 0
    while filler.count < length {
      filler += Array((stamp + "pci 0000:00:\(lines): " + String(repeating: "-", count: random.below(160)) + "\n").utf8)
      lines += 1
    }
    return (filler, lines)
  }
}
