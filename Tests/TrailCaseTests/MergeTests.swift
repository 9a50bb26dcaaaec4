// Copies of one kill become one event, and nothing else does.

import Testing
import TrailModel
import TrailZones

@testable import TrailCase

@Suite struct MergeTests {
  // MARK: One event

  /// One kill in a syslog file with everything, a journal dump without kernel stamp, a dmesg without host
  /// and date, and a file that begins in the middle of the report.
  @Test func fourEnvelopesAreOneEvent() throws {
    var full = kill(374, cgroup: "/batch")
    full.processes = ProcessTable(columns: ["tgid"])
    full.processes.append(pid: 374, values: [374], comm: "hog")
    full.kernel.release = "6.1.0"
    var short = kill(374, cgroup: "/batch")
    short.missing = [.processes]
    short.victim?.oomScoreAdj = 7
    short.memcg?.stats = [Named("anon", 1)]
    var cut = kill(374, cgroup: "/batch")
    cut.trigger = Trigger()
    cut.missing = [.header, .processes]
    let result = makeCase([
      ("syslog", [seen(full, bare(0, kernel: 177.366785))]),
      ("journal.json", [seen(short, zoned(1), host: "web-01.example.com", boot: "b1", line: 40)]),
      ("dmesg", [seen(short, kernel(177.366785), host: nil, line: 7)]),
      ("tail.log", [seen(cut, bare(0, kernel: 177.402000), line: 3)]),
    ])
    let event = try #require(result.events.first)
    #expect(result.events.count == 1)
    #expect(event.sources.map(\.path) == ["dmesg", "journal.json", "syslog", "tail.log"])
    #expect(event.sources.map(\.firstLine) == [7, 40, 1, 3])
    #expect(event.host == "web-01.example.com")
    #expect(event.bootID == "b1")
    #expect(event.time.wall == utc(2026, 4, 27, 12, 0, 1))
    #expect(event.time.basis == .zoned)
    #expect(event.time.text == "stamp 40")
    #expect(event.time.monotonic == 177_366_785_000)
    #expect(event.report.isComplete)
    #expect(event.report.processes.count == 1)
    #expect(event.report.kernel.release == "6.1.0")
    #expect(event.report.victim?.oomScoreAdj == 7)
    #expect(event.report.memcg?.stats == [Named("anon", 1)])
    #expect(result.problems.isEmpty)
    #expect(result.inputs.map(\.events) == [1, 1, 1, 1])
  }

  @Test func aCopyHasTheSameIDAlone() {
    let copies = [
      ("a", [seen(kill(374), bare(0, kernel: 177.366785))]), ("b", [seen(kill(374), zoned(1), host: nil)]),
      ("c", [seen(kill(374), kernel(177.366785), host: "other")]),
    ]
    let ids = copies.map { makeCase([$0]).events.map(\.id) }
    #expect(Set(ids).count == 1)
    #expect(ids[0][0].utf8.count == 16)
    #expect(ids[0][0].utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
  }

  @Test(arguments: [
    ("web-01", "web-01.example.com", 1), ("localhost", "web-01", 1), ("web-01", "web-02", 2),
    ("web-01.a.org", "web-01.b.org", 2), ("10.0.0.1", "10", 2), ("WEB-01", "web-01", 1),
    ("web-01.Example.com", "WEB-01", 1), ("WEB-01", "web-02", 2),
  ])
  func namesOfOneHost(one: String, other: String, events: Int) {
    let result = makeCase([
      ("a", [seen(kill(1), zoned(0), host: one)]), ("b", [seen(kill(1), zoned(0), host: other)]),
    ])
    #expect(result.events.count == events)
  }

  /// The first input's, whatever was added first; the label of a full name as well.
  @Test func namesAreSpelledAsTheyFirstWere() {
    let logs: [(String, [Observation])] = [
      ("c", [seen(kill(2), zoned(90), host: "WEB-01.example.com")]),
      ("a", [seen(kill(1), zoned(0), host: "Web-01")]), ("b", [seen(kill(1), zoned(0), host: "web-01")]),
    ]
    for inputs in [logs, logs.reversed()] {
      let result = makeCase(inputs)
      #expect(result.events.map(\.host) == ["Web-01.example.com", "Web-01.example.com"])
      #expect(result.hosts.map(\.name) == ["Web-01.example.com"])
    }
  }

  /// A report that was pasted twice, once without its end; what is the kernel's at another moment is another's.
  @Test(arguments: [(177.5, 1), (177.6, 2)])
  func theFrontOfAReportPastedTwice(stamp: Double, events: Int) {
    let result = makeCase([
      ("a", [seen(header(369), kernel(177.5)), seen(withTrigger(kill(369)), kernel(stamp), line: 40)])
    ])
    #expect(result.events.count == events)
  }

  private func withTrigger(_ report: KillReport) -> KillReport {
    var report = report
    report.trigger.comm = "hog"
    report.trigger.pid = 369
    return report
  }

  /// `logger` time may be minutes late at boot, never hours.
  @Test(arguments: [(300, 1), (301, 2)])
  func loggersMayBeLate(seconds: Int, events: Int) {
    let result = makeCase([("a", [seen(kill(1), zoned(0))]), ("b", [seen(kill(1), zoned(seconds))])])
    #expect(result.events.count == events)
  }

  @Test(arguments: [(0.001, 1), (0.0011, 2)])
  func kernelStampsAreEqual(apart: Double, events: Int) {
    let result = makeCase([("a", [seen(kill(1), kernel(50))]), ("b", [seen(kill(1), kernel(50 + apart))])])
    #expect(result.events.count == events)
  }

  @Test(arguments: [(50.0, 1), (54.5, 1), (349.0, 1), (351.0, 2), (49.9995, 1), (49.5, 2)])
  func aLoggersStampMayBeLate(received: Double, events: Int) {
    var stamp = kernel(received)
    stamp.isReceived = true
    for order in [["a", "b"], ["b", "a"]] {
      let result = makeCase([(order[0], [seen(kill(1), kernel(50))]), (order[1], [seen(kill(1), stamp)])])
      #expect(result.events.count == events)
      #expect(result.events.first?.time.monotonic == 50_000_000_000 || events == 2)
    }
  }

  /// Of two kills that look alike each finds the copy of its own moment, whichever input comes first.
  @Test(arguments: [["a", "b"], ["b", "a"]])
  func theNearestCopyGoesBeforeANearOne(names: [String]) {
    let result = makeCase([
      (names[0], [seen(kill(1), zoned(0)), seen(kill(1), zoned(90), line: 9)]), (names[1], [seen(kill(1), zoned(91))]),
    ])
    #expect(result.events.map(\.sources.count) == [1, 2])
    #expect(result.events.map(\.time.wall) == [utc(2026, 4, 27), utc(2026, 4, 27, 12, 1, names[0] == "a" ? 30 : 31)])
  }

  @Test func whatTheBodiesSayTellsKillsApart() {
    func report(_ failcnt: Int64) -> KillReport {
      var report = kill(1, cgroup: "/a")
      report.memcg?.memory.failcnt = failcnt
      return report
    }
    func events(_ failcnt: Int64, _ stamps: (Stamp, Stamp)) -> Int {
      makeCase([("a", [seen(report(42), stamps.0)]), ("b", [seen(report(failcnt), stamps.1)])]).events.count
    }
    #expect(events(42, (zoned(0), zoned(90))) == 1)
    #expect(events(43, (zoned(0), zoned(90))) == 2)
    // One of them lost a digit.
    #expect(events(4, (zoned(0, kernel: 50), zoned(0, kernel: 50))) == 1)
  }

  @Test func mostKillsTellTheZone() throws {
    let hour = 3_600
    func wall(_ offsets: [Int]) -> (EventTime?, [Problem]) {
      var zonedKills: [Observation] = []
      var local: [Observation] = []
      for (index, offset) in offsets.enumerated() {
        let (pid, second) = (Int64(index + 1), index * 3 * hour)
        zonedKills.append(seen(kill(pid), zoned(second), line: 10 * (index + 1)))
        local.append(seen(kill(pid), bare(second + offset * hour), line: 10 * (index + 1)))
      }
      // A kill that no other log has, close to the last.
      local.append(seen(kill(99), bare((offsets.count - 1) * 3 * hour + 4 * hour + 60), line: 900))
      let result = makeCase([("a", zonedKills), ("b", local)])
      return (result.events.first { $0.report.victim?.pid == 99 }?.time, result.problems)
    }
    let base = utc(2026, 4, 27).nanoseconds
    let (agreed, notes) = wall([4, 4, 4])
    #expect(agreed?.wall?.nanoseconds == base + Int64(6 * hour + 60) * 1_000_000_000)
    #expect(agreed?.zone == .copies)
    #expect(notes.map(\.kind) == [.time])
    #expect(notes.first?.path == "b")
    #expect(notes.first?.detail.contains("UTC+04:00") == true)
    // One of them looks like a kill of some hours before; it is the nearest.
    let (outvoted, few) = wall([4, 4, 9])
    #expect(outvoted?.wall?.nanoseconds == base + Int64(6 * hour + 60) * 1_000_000_000)
    #expect(few.first?.detail.contains("(2 of 3)") == true)
    // As many say so as so: nothing is known.
    let (torn, problems) = wall([4, 9])
    #expect(torn?.zone == .assumed)
    #expect(problems.map(\.kind) == [.contradiction])
    // What would be assumed needs no words.
    #expect(wall([0, 0]).1.isEmpty)
  }

  @Test func copiesTellSummerAndWinter() {
    func at(_ month: Int, _ day: Int, _ hour: Int, offset: Int?) -> Stamp {
      Stamp(civil: civil(2026, month, day, hour), offset: offset)
    }
    let days = [(7, 1, 2), (7, 20, 2), (8, 3, 1), (8, 20, 2), (12, 1, 1)]
    let result = makeCase([
      ("a", days.enumerated().map { seen(kill(Int64($0 + 1)), at($1.0, $1.1, 12, offset: 0), line: 10 * ($0 + 1)) }),
      (
        "b",
        days.enumerated().map {
          seen(kill(Int64($0 + 1)), at($1.0, $1.1, 12 + $1.2, offset: nil), line: 10 * ($0 + 1))
        } + [
          // Beside the one that says winter in August, and in December.
          seen(kill(50), at(8, 4, 12, offset: nil), line: 500), seen(kill(51), at(12, 2, 12, offset: nil), line: 510),
        ]
      ),
    ])
    let walls = result.events.filter { $0.report.victim?.pid ?? 0 >= 50 }.map(\.time.wall)
    #expect(walls == [utc(2026, 8, 4, 10), utc(2026, 12, 2, 11)])
  }

  @Test func copiesTellTheZone() {
    let hour = 3_600
    let proven = makeCase([
      ("a", [seen(kill(1), zoned(0, kernel: 50))]), ("b", [seen(kill(1), bare(4 * hour, kernel: 50))]),
    ])
    #expect(proven.events.count == 1)
    #expect(proven.events.first?.time.basis == .zoned)
    // RHEL's messages have no kernel stamp: the facts alone tell it, for a kill that was logged at once.
    let equal = makeCase([
      ("a", [seen(kill(1), zoned(0))]),
      ("b", [seen(kill(1), bare(4 * hour + 30)), seen(kill(2), bare(5 * hour), line: 9)]),
    ])
    #expect(equal.events.count == 2)
    #expect(equal.events.last?.time.wall == Instant(nanoseconds: utc(2026, 4, 27, 13).nanoseconds, fractionDigits: 0))
    #expect(equal.events.last?.time.zone == .copies)
    #expect(equal.events.last?.time.year == .copies)
    let late = makeCase([("a", [seen(kill(1), zoned(0))]), ("b", [seen(kill(1), bare(4 * hour + 31))])])
    #expect(late.events.count == 2)
    let odd = makeCase([
      ("a", [seen(kill(1), zoned(0, kernel: 50))]), ("b", [seen(kill(1), bare(4 * hour + 450, kernel: 50))]),
    ])
    #expect(odd.events.count == 2)
    let bothZoned = makeCase([
      ("a", [seen(kill(1), zoned(0, kernel: 50))]), ("b", [seen(kill(1), zoned(4 * hour, kernel: 50))]),
    ])
    #expect(bothZoned.events.count == 2)
    // No zone is so far from UTC, and what the reader says of it goes before.
    let unheard = makeCase([("a", [seen(kill(1), zoned(0))]), ("b", [seen(kill(1), bare(900))])])
    #expect(unheard.events.count == 2)
    let told = makeCase(
      [("a", [seen(kill(1), zoned(0))]), ("b", [seen(kill(1), bare(4 * hour))])], options: CaseOptions(zone: .utc))
    #expect(told.events.count == 2)
    // Two that look alike, at different distances: neither is believed.
    let doubtful = makeCase([
      ("a", [seen(kill(1), zoned(0)), seen(kill(1), zoned(2 * hour), line: 9)]), ("b", [seen(kill(1), bare(4 * hour))]),
    ])
    #expect(doubtful.events.count == 3)
  }

  @Test func aYearThatWasGuessedWrongIsForgiven() {
    var unpacked = StreamClock()
    unpacked.newest = civil(nil, 4, 27)
    unpacked.modified = utc(2029, 1, 1)
    func events(_ report: KillReport) -> [Event] {
      var builder = CaseBuilder(options: CaseOptions())
      builder.add(input: input("a", clock: unpacked), observations: [seen(report, bare(0))])
      builder.add(input: input("b"), observations: [seen(report, zoned(20))])
      return builder.finish().events
    }
    #expect(events(kill(1)).map(\.time.wall) == [utc(2026, 4, 27, 12, 0, 20)])
    // Without sizes it might be another process.
    var weak = kill(1)
    weak.victim?.totalVM = nil
    weak.victim?.anonRSS = nil
    #expect(events(weak).count == 2)
  }

  @Test func aKillLineThatWasCutNeedsATime() {
    var cut = kill(1)
    cut.victim?.anonRSS = nil
    cut.victim?.fileRSS = nil
    cut.victim?.shmemRSS = nil
    cut.missing = [.lineEnd]
    let timed = makeCase([("a", [seen(cut, zoned(3))]), ("b", [seen(kill(1), zoned(0))])])
    #expect(timed.events.count == 1)
    #expect(timed.events.first?.report.victim?.anonRSS == Bytes(kilobytes: 5_000))
    #expect(makeCase([("a", [seen(cut, kernel(3))]), ("b", [seen(kill(1), zoned(0))])]).events.count == 2)
    #expect(
      makeCase([("a", [seen(kill(1), kernel(3))]), ("b", [seen(kill(1), zoned(0))])]).events.count == 1)
    // Noon is where one stretch of the index ends and the next begins.
    let around = makeCase([("a", [seen(cut, zoned(-1))]), ("b", [seen(kill(1), zoned(0))])])
    #expect(around.events.count == 1)
    let atNewYear = makeCase([
      ("a", [seen(cut, Stamp(civil: civil(2025, 12, 31, 23, 59, 59), offset: 0))]),
      ("b", [seen(kill(1), Stamp(civil: civil(2026, 1, 1, 0, 0, 0), offset: 0))]),
    ])
    #expect(atNewYear.events.count == 1)
    // Where neither has sizes, equal names alone do not make them one.
    #expect(makeCase([("a", [seen(cut, kernel(3))]), ("b", [seen(cut, zoned(0))])]).events.count == 2)
  }

  @Test func theFullestCopyIsTheBase() throws {
    var poor = kill(1)
    poor.missing = [.memory]
    poor.trigger.cpuset = "poor"
    poor.trigger.gfpMask = "0xcc0"
    var rich = kill(1)
    rich.trigger.cpuset = "rich"
    let event = try #require(
      makeCase([("a", [seen(poor, zoned(0))]), ("b", [seen(rich, zoned(0))])]).events.first)
    #expect(event.report.trigger.cpuset == "rich")
    #expect(event.report.trigger.gfpMask == "0xcc0")
    #expect(event.report.isComplete)
  }

  @Test func whatOneCopyHoldsIsNotMissing() {
    var one = kill(1)
    one.missing = [.memory, .summary]
    var other = kill(1)
    other.missing = [.memory, .processes]
    let result = makeCase([("a", [seen(one, zoned(0))]), ("b", [seen(other, zoned(0))])])
    #expect(result.events.map(\.report.missing) == [[.memory]])
  }

  @Test func theVerdictIsThatOfTheCopyThatShowsIt() throws {
    var shown = kill(1)
    shown.missing = [.kill, .summary]
    shown.allocation = AllocationVerdict(cause: .fragmented, request: nil, zones: [], swap: nil, counter: nil)
    var base = kill(1)
    base.missing = [.memory]
    let event = try #require(
      makeCase([("a", [seen(shown, zoned(0))]), ("b", [seen(base, zoned(0))])]).events.first)
    #expect(event.report.allocation?.cause == .fragmented)
  }

  @Test func membersOfAGroupKillAreNamedOnce() throws {
    var one = kill(1)
    one.alsoKilled = [try #require(kill(2).victim)]
    var two = kill(1)
    two.alsoKilled = [try #require(kill(2).victim), try #require(kill(3).victim)]
    let event = try #require(
      makeCase([("a", [seen(one, zoned(0))]), ("b", [seen(two, zoned(0))])]).events.first)
    #expect(event.report.alsoKilled.map(\.pid) == [2, 3])
  }

  // MARK: Contradictions

  @Test func copiesThatDifferAreReported() throws {
    var other = kill(1)
    other.victim?.oomScoreAdj = 5
    var base = kill(1)
    base.victim?.oomScoreAdj = 0
    let result = makeCase([
      ("a.log", [seen(base, zoned(0), line: 12)]), ("b.log", [seen(other, zoned(0), line: 40)]),
    ])
    #expect(result.events.map(\.report.victim?.oomScoreAdj) == [0])
    let problem = try #require(result.problems.first)
    #expect(result.problems.count == 1)
    #expect(problem.kind == .contradiction)
    #expect(problem.path == "b.log")
    #expect(problem.line == 40)
    #expect(problem.detail.contains("a.log, line 12"))
    #expect(problem.detail.contains("oom_score_adj (0, not 5)"))
    #expect(result.inputs[1].problems == [problem])
  }

  @Test func aLostDigitIsNoSecondKill() {
    let stamp = zoned(0, kernel: 50)
    let same = makeCase([
      ("a", [seen(kill(1, anon: 5_000), stamp)]), ("b", [seen(kill(1, anon: 500), stamp)]),
    ])
    #expect(same.events.count == 1)
    #expect(same.problems.map(\.kind) == [.contradiction])
    // Without the kernel's stamp two kills are as likely.
    let open = makeCase([
      ("a", [seen(kill(1, anon: 5_000), zoned(0))]), ("b", [seen(kill(1, anon: 500), zoned(0))]),
    ])
    #expect(open.events.count == 2)
  }

  @Test func aCopyThatFitsTwoKillsIsMarked() throws {
    let files: [(String, [Observation])] = [
      ("east/messages", [seen(kill(1), zoned(0), host: "web.east.example", line: 7)]),
      ("ticket.txt", [seen(kill(1), zoned(0), host: nil, line: 3)]),
      ("west/messages", [seen(kill(1), zoned(0), host: "web.west.example", line: 9)]),
    ]
    let result = makeCase(files)
    #expect(result.events.count == 2)
    let problem = try #require(result.problems.first)
    #expect(result.problems.count == 1)
    #expect(problem.kind == .ambiguous)
    #expect(problem.path == "ticket.txt")
    #expect(problem.line == 3)
    #expect(problem.detail.contains("east/messages, line 7"))
    #expect(problem.detail.contains("west/messages, line 9"))
    // A short name is that of both as well.
    let short = seen(kill(1), zoned(0), host: "web", line: 3)
    #expect(makeCase([files[0], ("ticket.txt", [short]), files[2]]).problems.map(\.kind) == [.ambiguous])
    // Its time tells which.
    let later = ("west/messages", [seen(kill(1), zoned(40), host: "web.west.example", line: 9)])
    #expect(makeCase([files[0], files[1], later]).problems.isEmpty)
  }

  @Test func oneHostByTwoNamesIsSaid() throws {
    let stamps = [177.366785, 203.413356]
    func file(_ path: String, _ host: String, boot: String? = nil) -> (String, [Observation]) {
      (path, stamps.map { seen(kill(Int64($0)), kernel($0), host: host, boot: boot, line: Int($0)) })
    }
    let result = makeCase([file("a/kern.log", "web-07"), file("gcp.json", "1234567890")])
    #expect(result.events.count == 4)
    let problem = try #require(result.problems.first)
    #expect(result.problems.count == 1)
    #expect(problem.kind == .ambiguous)
    #expect(problem.path == "a/kern.log")
    #expect(problem.detail.contains("2 kills of web-07 may be of 1234567890"))
    // Two boots are two.
    #expect(makeCase([file("a", "web-07", boot: "b1"), file("b", "web-08", boot: "b2")]).problems.isEmpty)
  }

  @Test func oneFileMayHoldBothClocks() {
    let result = makeCase([
      ("session.txt", [seen(kill(1), kernel(738.161), host: nil), seen(kill(1), zoned(0), host: nil, line: 700)])
    ])
    #expect(result.events.count == 1)
    #expect(result.events.first?.sources.count == 2)
    // Kills told by their pids alone may be two.
    var one = kill(1)
    one.victim?.anonRSS = nil
    let bare = makeCase([
      ("session.txt", [seen(one, kernel(738.161), host: nil), seen(one, zoned(0), host: nil, line: 700)])
    ])
    #expect(bare.events.count == 2)
  }

  @Test func contradictionsAreBounded() {
    let pids = Array<Int64>(1...100)
    let result = makeCase([
      ("a", pids.map { seen(kill($0), zoned(Int($0), kernel: Double($0)), line: Int($0) * 10) }),
      ("b", pids.map { seen(kill($0, anon: 7), zoned(Int($0), kernel: Double($0)), line: Int($0) * 10) }),
    ])
    #expect(result.events.count == 100)
    #expect(result.problems.count == 21)
    #expect(result.problems.last?.detail.hasPrefix("80 more") == true)
  }

  // MARK: Several events

  @Test func equalKillsOnTwoHostsOrBootsAreTwo() {
    let hosts = makeCase([
      ("a", [seen(kill(1), zoned(0, kernel: 50), host: "web-01")]),
      ("b", [seen(kill(1), zoned(0, kernel: 50), host: "web-02")]),
    ])
    #expect(hosts.events.map(\.host) == ["web-01", "web-02"])
    #expect(hosts.events[1].id == hosts.events[0].id + "-2")
    let boots = makeCase([
      ("a", [seen(kill(1), zoned(0), boot: "x")]), ("b", [seen(kill(1), zoned(10), boot: "y")]),
    ])
    #expect(boots.events.count == 2)
  }

  @Test func repeatedKillsPairOffByTheirTimes() {
    // A victim that would not die was killed again every ten seconds; the second file has no kernel stamps.
    let seconds = [0, 10, 20, 30]
    let result = makeCase([
      ("a", seconds.map { seen(kill(1), zoned($0, kernel: Double(50 + $0)), line: $0 + 1) }),
      ("b", seconds.map { seen(kill(1), zoned($0 + 1), line: $0 + 1) }),
    ])
    #expect(result.events.count == 4)
    #expect(result.events.map { $0.sources.map(\.firstLine) } == seconds.map { [$0 + 1, $0 + 1] })
    #expect(result.events.map(\.id.utf8.count) == [16, 18, 18, 18])
  }

  @Test func aPastedDuplicateIsOneEvent() {
    let twice = makeCase([("a", [seen(kill(1), zoned(0), line: 1), seen(kill(1), zoned(0), line: 100)])])
    #expect(twice.events.map { $0.sources.map(\.firstLine) } == [[1, 100]])
    let later = makeCase([("a", [seen(kill(1), zoned(0), line: 1), seen(kill(1), zoned(1), line: 100)])])
    #expect(later.events.count == 2)
    let unstamped = makeCase([("a", [seen(kill(1), Stamp(), line: 1), seen(kill(1), Stamp(), line: 100)])])
    #expect(unstamped.events.count == 1)
  }

  @Test func headersRepeatWithinAnInput() {
    let four = (0..<4).map { seen(header(9), zoned(0, kernel: 50), line: $0 * 10 + 1) }
    let result = makeCase([("a", four)])
    #expect(result.events.count == 4)
    #expect(Set(result.events.map(\.id)).count == 4)
    // A second copy pairs off with them.
    let both = makeCase([("a", four), ("b", four)])
    #expect(both.events.count == 4)
    #expect(both.events.map { $0.sources.map(\.firstLine) } == [[1, 1], [11, 11], [21, 21], [31, 31]])
  }

  @Test func aReportWithoutAVictimNeedsAnEqualStamp() {
    func count(_ one: Stamp, _ other: Stamp, _ report: KillReport = header(9)) -> Int {
      makeCase([("a", [seen(header(9), one)]), ("b", [seen(report, other)])]).events.count
    }
    #expect(count(kernel(50), kernel(50)) == 1)
    #expect(count(kernel(50), kernel(50.000_5)) == 2)
    #expect(count(zoned(0), zoned(0)) == 1)
    #expect(count(zoned(0), zoned(1)) == 2)
    #expect(count(zoned(0, kernel: 50), zoned(0, kernel: 51)) == 2)
    #expect(count(kernel(50), zoned(0)) == 2)
    #expect(count(kernel(50), kernel(50), header(10)) == 2)
    var larger = header(9)
    larger.trigger.order = 3
    #expect(count(kernel(50), kernel(50), larger) == 2)
    // Its whole copy names the victim.
    #expect(count(zoned(0, kernel: 50), zoned(1, kernel: 50), kill(9)) == 1)
    var spared = header(9)
    spared.outcome = .noKillableProcess
    #expect(
      makeCase([("a", [seen(kill(9), kernel(50))]), ("b", [seen(spared, kernel(50))])]).events.count == 2)
  }
}
