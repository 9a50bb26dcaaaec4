// The command line: what it prints where, and how it ends.

import Foundation
import TestKit
import Testing

@Suite struct CommandLineTests {
  static let capture = Fixture("captures/x86_64-6.1--memcg2-group").path("input.log")
  static let panicked = Fixture("captures/uml-6.1--panic2").path("input.log")

  @Test func aKillIsNoFailureUnlessAskedFor() throws {
    #expect(try BuiltProgram.run([Self.capture]).status == 0)
    #expect(try BuiltProgram.run(["--fail-on-kill", Self.capture]).status == 1)
    #expect(try BuiltProgram.run(["analyze", "--fail-on-kill", Self.capture]).status == 1)
  }

  @Test func aReportWithoutAKillIsNone() throws {
    #expect(try BuiltProgram.run(["--fail-on-kill", Self.panicked]).status == 0)
    let scratch = try Scratch()
    #expect(try BuiltProgram.run(["--fail-on-kill", scratch.write("quiet.log", "nothing\n")]).status == 0)
  }

  @Test func noArgumentsGiveShortHelpWithoutWaiting() throws {
    let outcome = try BuiltProgram.run([], input: nil, seconds: 10)
    #expect(!outcome.timedOut)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("usage: oomtrail"))
    #expect(outcome.errors.split(separator: "\n").count < 12)
  }

  @Test(arguments: [["--help"], ["-h"], ["analyze", "--help"], ["help"]])
  func helpIsAnAnswer(_ arguments: [String]) throws {
    let outcome = try BuiltProgram.run(arguments, input: nil, seconds: 10)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("USAGE: oomtrail"))
    #expect(outcome.errors.isEmpty)
  }

  @Test func theVersionIsAnAnswer() throws {
    let outcome = try BuiltProgram.run(["--version"], input: nil, seconds: 10)
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix("oomtrail "))
    #expect(outcome.text.split(separator: "\n").count == 1)
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: [
    (["--colour", "never", "x"], "--colour"), (["--format", "yaml", "x"], "yaml"), (["--year", "12", "x"], "12"),
    (["--max-expanded", "12Q", "x"], "12Q"), (["--jobs", "0", "x"], "--jobs"),
    (["--max-nesting", "0", "x"], "--max-nesting"),
    (["--year", "x"], "--year"), (["--timezone", "Nowhere/Land", "x"], "Nowhere/Land"), (["-q", "x"], "-q"),
    (["--dump-time", "2026-11-23T13:15:00", "x"], "2026-11-23T13:15:00"),
  ])
  func wrongUsageNamesItself(_ arguments: [String], _ word: String) throws {
    let outcome = try BuiltProgram.run(arguments, input: nil, seconds: 10)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(word))
  }

  @Test func onlyAPathThatIsNotThere() throws {
    let outcome = try BuiltProgram.run(["/does/not/exist.log"])
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("/does/not/exist.log"))
  }

  @Test func aMissingPathAmongOthers() throws {
    let outcome = try BuiltProgram.run(["--format", "json", "/does/not/exist.log", Self.capture])
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("/does/not/exist.log"))
    #expect(try (outcome.json()["events"] as? [Any])?.count == 1)
  }

  @Test func aTruncatedGzipGivesWhatItHas() throws {
    let scratch = try Scratch()
    let whole = try Fixture("bundles/checkout-outage").bytes("web-01/var/log/syslog.1.gz")
    let cut = try scratch.write("syslog.1.gz", Array(whole.prefix(whole.count * 3 / 4)))
    let outcome = try BuiltProgram.run(["--format", "json", cut])
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("syslog.1.gz"))
    let document = try outcome.json()
    #expect(((document["events"] as? [Any])?.count ?? 0) >= 1)
    let problems = try #require(document["problems"] as? [[String: Any]])
    #expect(problems.contains { $0["kind"] as? String == "truncated" })
    // Damage counts for more than a kill.
    #expect(try BuiltProgram.run(["--fail-on-kill", cut]).status == 3)
  }

  @Test func inspectListsWhatEachInputIs() throws {
    let bundle = Fixture("bundles/checkout-outage")
    let outcome = try BuiltProgram.run(["inspect", "--year", "2026", bundle.folder.path])
    #expect(outcome.status == 0)
    let lines = outcome.text.split(separator: "\n")
    let syslog = try #require(lines.first { $0.contains("web-01/var/log/syslog.1.gz") })
    for word in ["syslog-rfc3164, gzip", "`web-01`", "2026-11-02 23:59:57", "309", "2 reports"] {
      #expect(syslog.contains(word))
    }
    #expect(outcome.text.contains("9 inputs read, 1 skipped; 13 events on 4 hosts"))
    #expect(lines.last?.contains("sar.bin") == true)
  }

  @Test func theReportDoesNotDependOnTheJobs() throws {
    let bundle = Fixture("bundles/checkout-outage").folder.path
    let outputs = try ["1", "2", "9"].map { jobs in
      try BuiltProgram.run(["--jobs", jobs, "--format", "json", bundle]).output
    }
    #expect(outputs[0] == outputs[1])
    #expect(outputs[0] == outputs[2])
  }

  @Test func aLimitEndsReadingAndSaysSo() throws {
    let scratch = try Scratch()
    let inner = packed([PackedFile("messages", Array("nothing\n".utf8))], format: "ustar")
    let outer = packed([PackedFile("inner.tar", inner)], format: "ustar", compression: "gzip")
    let path = try scratch.write("case.tgz", outer)
    let outcome = try BuiltProgram.run(["--max-nesting", "1", path])
    #expect(outcome.status == 3)
    #expect(outcome.text.contains("archives are read 1 levels deep"))
  }

  @Test func aDashIsStandardInput() throws {
    let bytes = try Fixture("captures/x86_64-6.1--memcg2-group").bytes("input.log")
    let outcome = try BuiltProgram.run(["--format", "json", "-"], input: bytes)
    #expect(outcome.status == 0)
    let events = try #require(try outcome.json()["events"] as? [[String: Any]])
    #expect(events.count == 1)
    let piped = try BuiltProgram.shell("cat '\(Self.capture)' | \"$oomtrail\" --format json -")
    #expect(piped.output == outcome.output)
  }

  @Test func anEmptyInputIsAnalysed() throws {
    let outcome = try BuiltProgram.run(["-"], input: [])
    #expect(outcome.status == 0)
    #expect(!outcome.output.isEmpty)
  }

  @Test func anOutputFileIsWholeOrUntouched() throws {
    let scratch = try Scratch()
    let file = try scratch.write("report.md", "yesterday's\n")
    #expect(try BuiltProgram.run([Self.capture, "-o", file]).status == 0)
    let report = try scratch.text("report.md")
    #expect(report.contains("php-fpm"))
    #expect(try BuiltProgram.run([Self.capture]).text == report)
    #expect(try scratch.names() == ["report.md"])

    // No analysis, no change.
    #expect(try BuiltProgram.run(["/does/not/exist.log", "-o", file]).status == 2)
    #expect(try scratch.text("report.md") == report)
    #expect(try scratch.names() == ["report.md"])
  }

  /// The report would be written over the evidence.
  @Test func noFileThatIsReadIsWrittenOver() throws {
    let scratch = try Scratch()
    let log = try scratch.write("case/var/log/messages", "evidence\n")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/log", withDestinationPath: log)
    for (input, output) in [("case", "case/var/log/messages"), ("case/var/log/messages", "log")] {
      let outcome = try BuiltProgram.run([input, "-o", output], folder: scratch.path)
      #expect(outcome.status == 2, "\(input) \(output)")
      #expect(outcome.errors.contains("would be written over"))
    }
    #expect(try scratch.text("case/var/log/messages") == "evidence\n")
    // What is not there yet is not read.
    #expect(try BuiltProgram.run(["case", "-o", "case/report.md"], folder: scratch.path).status == 0)
    #expect(try BuiltProgram.run(["case", "-o", "report.md"], folder: scratch.path).status == 0)
  }

  @Test func aZoneMayBeginWithAMinusSign() throws {
    let scratch = try Scratch()
    let log = try scratch.write(
      "kern.log", "Apr 27 19:50:37 web-07 kernel: Out of memory: Killed process 374 (hog) total-vm:8kB, anon-rss:4kB\n")
    let outcome = try BuiltProgram.run(["--year", "2026", "--timezone", "-05:00", "-o", "-", log])
    #expect(outcome.text.contains("2026-04-28 00:50:37"))
  }

  @Test func anOutputThatCannotBeWritten() throws {
    let scratch = try Scratch()
    try scratch.write("kept/report.md", "yesterday's\n")
    for path in [scratch.path + "/missing/report.md", scratch.path + "/kept", "/dev/full/report.md"] {
      let outcome = try BuiltProgram.run([Self.capture, "-o", path])
      #expect(outcome.status == 2, "\(path)")
      #expect(outcome.errors.contains("cannot write"), "\(path)")
    }
    #expect(try scratch.text("kept/report.md") == "yesterday's\n")
    #expect(try scratch.names() == ["kept"])
    let full = try BuiltProgram.shell("\"$oomtrail\" '\(Self.capture)' > /dev/full")
    #expect(full.status == 2)
    #expect(full.errors.contains("cannot write"))
  }

  @Test(arguments: ["markdown", "json", "ndjson"])
  func aReaderThatGoesAwayEndsItQuietly(_ format: String) throws {
    // Enough for more than a pipe holds.
    let bundle = Fixture("bundles/checkout-outage").folder.path
    let outcome = try BuiltProgram.shell(
      "set -o pipefail; \"$oomtrail\" --format \(format) '\(bundle)' | head -c 100 > /dev/null")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }

  @Test func theOrderOfPathsChangesNothing() throws {
    let scratch = try Scratch()
    let names = ["x86_64-6.1--memcg2-group", "uml-6.1--panic2", "x86_64-6.12--respawn", "uml-7.2--comm-names"]
    let paths = try names.map { try scratch.write($0 + ".log", Fixture("captures/" + $0).bytes("input.log")) }
    for format in ["json", "ndjson", "markdown"] {
      let first = try BuiltProgram.run(["--format", format] + paths)
      #expect(first.status == 0)
      #expect(!first.output.isEmpty)
      try withRandomness("CommandLineTests") { random in
        let other = try BuiltProgram.run(["--format", format] + paths.shuffled(using: &random))
        #expect(other.output == first.output, "\(format)")
      }
    }
  }

  @Test func aPathGivenTwiceIsReadOnce() throws {
    let once = try BuiltProgram.run(["--format", "json", Self.capture])
    let twice = try BuiltProgram.run(["--format", "json", Self.capture, Self.capture])
    #expect(once.output == twice.output)
  }
}
