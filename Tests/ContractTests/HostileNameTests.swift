// Names made to break the report: backticks, pipes, markup, terminal escapes, writing that runs backwards.

import Foundation
import TestKit
import Testing

@Suite struct HostileNameTests {
  static let names = [
    "`|`\u{1B}[31m\u{202E}x", "a|b|c", "```", "<script>x", "[a](javascript:", "# head", "**b**_i_", "&lt;&amp;",
    "\\|\\`", "\u{7F}\u{9B}1m",
  ]

  private func log(_ name: String) -> [UInt8] {
    Array(
      """
      [  100.000001] \(name) invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      [  100.000002] CPU: 0 PID: 812 Comm: \(name) Not tainted 6.1.0-50-cloud-amd64 #1
      [  100.000003] Tasks state (memory values in pages):
      [  100.000004] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
      [  100.000005] [    812]  1000   812    10000     7525    98304        0             0 \(name)
      [  100.000006] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/a/\(name),task=\(name),pid=812,uid=1000
      [  100.000007] Out of memory: Killed process 812 (\(name)) total-vm:40000kB, anon-rss:30000kB, file-rss:100kB, shmem-rss:0kB, UID:1000 pgtables:96kB oom_score_adj:0

      """.utf8)
  }

  @Test(arguments: names)
  func markdownHoldsNoControls(_ name: String) throws {
    let outcome = try BuiltProgram.run(["-"], input: log(name))
    #expect(outcome.status == 0)
    for scalar in outcome.text.unicodeScalars {
      let isControl = scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
      #expect(!isControl, "U+\(String(scalar.value, radix: 16))")
      #expect(!scalar.properties.isBidiControl, "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test(arguments: names)
  func markdownTablesKeepTheirColumns(_ name: String) throws {
    let text = try BuiltProgram.run(["-"], input: log(name)).text
    let harmless = try BuiltProgram.run(["-"], input: log("harmless")).text
    func columns(_ text: String) -> [Int] {
      text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { Self.cells($0) }
    }
    #expect(columns(text) == columns(harmless))
    // Headings and rules come from us alone.
    func headings(_ text: String) -> Int { text.split(separator: "\n").filter { $0.hasPrefix("#") }.count }
    #expect(headings(text) == headings(harmless))
    // Within backticks it is text.
    if name.contains("<script>") {
      let outside = text.replacingOccurrences(of: "`[^`\\n]*`", with: "", options: .regularExpression)
      #expect(!outside.contains("<script>"))
    }
  }

  /// The cells of a table row: a bar behind an odd number of backslashes is text.
  private static func cells(_ row: Substring) -> Int {
    var cells = 0
    var backslashes = 0
    for scalar in row.unicodeScalars {
      if scalar == "|", backslashes % 2 == 0 { cells += 1 }
      backslashes = scalar == "\\" ? backslashes + 1 : 0
    }
    return cells
  }

  @Test(arguments: names)
  func jsonKeepsTheName(_ name: String) throws {
    let document = try BuiltProgram.run(["--format", "json", "-"], input: log(name)).json()
    let event = try #require((document["events"] as? [[String: Any]])?.first)
    let victim = try #require(event["victim"] as? [String: Any])
    #expect(victim["comm"] as? String == name)
    let row = try #require((event["processes"] as? [[String: Any]])?.first)
    #expect(row["comm"] as? String == name)
  }

  @Test func pathsInMessagesHoldNoEscapes() throws {
    let outcome = try BuiltProgram.run(["/no\u{1B}[31m/such\u{202E}path"])
    #expect(outcome.status == 2)
    #expect(!outcome.errors.contains("\u{1B}"))
    #expect(!outcome.errors.contains("\u{202E}"))
  }
}
