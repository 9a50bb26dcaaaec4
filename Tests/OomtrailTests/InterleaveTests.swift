// Lines of several hosts in one stream, with other programs' lines between.

import TestKit
import Testing
import TrailModel

@Suite struct InterleaveTests {
  /// Pairs of captures, each capture once.
  static let pairs = stride(from: 0, to: Capture.all.count - 1, by: 2).map { ($0, $0 + 1) }

  @Test(arguments: pairs)
  func hostsDoNotMix(_ pair: (Int, Int)) throws {
    let names = ["alpha", "beta.example.org"]
    let logs = try zip([Capture.all[pair.0], Capture.all[pair.1]], names).map { capture, host in
      try capture.reportLines().map { Array("Nov 22 10:07:00 \(host) kernel: ".utf8) + $0 }
    }
    let alone = logs.map { analyze(joined($0)).map(\.facts) }
    try withRandomness("InterleaveTests") { random in
      for _ in 0..<2 {
        let found = analyze(joined(Self.shuffle(logs, names, &random)))
        for (host, expected) in zip(names, alone) {
          let facts = found.filter { $0.host == host }.map(\.facts)
          #expect(facts == expected, "\(host): \(facts.map(\.victim?.pid)) instead of \(expected.map(\.victim?.pid))")
        }
        #expect(found.count == alone[0].count + alone[1].count)
      }
    }
  }

  @Test(arguments: Capture.all)
  func anEnvelopeChangesNoVictim(_ capture: Capture) throws {
    let lines = try capture.reportLines()
    let bare = analyze(joined(lines))
    let wrapped = analyze(joined(lines.map { Array("2026-11-22T10:07:00.123456+01:00 alpha kernel: ".utf8) + $0 }))
    #expect(wrapped.map(\.facts.victim) == bare.map(\.facts.victim))
    #expect(wrapped.map(\.facts.rows) == bare.map(\.facts.rows))
    #expect(wrapped.map(\.facts.missing) == bare.map(\.facts.missing))
    #expect(wrapped.allSatisfy { $0.host == "alpha" })
  }

  /// As `dmesg --color=always` leaves them: the stamp green, what stands before the first colon yellow.
  @Test(arguments: Capture.all)
  func coloursChangeNothing(_ capture: Capture) throws {
    let lines = try capture.reportLines()
    let coloured = lines.map { line -> [UInt8] in
      guard !line.contains(0x1B), let stamp = line.firstIndex(of: 0x5D), stamp + 2 < line.count,
        let colon = line[(stamp + 2)...].firstIndex(of: 0x3A)
      else { return line }
      let (green, yellow, plain) = ("\u{1B}[32m", "\u{1B}[33m", "\u{1B}[0m")
      return Array(green.utf8) + line[...stamp] + " \(plain)\(yellow)".utf8 + line[(stamp + 2)...colon] + plain.utf8
        + line[(colon + 1)...]
    }
    #expect(analyze(joined(coloured)).map(\.facts) == analyze(joined(lines)).map(\.facts))
  }

  /// A line that goes on with a zone's counters, behind a summary that shows the zone to be another report's.
  @Test func countersGoOnWhereTheirZoneWent() throws {
    let reports = analyze(
      joined(
        [
          "DMA free:", "invoked oom-killer:", "oom-kill:constraint=CONSTRAINT_MEMCG",
          "low:1872kB high:2808kB active:56124kB inactive:1",
        ].map { Array($0.utf8) }))
    #expect(reports.count == 2)
    let ofNode = reports.first { $0.facts.scope != .memcg }
    let zones = try #require(ofNode?.facts.memory?.zones)
    #expect(zones.map(\.name) == ["DMA"])
    #expect(reports.first { $0.facts.scope == .memcg }?.facts.memory == nil)
  }

  /// The logs' lines in their own order, mixed in runs of one to nine, with lines of other programs between.
  private static func shuffle(_ logs: [[[UInt8]]], _ hosts: [String], _ random: inout SplitMix64) -> [[UInt8]] {
    let chatter = [
      "sshd[812]: Accepted publickey for root from 192.0.2.7 port 50022 ssh2",
      "oncall[99]: he said \"Out of memory: Killed process 7 (hog) total-vm:4kB, anon-rss:4kB, file-rss:0kB\"",
      "systemd[1]: app.service: A process of this unit has been killed by the OOM killer.",
      "monitor[5]: hog invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
    ]
    return mixed(logs, &random) { random in
      guard random.below(4) == 0, let host = hosts.randomElement(using: &random),
        let words = chatter.randomElement(using: &random)
      else { return nil }
      return Array("Nov 22 10:07:00 \(host) \(words)".utf8)
    }
  }
}
