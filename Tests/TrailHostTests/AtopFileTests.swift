// Memory and swap over time, as atop prints them.

import TestKit
import Testing
import TrailHost
import TrailModel

@Suite struct AtopFileTests {
  private func history(_ text: String) -> MemoryHistory? {
    var facts = HostFacts()
    let bytes = Array(text.utf8)
    HostFile.at("c/sos_commands/atop/atop_-r")?.file.read(bytes.span, "c/sos_commands/atop/atop_-r", &facts)
    return facts.memoryHistories.first
  }

  private static func interval(_ time: String, memory: String, swap: String) -> String {
    "ATOP - web-07           \(time)           -----------            10m0s elapsed\n"
      + "PRC | sys    0.50s | user   1.07s | #proc    120 |\n"
      + "MEM | tot     3.8G | \(memory) | cache  92.1M | slab   40.0M |\nSWP | tot     1.0G | \(swap) |\n\n"
      + "    PID  SYSCPU  MEM   COMMAND-LINE\n    374   0.1s   12%   free   1.0M\n\n"
  }

  @Test func intervals() throws {
    let text =
      Self.interval("2026/04/27  20:00:01", memory: "free   71.2M | avail  310.5M", swap: "free    1.5G")
      + Self.interval("2026/04/27  19:50:01", memory: "free      92K", swap: "free     0M")
    let found = try #require(history(text))
    #expect(found.recorder == .atop)
    #expect(found.host == "web-07")
    #expect(found.points.map(\.line) == [9, 1])
    #expect(found.points.map(\.local) == [1_777_319_401, 1_777_320_001])
    #expect(found.points.map(\.amounts.free) == [Bytes(92 << 10), Bytes((712 << 20) / 10)])
    #expect(found.points.map(\.amounts.available) == [nil, Bytes((3_105 << 20) / 10)])
    #expect(found.points.map(\.amounts.swapFree) == [Bytes(0), Bytes((15 << 30) / 10)])
  }

  @Test(arguments: [
    "ATOP - web-07 2026/13/27 20:00:01\nMEM | free 1M |\n", "ATOP - web-07 2026/02/29 20:00:01\nMEM | free 1M |\n",
    "ATOP - web-07 2026/04/27 24:00:01\nMEM | free 1M |\n", "MEM | free 1M |\n",
    "ATOP - web-07 2026/04/27 20:00:01\nMEM | free 99999999999999999999M |\n",
    "ATOP - web-07 2026/04/27 20:00:01\nMEM | free 1 |\n", "",
  ])
  func nothingToRead(_ text: String) {
    #expect(history(text) == nil)
  }

  @Test func whatFollowsABrokenHeaderIsNotTheIntervalsBefore() throws {
    let text =
      Self.interval("2026/04/27  20:00:01", memory: "free   71.2M", swap: "free    1.5G")
      + Self.interval("2026/04/77  20:10:01", memory: "free    1.0M", swap: "free     0M")
    #expect(try #require(history(text)).points.map(\.amounts.free) == [Bytes((712 << 20) / 10)])
  }
}
