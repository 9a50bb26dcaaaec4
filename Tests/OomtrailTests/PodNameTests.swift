// Lines that name pods, of which nothing else is read.

import TestKit
import Testing
import TrailBytes
import TrailModel

@testable import Oomtrail

@Suite struct PodNameTests {
  private func names(_ bytes: [UInt8], sizes: [Int]) -> [PodName] {
    StreamAnalyzer(SlicedSource(bytes, sizes: sizes), scanner: LiteralScanner(streamSentinels)).run().podNames
  }

  /// A log that tells of no kill, with a name now and then.
  private func log(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
    var bytes: [UInt8] = []
    for number in 0..<count {
      for _ in 0..<random.below(60) {
        bytes += Array(
          "Nov  2 12:00:00 node-a app[7]: \(String(repeating: "x", count: random.below(400)))\n".utf8)
      }
      let uid = "7f8061d3-3603-49d6-8e03-77cb4b1bb\(100 + number)"
      bytes += Array(
        ("Nov  2 12:00:00 node-a kubelet[7]: I1102 12:00:00.1 7 kubelet.go:2467] \"SyncLoop (PLEG): event for pod\" "
          + "pod=\"shop/api-\(number)\" event={\"ID\":\"\(uid)\",\"Type\":\"ContainerDied\"}\n").utf8)
    }
    return bytes
  }

  @Test func anyPiecesGiveTheSameNames() throws {
    try withRandomness("PodNameTests") { random in
      let bytes = log(200, &random)
      let whole = names(bytes, sizes: [.max])
      #expect(whole.map(\.pod) == (0..<200).map { "api-\($0)" })
      for _ in 0..<4 {
        let sizes = (0..<5).map { _ in 1 + random.below(40_000) }
        #expect(names(bytes, sizes: sizes) == whole, "pieces of \(sizes)")
      }
      #expect(names(bytes, sizes: [17]) == whole)
    }
  }

  @Test func aLongLineIsLookedAtAroundTheName() {
    let noise = String(repeating: "y", count: 3_000_000)
    let name = " restarting failed container=api pod=web-0_shop(7f8061d3-3603-49d6-8e03-77cb4b1bbe00) "
    let found = names(Array("Nov  2 12:00:00 a b: \(noise)\(name)\(noise)\n".utf8), sizes: [70_000])
    #expect(found.map(\.pod) == ["web-0"])
  }
}
