// Rows that are read at once come to the same as rows that are looked at as any other line.

import TestKit
import Testing
import TrailBytes
import TrailModel

@testable import Oomtrail

@Suite struct PlainRowTests {
  /// All that a stream says, read in one way or the other.
  private func said(_ bytes: [UInt8], skimsRows: Bool) -> String {
    let result = StreamAnalyzer(
      SlicedSource(bytes, sizes: [.max]), scanner: LiteralScanner(streamSentinels), skimsRows: skimsRows
    ).run()
    return [
      "\(result.reports.map { Reading(report: $0.report, host: $0.host, bootID: $0.bootID) })",
      "\(result.notices)", "\(result.memory)", "\(result.programKills)", "\(result.witnesses)", "\(result.podNames)",
      "\(result.lines) \(result.envelope ?? "none") \(result.host ?? "none")", "\(result.clock)",
      "\(result.boots.starts)", "\(String(describing: result.unreadKills))",
      "\(String(describing: result.first)) \(String(describing: result.last))",
    ].joined(separator: "\n")
  }

  private func differs(_ bytes: [UInt8]) -> Bool { said(bytes, skimsRows: true) != said(bytes, skimsRows: false) }

  @Test(arguments: Capture.manyForms)
  func captures(_ capture: Capture) throws {
    #expect(!differs(try capture.bytes()))
  }

  /// Names, numbers and ends of rows that are no plain ones, and lines of others between them.
  @Test(arguments: Capture.manyForms)
  func oddRows(_ capture: Capture) throws {
    let lines = try capture.reportLines()
    let tails: [String] = [
      " Killed process", " oomd", " [  12]     0", "'x", " #012", "\u{A0}x", " \u{1B}[31mred", " x y z", "x", "  ", " ",
      "", " 1234", " -5", " earlyoom", " (sd-pam)", " a:b/c", " ends here\\", " Out of memory: Kill", " kind: Pod",
      "\r",
    ]
    let others: [String] = [
      "", "...", "Nov 22 17:21:00 other kernel: [73114.000847] [    191]     2   191   354110        3 x",
      "<6>[   99.000000] usb 1-1: new device", "last message repeated 2 times", "{\"MESSAGE\":\"x\"}",
      "Nov 22 17:21:01 other sshd[1]: Killed process 7 (x)", "MESSAGE=x", "\0\0\0",
    ]
    try withRandomness("PlainRowTests") { random in
      for prefix in ["", "Nov 22 17:21:00 node-1 kernel: "] {
        var changed: [[UInt8]] = []
        for line in lines {
          var text = Array(prefix.utf8) + line
          if let bracket = line.lastIndex(of: 0x5D), bracket + 20 < line.count, random.below(4) == 0 {
            switch random.below(5) {
            case 0: text += Array((tails.randomElement(using: &random) ?? "").utf8)
            case 1: text = Array(text.prefix(text.count - random.below(30)))
            case 2:
              while let last = text.last, last != 0x20 { text.removeLast() }
              text += Array((tails.randomElement(using: &random) ?? "").utf8)
            case 3: text[random.below(text.count)] = UInt8(random.below(256))
            default: changed.append(text)
            }
          }
          changed.append(text)
          if random.below(12) == 0 { changed.append(Array((others.randomElement(using: &random) ?? "").utf8)) }
        }
        #expect(!differs(joined(changed)), "behind \"\(prefix)\"")
      }
    }
  }

  /// Two hosts whose tables alternate.
  @Test(arguments: Capture.manyForms)
  func twoHosts(_ capture: Capture) throws {
    let lines = try capture.reportLines()
    try withRandomness("PlainRowTests") { random in
      let logs = ["node-1", "node-2"].map { host in
        lines.map { Array("Nov 22 17:21:00 \(host) kernel: ".utf8) + $0 }
      }
      #expect(!differs(joined(mixed(logs, &random))))
    }
  }
}
