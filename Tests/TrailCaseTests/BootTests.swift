// Boots: a log without host and time of day gets both from another log of the same boot.

import Testing
import TrailCase
import TrailModel
import TrailZones

@Suite struct BootTests {
  private func boot(_ host: String?, offset: Int64, _ stamp: Stamp = kernel(0), release: String? = "6.1.0") -> BootStart
  {
    BootStart(host: host, offset: offset, release: release, stamp: stamp, yearTurns: 0)
  }

  private func build(
    _ inputs: [(Input, [Observation])], bundles: [Bundle] = [], layouts: [FoundBundle] = [],
    options: CaseOptions = CaseOptions()
  ) -> Case {
    var builder = CaseBuilder(options: options)
    for (input, observations) in inputs { builder.add(input: input, observations: observations) }
    for bundle in bundles { builder.add(bundle: bundle) }
    for layout in layouts { builder.add(layout: layout) }
    return builder.finish()
  }

  private func facts(_ body: (inout HostFacts) -> Void) -> HostFacts {
    var facts = HostFacts()
    body(&facts)
    return facts
  }

  @Test func aCopyOfOneKillTellsTheTimeOfAll() throws {
    let result = build([
      (input("dmesg"), [seen(kill(1), kernel(100), host: nil), seen(kill(2), kernel(160.5), host: nil, line: 9)]),
      (input("kern.log"), [seen(kill(1), zoned(0, kernel: 100), boot: "b1")]),
    ])
    try #require(result.events.count == 2)
    let other = result.events[1]
    #expect(other.host == "web-01")
    #expect(other.hostBasis == .copies)
    #expect(other.bootID == "b1")
    #expect(other.time.basis == .bootAnchor)
    #expect(other.time.anchor == .copies)
    #expect(other.time.wall == utc(2026, 4, 27, 12, 1, 0))
  }

  @Test func aLogWithoutKernelStampsIsOneToo() throws {
    let result = build([
      (input("dmesg"), [seen(kill(1), kernel(100), host: nil), seen(kill(2), kernel(130), host: nil, line: 9)]),
      (input("messages"), [seen(kill(1), zoned(0))]),
    ])
    #expect(result.events.map(\.time.wall) == [utc(2026, 4, 27), utc(2026, 4, 27, 12, 0, 30)])
  }

  @Test func anotherBootOfTheSameLogIsAnother() throws {
    var console = input("console")
    console.boots = [boot(nil, offset: 0), boot(nil, offset: 5_000)]
    let result = build([
      (console, [seen(kill(1), kernel(100), host: nil), seen(kill(2), kernel(130), host: nil, line: 900)]),
      (input("kern.log"), [seen(kill(1), zoned(0, kernel: 100))]),
    ])
    try #require(result.events.count == 2)
    #expect(result.events.last?.time.wall == nil)
    #expect(result.events.last?.host == nil)
  }

  @Test func logsOfTwoHostsTellNoName() throws {
    let result = build([
      (input("dmesg"), [seen(kill(1), kernel(100), host: nil), seen(kill(2), kernel(130), host: nil, line: 9)]),
      (input("kern.log"), [seen(kill(1), zoned(0, kernel: 100), host: "web-01")]),
      (input("other.log"), [seen(kill(2), zoned(30, kernel: 130), host: "web-02")]),
    ])
    #expect(result.events.map(\.host) == ["web-01", "web-02"])
  }

  @Test func theLeastDelayIsTheTruest() throws {
    let result = build([
      (input("dmesg"), [seen(kill(3), kernel(170), host: nil), seen(kill(1), kernel(100), host: nil, line: 9)]),
      (
        input("kern.log"),
        [seen(kill(1), zoned(40, kernel: 100)), seen(kill(2), zoned(50, kernel: 150), line: 9)]
      ),
    ])
    // The first was read forty seconds late.
    #expect(result.events.last?.time.wall == utc(2026, 4, 27, 12, 1, 10))
  }

  @Test(arguments: [
    ("b/dmesg", true), ("b/sos_commands/kernel/dmesg", true), ("b/var/crash/1/dmesg.txt", false),
    ("b/dmesg.1", false), ("b/var/log/kern.log", false), ("c/dmesg", false),
  ])
  func theBundleTellsTheTimeOfItsOwnBoot(path: String, isPlaced: Bool) throws {
    let facts = facts {
      $0.bootTime = .init(utc(2026, 4, 27).nanoseconds / 1_000_000_000, path: "b/proc/stat")
      $0.uptime = .init(200_000_000_000, path: "b/proc/uptime")
      $0.name = .init("db-03", path: "b/etc/hostname")
    }
    let result = build(
      [(input(path), [seen(kill(1), kernel(90), host: nil)])], bundles: [Bundle(root: "b/", facts: facts, zone: nil)])
    let event = try #require(result.events.first)
    #expect(event.time.wall == (isPlaced ? utc(2026, 4, 27, 12, 1, 30) : nil))
    #expect(event.time.anchor == (isPlaced ? .bootTime : nil))
    #expect(event.host == (path.hasPrefix("b/") ? "db-03" : nil))
  }

  @Test func aLogThatIsLongerThanTheUptimeIsOfAnotherBoot() throws {
    let facts = facts {
      $0.bootTime = .init(utc(2026, 4, 27).nanoseconds / 1_000_000_000, path: "b/proc/stat")
      $0.uptime = .init(80_000_000_000, path: "b/proc/uptime")
    }
    let result = build(
      [(input("b/dmesg"), [seen(kill(1), kernel(90), host: nil)])],
      bundles: [Bundle(root: "b/", facts: facts, zone: nil)])
    #expect(result.events.first?.time.wall == nil)
  }

  @Test func dateAndUptimeNeedTheZone() throws {
    let facts = facts {
      $0.uptime = .init(200_000_000_000, path: "b/proc/uptime")
      $0.collected = .init(Stamp(civil: civil(2026, 4, 27, 8, 3, 20)), path: "b/date")
    }
    let seen = [seen(kill(1), kernel(90), host: nil)]
    let zone = LocalZone.fixed(-4 * 3_600, name: "EDT")
    let known = build([(input("b/dmesg"), seen)], bundles: [Bundle(root: "b/", facts: facts, zone: zone)])
    #expect(known.events.first?.time.wall == utc(2026, 4, 27, 12, 1, 30))
    #expect(known.events.first?.time.anchor == .uptime)
    let unknown = build([(input("b/dmesg"), seen)], bundles: [Bundle(root: "b/", facts: facts, zone: nil)])
    #expect(unknown.events.first?.time.wall == nil)
  }

  @Test func linesOfTheLogTellTheTime() throws {
    func read(_ offset: Int64?) -> Event? {
      var dmesg = input("dmesg")
      dmesg.boots = [boot(nil, offset: 0), boot(nil, offset: 5_000)]
      if let offset {
        let wall = utc(2026, 4, 27, 12, 0, 5)
        dmesg.anchors = [
          ClockAnchor(host: nil, offset: offset, monotonic: 5_000_000_000, wall: wall, basis: .audit)
        ]
      }
      return build([(dmesg, [seen(kill(1), kernel(90), host: nil)])]).events.first
    }
    #expect(read(10)?.time.wall == utc(2026, 4, 27, 12, 1, 30))
    #expect(read(10)?.time.anchor == .audit)
    // Of another boot.
    #expect(read(6_000)?.time.wall == nil)
    #expect(read(nil)?.time.wall == nil)
  }

  @Test func ofLinesThatTellTheTimeTheNearestDoes() throws {
    var dmesg = input("dmesg")
    dmesg.boots = [boot(nil, offset: 0)]
    // The clock was set by an hour, and by another.
    dmesg.anchors = [(130, 0), (400, 3_600), (900, 7_200), (2_000, 0)].map { seconds, shift in
      ClockAnchor(
        host: nil, offset: 10, monotonic: nanoseconds(Double(seconds)),
        wall: Instant(
          nanoseconds: utc(2026, 4, 27).nanoseconds + Int64(seconds + shift) * 1_000_000_000, fractionDigits: 3),
        basis: .audit)
    }
    let kills = [10, 390, 410, 700, 910, 5_000].enumerated().map { index, seconds in
      seen(kill(Int64(index + 1)), kernel(Double(seconds)), host: nil, line: 10 * (index + 1))
    }
    let walls = build([(dmesg, kills)]).events.sorted { $0.time.monotonic ?? 0 < $1.time.monotonic ?? 0 }.map(\.time)
    let starts = walls.map { ($0.wall?.nanoseconds ?? 0) - ($0.monotonic ?? 0) - utc(2026, 4, 27).nanoseconds }
    #expect(starts.map { $0 / 1_000_000_000 } == [0, 3_600, 3_600, 7_200, 7_200, 0])
  }

  @Test func theFirstLineOfABootIsTheLastResort() throws {
    func read(_ starts: [BootStart]) -> EventTime? {
      var dmesg = input("b/dmesg")
      dmesg.boots = [boot(nil, offset: 0)]
      var messages = input("messages")
      messages.boots = starts
      let bundle = Bundle(root: "b/", facts: facts { $0.name = .init("web-01", path: "b/hostname") }, zone: nil)
      return build(
        [(dmesg, [seen(kill(1), kernel(90), host: nil, line: 5)]), (messages, [])], bundles: [bundle]
      ).events.first?.time
    }
    #expect(read([boot("web-01", offset: 0, zoned(0))])?.wall == utc(2026, 4, 27, 12, 1, 30))
    #expect(read([boot("web-01", offset: 0, zoned(0))])?.anchor == .firstLine)
    #expect(read([boot("web-02", offset: 0, zoned(0))])?.wall == nil)
    #expect(read([boot("web-01", offset: 0, zoned(0), release: "5.10.0")])?.wall == nil)
    #expect(read([boot("web-01", offset: 0, zoned(0)), boot("web-01", offset: 9, zoned(900))])?.wall == nil)
    // A logger that keeps the kernel's stamp tells it too; of two the one that was sooner.
    let stamped = boot("web-01", offset: 0, zoned(5, kernel: 2))
    #expect(read([stamped])?.wall == utc(2026, 4, 27, 12, 1, 33))
    #expect(read([stamped])?.anchor == .firstLine)
    #expect(read([boot("web-01", offset: 0, zoned(9)), stamped])?.wall == utc(2026, 4, 27, 12, 1, 33))
    #expect(read([boot("web-01", offset: 0, kernel(0))])?.wall == nil)
  }

  @Test func aClockThatWasSetBackDoesNotReorder() throws {
    let result = build([
      (
        input("kern.log"),
        [
          seen(kill(1), zoned(3_600, kernel: 100)), seen(kill(2), zoned(60, kernel: 160), line: 9),
          seen(kill(3), zoned(120, kernel: 220), line: 19),
        ]
      ),
      (input("other.log"), [seen(kill(9), zoned(1_000), host: "web-02")]),
    ])
    #expect(result.events.filter { $0.host == "web-01" }.map(\.report.victim?.pid) == [1, 2, 3])
    #expect(result.problems.map(\.kind) == [.time])
    #expect(result.problems.first?.detail.contains("set back by about 3600 s") == true)
    #expect(result.problems.first?.line == 9)
  }

  @Test func aZoneOfTheBundleIsTaken() throws {
    let zone = LocalZone.fixed(-4 * 3_600, name: "EDT")
    let result = build(
      [(input("b/var/log/messages"), [seen(kill(1), Stamp(civil: civil(2026, 4, 27, 8)))])],
      bundles: [Bundle(root: "b/", facts: HostFacts(), zone: zone)],
      options: CaseOptions(zone: .fixed(3_600, name: "x")))
    #expect(result.events.first?.time.wall == utc(2026, 4, 27, 12))
    #expect(result.events.first?.time.zone == .bundle)
  }

  @Test(arguments: [
    ("c/web-01/dmesg", "web-01", HostBasis.directory), ("c/web-02/var/log/dmesg", "web-02", .directory),
    ("c/web-02/x/dmesg", nil, nil), ("c/web-03/dmesg", nil, nil), ("e/web-03/sos_commands/kernel/dmesg", nil, nil),
    ("c/dmesg", nil, nil), ("d/web-02/dmesg", "web-02", .directoryName),
    ("d/db-7-of-case-4711/dmesg", "db-7", .directoryName), ("d/logs/dmesg", nil, nil),
    ("d/db-7-of-case-4711/any/folder/dmesg", "db-7", .directoryName), ("g/nodes/w-1/dmesg", "w-1", .directoryName),
    ("g/nodes/web-01/any/dmesg", "web-01", .directoryName), ("g/nodes/w-2/dmesg", nil, nil), ("g/dmesg", nil, nil),
  ])
  func directoriesNameHosts(path: String, host: String?, basis: HostBasis?) throws {
    let result = build(
      [
        (input("c/web-01/kern.log"), [seen(kill(1), zoned(0), host: "web-01.example.com")]),
        (input("c/web-02/kern.log"), [seen(kill(2), zoned(9), host: "web-02")]),
        (input("e/web-02.b/kern.log"), [seen(kill(4), zoned(19), host: "web-02.b")]),
        (input(path), [seen(kill(3), kernel(5), host: nil)]),
      ],
      layouts: [
        FoundBundle(layout: "sosreport", title: "sosreport", root: "d/db-7-of-case-4711/", host: "db-7"),
        FoundBundle(
          layout: "must_gather", title: "must-gather", root: "g/", host: nil,
          nodes: [.init(root: "g/nodes/w-1/", host: "w-1"), .init(root: "g/nodes/web-01/", host: "web-01")]),
      ])
    let event = try #require(result.events.first { $0.report.victim?.pid == 3 })
    #expect(event.host?.hasPrefix(host ?? "-") ?? (host == nil))
    #expect(event.hostBasis == basis)
  }

  @Test func localhostIsWhomTheBundleNames() throws {
    let bundles = ["web-01", "web-02"].map { name in
      Bundle(root: "c/\(name)/", facts: facts { $0.name = .init(name, path: "c/\(name)/etc/hostname") }, zone: nil)
    }
    let result = build(
      bundles.map { (input($0.root + "kern.log"), [seen(kill(1), zoned(0), host: "localhost")]) }, bundles: bundles)
    #expect(result.events.map(\.host) == ["web-01", "web-02"])
    #expect(result.events.map(\.hostBasis) == [.hostFile, .hostFile])
  }

  @Test func aShortNameIsThatOfTheOnlyFullOne() throws {
    let result = makeCase([
      (
        "a",
        [
          seen(kill(1), zoned(0), host: "web-01"), seen(kill(2), zoned(1), host: "web-01.example.com", line: 9),
          seen(kill(3), zoned(2), host: "web-02", line: 19), seen(kill(4), zoned(3), host: "db.a.org", line: 29),
          seen(kill(5), zoned(4), host: "db.b.org", line: 39), seen(kill(6), zoned(5), host: "db", line: 49),
        ]
      )
    ])
    let names = ["web-01.example.com", "web-01.example.com", "web-02", "db.a.org", "db.b.org", "db"]
    #expect(result.events.map(\.host) == names)
    #expect(result.hosts.map(\.name) == ["db", "db.a.org", "db.b.org", "web-01.example.com", "web-02"])
  }

  @Test(arguments: [
    ("messages-20251130", 2025), ("messages-20251130.gz", 2025), ("messages-20251130-1764460800.gz", 2025),
    ("messages.1", 2027), ("messages", 2027),
  ])
  func theNameOfARotatedLogTellsItsYear(path: String, year: Int) throws {
    var log = input(path)
    log.clock.newest = civil(nil, 11, 29)
    log.clock.modified = utc(2028, 1, 1)
    let stamp = Stamp(civil: civil(nil, 11, 29))
    #expect(build([(log, [seen(kill(1), stamp)])]).events.first?.time.wall == utc(year, 11, 29))
  }

  @Test func aRotatedLogEndsWhereItsSuccessorBegins() throws {
    func log(_ path: String, _ month: Int, modified: Instant) -> (Input, [Observation]) {
      var log = input(path)
      let stamp = Stamp(civil: civil(nil, month, 1))
      log.clock.newest = stamp.civil
      log.clock.modified = modified
      log.stamps.first = SeenStamp(stamp: stamp, text: nil, yearTurns: 0)
      return (log, [seen(kill(Int64(month)), stamp)])
    }
    // Unpacked long after; the newest alone has its time.
    let late = utc(2026, 12, 24)
    let result = build([
      log("a/kern.log", 3, modified: utc(2026, 3, 2)), log("a/kern.log.1", 9, modified: late),
      log("a/kern.log.2.gz", 6, modified: late), log("a/kern.log.10.gz", 7, modified: late),
      log("b/kern.log.1", 9, modified: late),
    ])
    let years = Dictionary(uniqueKeysWithValues: result.inputs.map { ($0.path, $0.firstTime?.wall) })
    #expect(years["a/kern.log.1"] == utc(2025, 9, 1))
    #expect(years["a/kern.log.2.gz"] == utc(2025, 6, 1))
    #expect(years["a/kern.log.10.gz"] == utc(2024, 7, 1))
    #expect(years["b/kern.log.1"] == utc(2026, 9, 1))
  }

  // MARK: Years of rotated logs

  /// A log of which only the months and days are known, from the first to the newest.
  private func log(
    _ path: String, from first: (Int, Int), to newest: (Int, Int), turns: Int = 0, modified: Instant = utc(2028, 5, 1)
  ) -> (Input, [Observation]) {
    var log = input(path)
    let (start, end) = (Stamp(civil: civil(nil, first.0, first.1)), Stamp(civil: civil(nil, newest.0, newest.1)))
    log.clock.newest = end.civil
    log.clock.turns = turns
    log.clock.modified = modified
    log.stamps.first = SeenStamp(stamp: start, text: nil, yearTurns: 0)
    log.stamps.last = SeenStamp(stamp: end, text: nil, yearTurns: turns)
    return (log, [seen(kill(Int64(newest.0 * 100 + newest.1)), end, turns: turns)])
  }

  private func years(_ logs: [(Input, [Observation])], year: Int? = nil) -> [String: Int?] {
    let result = build(logs, options: CaseOptions(year: year))
    return Dictionary(uniqueKeysWithValues: result.inputs.map { ($0.path, $0.lastTime?.wall?.civil().year) })
  }

  @Test func theYearGivenIsThatOfTheNewestOfASeries() {
    let found = years(
      [
        log("a/messages", from: (1, 4), to: (1, 9)), log("a/messages.1", from: (12, 28), to: (1, 4), turns: 1),
        log("a/messages.2.gz", from: (12, 21), to: (12, 28)), log("a/messages.60.gz", from: (12, 29), to: (12, 30)),
        log("b/messages.3", from: (12, 21), to: (12, 28)), log("c/kern.log", from: (3, 1), to: (3, 2)),
        log("c/kern.log-20190301", from: (2, 1), to: (2, 28)),
      ], year: 2019)
    #expect(found["a/messages"] == 2019)
    #expect(found["a/messages.1"] == 2019)
    #expect(found["a/messages.2.gz"] == 2018)
    #expect(found["a/messages.60.gz"] == 2017)
    // Of its series the newest that is there.
    #expect(found["b/messages.3"] == 2019)
    #expect(found["c/kern.log"] == 2019)
    #expect(found["c/kern.log-20190301"] == 2019)
    let event = build(
      [log("a/m", from: (1, 4), to: (1, 9)), log("a/m.1", from: (12, 1), to: (12, 9))],
      options: CaseOptions(year: 2019)
    ).events.first
    #expect(event?.time.year == .option)
  }

  @Test(arguments: [
    ("a/messages-20251228", 1_999), ("a/messages-20251228", 2_028), ("a/messages-20251228.gz", 2_028),
    ("a/messages-2025-12-28", 2_028), ("a/messages_20251228.log", 2_028), ("a/messages.log-20251228", 1_999),
    ("a/messages-20251228-1766890000.gz", 1_999),
  ])
  func theDateInANameGoesBeforeTheFilesTime(path: String, modified: Int) {
    #expect(years([log(path, from: (12, 21), to: (12, 28), modified: utc(modified, 1, 1))])[path] == 2025)
  }

  @Test func aLogBeginsWhereItsPredecessorEnds() {
    // The newest has only the time at which it was copied, too late or too early.
    for modified in [utc(2028, 5, 1), utc(1999, 1, 1)] {
      let found = years([
        log("a/messages-20251228", from: (12, 21), to: (12, 28), modified: modified),
        log("a/messages-20260104", from: (12, 28), to: (1, 4), turns: 1, modified: modified),
        log("a/messages", from: (1, 4), to: (2, 9), modified: modified),
      ])
      #expect(found == ["a/messages-20251228": 2025, "a/messages-20260104": 2026, "a/messages": 2026])
    }
    // Where one is missing between them, the predecessor is a bound and no more.
    let late = years([
      log("a/messages-20251228", from: (12, 21), to: (12, 28)), log("a/messages", from: (2, 4), to: (2, 9)),
    ])
    #expect(late["a/messages"] == 2028)
    let early = years([
      log("a/messages-20251228", from: (12, 21), to: (12, 28)),
      log("a/messages", from: (2, 4), to: (2, 9), modified: utc(1999, 1, 1)),
    ])
    #expect(early["a/messages"] == 2026)
    // What copying changes bounds nothing.
    let undated = years([
      log("a/messages.1", from: (12, 21), to: (12, 28), modified: utc(2025, 12, 28)),
      log("a/messages", from: (12, 28), to: (12, 29), modified: utc(2024, 12, 30)),
    ])
    #expect(undated == ["a/messages.1": 2024, "a/messages": 2024])
  }

  @Test func aDamagedLogMayHaveAnyNumberOfTurns() {
    let found = years([
      log("a/messages-20251228", from: (12, 21), to: (12, 28)),
      log("a/messages", from: (12, 28), to: (1, 9), turns: 1_000_000_000),
    ])
    #expect(found["a/messages-20251228"] == 2025)
  }

  @Test func aJumpOverMonthsIsSaid() {
    var (log, seen) = log("a", from: (9, 1), to: (9, 10))
    log.clock.jump = StampJump(from: civil(nil, 9, 10), to: civil(nil, 4, 5))
    let found = build([(log, seen)]).problems
    #expect(found.map(\.kind) == [.time])
    #expect(found.first?.detail.contains("day 5 of month 4") == true)
    // Nothing is placed by it.
    #expect(build([(log, [])]).problems.isEmpty)
  }

  // MARK: The hour that comes twice

  /// Clocks of UTC+2 are set back by an hour at 3:00 on 25 October 2026, 1:00 UTC.
  private static let summer = LocalZone(name: "summer") { civil in
    let isBefore = (civil.month, civil.day, civil.hour) < (10, 25, 3)
    let isTwice = isBefore && (civil.month, civil.day, civil.hour) >= (10, 25, 2)
    return LocalOffset(isBefore ? 7_200 : 3_600, repeated: isTwice ? 3_600 : nil)
  }

  /// The local time on that day.
  private func local(_ hour: Int, _ minute: Int, kernel: Double? = nil) -> Stamp {
    Stamp(civil: civil(2026, 10, 25, hour, minute), monotonic: kernel.map(nanoseconds))
  }

  private func atNight(_ seen: [Observation], others: [(Input, [Observation])] = []) -> Case {
    build(
      [(input("b/kern.log"), seen)] + others,
      bundles: [Bundle(root: "b/", facts: HostFacts(), zone: Self.summer)])
  }

  private func minutes(_ result: Case) -> [Int?] {
    result.events.map { event in
      event.time.wall.map { Int(($0.nanoseconds - utc(2026, 10, 25, 0).nanoseconds) / 60_000_000_000) }
    }
  }

  @Test func theKernelsClockTellsWhichHourItIs() {
    // The host booted at 0:00 UTC, 2:00 in summer; a kill long before the hour shows it.
    let result = atNight([
      seen(kill(1), local(1, 59, kernel: 0)), seen(kill(2), local(2, 30, kernel: 1_860), line: 20),
      seen(kill(3), local(2, 10, kernel: 4_260), line: 30), seen(kill(4), local(2, 30, kernel: 5_460), line: 40),
      seen(kill(5), local(3, 10, kernel: 7_860), line: 50),
    ])
    #expect(result.events.map(\.report.victim?.pid) == [1, 2, 3, 4, 5])
    #expect(minutes(result) == [-1, 30, 70, 90, 130])
    #expect(result.problems.isEmpty)
  }

  @Test func killsInTheHourKeepTheKernelsOrder() {
    // Nothing else is known of the boot.
    let result = atNight([
      seen(kill(1), local(2, 50, kernel: 100)), seen(kill(2), local(2, 10, kernel: 1_300), line: 20),
    ])
    #expect(result.events.map(\.report.victim?.pid) == [1, 2])
    #expect(minutes(result) == [50, 70])
    #expect(result.problems.isEmpty)
    // Both may be of either hour.
    let unknown = atNight([
      seen(kill(1), local(2, 10, kernel: 100)), seen(kill(2), local(2, 50, kernel: 2_500), line: 20),
    ])
    #expect(minutes(unknown) == [10, 50])
    #expect(unknown.problems.map(\.kind) == [.time])
    #expect(unknown.problems.first?.detail.hasPrefix("2 kills are") == true)
  }

  @Test func aCopyInUTCTellsWhichHourItIs() {
    for kernel in [nil, 100.0] {
      let utcStamp = Stamp(
        civil: civil(2026, 10, 25, 1, 30), offset: 0, monotonic: kernel.map(nanoseconds))
      let result = atNight(
        [seen(kill(1), local(2, 30, kernel: kernel))], others: [(input("c/journal"), [seen(kill(1), utcStamp)])])
      #expect(result.events.map(\.sources.count) == [2])
      #expect(minutes(result) == [90])
      #expect(result.problems.isEmpty)
    }
    // An hour and a half later is another kill.
    let other = Stamp(civil: civil(2026, 10, 25, 2, 0), offset: 0)
    let result = atNight([seen(kill(1), local(2, 30))], others: [(input("c/journal"), [seen(kill(1), other)])])
    #expect(result.events.count == 2)
  }

  @Test func otherLogsOfTheBootTellWhichHourItIs() {
    let other = Stamp(civil: civil(2026, 10, 25, 1, 40), offset: 0, monotonic: nanoseconds(700))
    let result = atNight(
      [seen(kill(1), local(2, 30, kernel: 100), boot: "x")],
      others: [(input("c/journal"), [seen(kill(2), other, boot: "x")])])
    #expect(minutes(result) == [90, 100])
  }
}
