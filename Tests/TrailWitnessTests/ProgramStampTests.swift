// The stamps that programs write themselves.

import Testing
import TrailModel

@testable import TrailWitness

@Suite struct ProgramStampTests {
  private func read(_ line: String) -> String? {
    let bytes = Array(line.utf8)
    guard let stamp = ProgramStamp(bytes.span) else { return nil }
    let civil = stamp.civil
    let offset = stamp.offset.map { " \($0 / 60)" } ?? ""
    return "\(civil.year ?? 0)-\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute):\(civil.second)\(offset)"
  }

  @Test(arguments: [
    ("2026/04/27 19:50:37 [alert] 12#12: worker", "2026-4-27 19:50:37"),
    ("[2026-04-27 19:50:37 +0200] [18] [ERROR] x", "2026-4-27 19:50:37 120"),
    ("2026-04-27 19:50:37.416 UTC [812] LOG:", "2026-4-27 19:50:37 0"),
    ("[27-Apr-2026 19:50:37] WARNING: x", "2026-4-27 19:50:37"),
    ("[27-Apr-2026 19:50:37.416785] WARNING: x", "2026-4-27 19:50:37"),
    ("10.0.0.1 - - [27/Apr/2026:19:50:37 +0000] \"GET /\"", "2026-4-27 19:50:37 0"),
    ("E, [2026-04-27T19:50:37.946515 #812] ERROR", "2026-4-27 19:50:37"),
    ("260427  9:50:37 mysqld_safe x", "2026-4-27 9:50:37"),
    ("812:M 27 Apr 2026 19:50:37.416 # x", "2026-4-27 19:50:37"),
    ("[Mon Apr 27 19:50:37.416785 2026] [mpm] x", "2026-4-27 19:50:37"),
    ("26/04/27 19:50:37 ERROR TaskSchedulerImpl: x", "2026-4-27 19:50:37"),
    ("04/27/26 19:50:37 Job has gone", "2026-4-27 19:50:37"),
    ("2026.04.27 19:50:37.416785 [ 812 ] {} <Fatal>", "2026-4-27 19:50:37"),
    ("time=\"2026-04-27T19:50:37.416123456Z\" level=info", "2026-4-27 19:50:37 0"),
    ("I0427 19:50:37.416785     812 x.go:1] y", "0-4-27 19:50:37"),
    ("web_1  | [2026-04-27 19:50:37 +0000] [18] x", "2026-4-27 19:50:37 0"),
    ("2026-04-27T19:50:37: PM2 log: x", "2026-4-27 19:50:37"),
  ])
  func forms(_ line: String, _ expected: String) { #expect(read(line) == expected) }

  @Test(arguments: [
    "", "19:50:37.644 x", "worker process 31", "2026-04-27", "99/99/99 19:50:37 INFO x", "2026-13-27 19:50:37",
    "2026/04/27 29:50:37", "999999999999999999999 1:2:3",
  ])
  func noStamps(_ line: String) { #expect(read(line) == nil) }
}
