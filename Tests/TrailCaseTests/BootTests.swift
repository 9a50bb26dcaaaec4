// Boots: a log without host and time of day gets both from another log of the same boot.

import Testing
import TrailCase
import TrailModel

@Suite struct BootTests {
  private func boot(_ host: String?, offset: Int64, _ stamp: Stamp = kernel(0), release: String? = "6.1.0") -> BootStart
  {
    BootStart(host: host, offset: offset, release: release, stamp: stamp, yearTurns: 0)
  }

  private func build(
    _ inputs: [(Input, [Observation])], bundles: [Bundle] = [], options: CaseOptions = CaseOptions()
  ) -> Case {
    var builder = CaseBuilder(options: options)
    for (input, observations) in inputs { builder.add(input: input, observations: observations) }
    for bundle in bundles { builder.add(bundle: bundle) }
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
    ("d/sosreport-db-7-01234567-2026-11-02-abcdefg/dmesg", "db-7", .directoryName), ("d/logs/dmesg", nil, nil),
  ])
  func directoriesNameHosts(path: String, host: String?, basis: HostBasis?) throws {
    let result = build([
      (input("c/web-01/kern.log"), [seen(kill(1), zoned(0), host: "web-01.example.com")]),
      (input("c/web-02/kern.log"), [seen(kill(2), zoned(9), host: "web-02")]),
      (input("e/web-02.b/kern.log"), [seen(kill(4), zoned(19), host: "web-02.b")]),
      (input(path), [seen(kill(3), kernel(5), host: nil)]),
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
}
