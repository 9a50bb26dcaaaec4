// A copy of a report that lost its head or its end, beside the whole one: one event.

import TestKit
import Testing
import TrailModel

@testable import Oomtrail

@Suite struct PartialCopyTests {
  /// The lines of one report, with kernel stamps.
  private static func report() throws -> [Substring] {
    let text = String(decoding: try Fixture("captures/x86_64-6.1--global-noswap").bytes("input.log"), as: UTF8.self)
    let lines = text.split(separator: "\n")
    let first = try #require(lines.firstIndex { $0.contains("invoked oom-killer") })
    let last = try #require(lines[first...].firstIndex { $0.contains("Killed process") })
    return Array(lines[first...last])
  }

  private static func syslog(_ lines: some Sequence<Substring>) -> String {
    lines.map { "Apr 27 19:50:37 web-07 kernel: \($0)\n" }.joined()
  }

  /// Without the kernel's stamps.
  private static func short(_ lines: some Sequence<Substring>) -> String {
    lines.map { "Apr 27 19:50:37 web-07 kernel:\($0.drop { $0 != "]" }.dropFirst())\n" }.joined()
  }

  private static func dmesg(_ lines: some Sequence<Substring>) -> String { lines.map { "\($0)\n" }.joined() }

  private func victims(_ whole: String, _ part: String) throws -> [Int64?] {
    let scratch = try Scratch()
    try scratch.write("web-07/kern.log", whole)
    try scratch.write("web-07/other.log", part)
    return Analyzer().analyze(paths: [scratch.path]).found.events.map(\.report.victim?.pid)
  }

  /// How many lines are left at the front or at the end.
  @Test func anyPartIsACopy() throws {
    let lines = try Self.report()
    let pid = try victims(Self.syslog(lines), "")
    #expect(pid.count == 1)
    let victim = try #require(pid.first ?? nil)
    let row = try #require(lines.firstIndex { $0.contains("[    \(victim)]") })
    for count in stride(from: 1, to: lines.count, by: 3) {
      #expect(try victims(Self.syslog(lines), Self.syslog(lines.prefix(count))) == pid, "the first \(count)")
      #expect(try victims(Self.syslog(lines), Self.syslog(lines.suffix(count))) == pid, "the last \(count)")
      #expect(try victims(Self.syslog(lines), Self.dmesg(lines.suffix(count))) == pid, "dmesg, the last \(count)")
      // Where no stamp is shared the table must be, with the victim in it.
      guard count > row else { continue }
      #expect(try victims(Self.short(lines), Self.dmesg(lines.prefix(count))) == pid, "dmesg, the first \(count)")
    }
  }

  /// The table alone, from anywhere before it to before the kill.
  @Test func aTableIsEnough() throws {
    let lines = try Self.report()
    let pid = try victims(Self.syslog(lines), "")
    let table = try #require(lines.firstIndex { $0.contains("[  pid  ]") })
    let summary = try #require(lines.firstIndex { $0.contains("oom-kill:") })
    for start in [2, table / 2, table] {
      #expect(try victims(Self.syslog(lines), Self.syslog(lines[start..<summary])) == pid, "from \(start)")
      #expect(try victims(Self.short(lines), Self.dmesg(lines[start..<summary])) == pid, "dmesg, from \(start)")
    }
  }

  /// The next kill's table ends in the same rows; it is another.
  @Test func aTableThatLacksTheVictimIsAnothers() throws {
    let lines = try Self.report()
    let table = try #require(lines.firstIndex { $0.contains("[  pid  ]") })
    let summary = try #require(lines.firstIndex { $0.contains("oom-kill:") })
    let pid = try #require(try victims(Self.syslog(lines), "").first ?? nil)
    let others = lines[table..<summary].filter { !$0.contains("[    \(pid)]") }
    #expect(others.count == summary - table - 1)
    let later = others.map { $0.replacing("[    5.", with: "[    9.")[...] }
    #expect(try victims(Self.syslog(lines), Self.syslog(later)).count == 2)
  }
}
