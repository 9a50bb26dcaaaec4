// Notices in the case: copies counted once, summed up by host and kind, and set beside the events that they surround.

import Testing
import TrailCase
import TrailModel

/// A notice of `kind` in line `line`.
private func notice(
  _ text: String, _ stamp: Stamp, host: String? = "web-01", line: Int = 1, kind: Notice.Kind = .hungTask
) -> SeenNotice {
  SeenNotice(
    notice: Notice(kind: kind, text: text), stamp: stamp, stampText: "stamp \(line)", yearTurns: 0, host: host,
    place: LinePlace(line: line, offset: Int64(line) * 100, end: Int64(line) * 100 + 99))
}

/// The case of some inputs, given as path, observations and notices.
private func makeCase(_ inputs: [(String, [Observation], [SeenNotice])]) -> Case {
  var builder = CaseBuilder(options: CaseOptions())
  for (path, observations, seen) in inputs {
    var notices = InputNotices()
    notices.kept = seen
    builder.add(input: input(path), observations: observations, notices: notices)
  }
  return builder.finish()
}

@Suite struct NoticeTests {
  @Test func copiesCountOnce() {
    let trail = makeCase([
      ("a", [], [notice("x", zoned(0, kernel: 5)), notice("x", zoned(1, kernel: 6), line: 2)]),
      // By the kernel's stamp, whatever the host is called and whatever the logger's clock said.
      ("b", [], [notice("x", kernel(5), host: nil), notice("x", zoned(9, kernel: 6), host: "web-01.example.org")]),
      // By the second, where there is no other stamp.
      ("c", [], [notice("x", zoned(0)), notice("x", zoned(0), line: 2)]),
    ])
    #expect(trail.notices.map(\.count) == [3])
    #expect(trail.notices.first?.host == "web-01.example.org")
    #expect(trail.notices.first?.source.path == "a")
    #expect(trail.notices.first?.isExact == true)
  }

  @Test func whatDiffersIsCountedApart() {
    let trail = makeCase([
      ("a", [], [notice("x", zoned(0, kernel: 5)), notice("y", zoned(0, kernel: 5), line: 2)]),
      ("b", [], [notice("x", zoned(0, kernel: 7)), notice("x", zoned(0, kernel: 5), host: "web-02", line: 2)]),
      ("c", [], [notice("x", zoned(0, kernel: 5), kind: .softLockup), notice("x", zoned(4), line: 2)]),
    ])
    #expect(trail.notices.map(\.host) == ["web-01", "web-01", "web-02"])
    #expect(trail.notices.map(\.kind) == [.hungTask, .softLockup, .hungTask])
    #expect(trail.notices.map(\.count) == [4, 1, 1])
  }

  @Test func firstAndLast() {
    let seen = [notice("late", zoned(50)), notice("early", zoned(10), line: 2), notice("never", Stamp(), line: 3)]
    let group = makeCase([("a", [], seen)]).notices.first
    #expect(group?.count == 3)
    #expect(group?.firstText == "early")
    #expect(group?.source.firstLine == 2)
    #expect(group?.firstTime == utc(2026, 4, 27, 12, 0, 10))
    #expect(group?.lastTime == utc(2026, 4, 27, 12, 0, 50))
  }

  @Test func theOrderOfInputsChangesNothing() {
    let inputs = [
      (
        "a", [seen(kill(7), zoned(20, kernel: 25))],
        [notice("x", zoned(0, kernel: 5)), notice("y", zoned(3), line: 2)]
      ),
      ("b", [], [notice("x", kernel(5), host: nil), notice("y", zoned(3), host: "web-01.example.org", line: 2)]),
      (
        "c", [seen(kill(7), kernel(25), host: nil)],
        [notice("x", zoned(0), line: 9), notice("z", zoned(70), line: 10)]
      ),
    ]
    var random = SplitMix64(state: 7)
    let expected = makeCase(inputs)
    for _ in 0..<6 {
      let other = makeCase(inputs.shuffled(using: &random))
      #expect("\(other.notices)" == "\(expected.notices)")
      #expect("\(other.events.map(\.context))" == "\(expected.events.map(\.context))")
    }
    #expect(expected.events.count == 1)
    #expect(expected.notices.map(\.count) == [3])
  }

  @Test func aStormIsCountedAndNotCompared() {
    var builder = CaseBuilder(options: CaseOptions())
    for path in ["a", "b"] {
      var notices = InputNotices()
      notices.kept = [notice("x", zoned(0, kernel: 5))]
      notices.dropped = [InputNotices.Dropped(kind: .hungTask, host: "web-01", count: 1_000)]
      builder.add(input: input(path), observations: [], notices: notices)
    }
    let group = builder.finish().notices.first
    #expect(group?.count == 2_001)
    #expect(group?.isExact == false)
  }

  // MARK: Around events

  private func context(_ observation: Observation, _ notices: [SeenNotice]) -> [String] {
    makeCase([("a", [observation], notices)]).events.first?.context.map(\.notice.text) ?? []
  }

  @Test func fromTenMinutesBeforeToOneAfter() {
    let times = [-601, -600, -1, 0, 60, 61]
    let seen = seen(kill(7), zoned(1_000))
    let notices = times.enumerated().map { notice("\($1)", zoned(1_000 + $1), line: $0 + 1) }
    #expect(context(seen, notices.reversed()) == ["-600", "-1", "0", "60"])
  }

  @Test func ofTheSameHost() {
    let seen = seen(kill(7), zoned(100), host: "web-01.example.org")
    let notices = [
      notice("short", zoned(90)), notice("other", zoned(91), host: "web-02", line: 2),
      notice("nobody's", zoned(92), host: nil, line: 3),
    ]
    #expect(context(seen, notices) == ["short", "nobody's"])
    // Where another input names no host it may be any host's.
    let trail = makeCase([("a", [seen], []), ("b", [], [notice("elsewhere", zoned(90), host: nil)])])
    #expect(trail.events.first?.context.isEmpty == true)
  }

  @Test func byTheKernelsClockInOneBoot() {
    let seen = seen(kill(7), kernel(1_000), host: nil, line: 50)
    let notices = [
      notice("boot before", kernel(999), host: nil, line: 1), notice("far", kernel(300), host: nil, line: 2),
      notice("near", kernel(990), host: nil, line: 3), notice("behind", kernel(1_030), host: nil, line: 60),
      notice("boot behind", kernel(1_010), host: nil, line: 90),
    ]
    #expect(context(seen, notices) == ["near", "behind"])
    let trail = makeCase([("a", [seen], []), ("b", [], [notice("another input", kernel(990), host: nil)])])
    #expect(trail.events.first?.context.isEmpty == true)
  }

  @Test func theNearestTwenty() {
    let notices = (0..<300).map { notice("\($0)", zoned(400 + $0), line: $0 + 1) }
    #expect(context(seen(kill(7), zoned(698)), notices) == (280...299).map { "\($0)" })
  }

  // MARK: Other killers

  @Test func anotherKillersKillIsAnotherEvent() {
    var other = KillReport()
    other.killer = .lowmemorykiller
    other.scope = .global
    other.outcome = .killed
    other.trigger.comm = "hog"
    other.trigger.pid = 7
    var victim = Victim()
    victim.pid = 7
    victim.comm = "hog"
    other.victim = victim
    let trail = makeCase([
      ("a", [seen(kill(7), zoned(0, kernel: 5))], []), ("b", [seen(other, zoned(0, kernel: 5))], []),
      ("c", [seen(header(7), zoned(0, kernel: 5))], []),
    ])
    #expect(trail.events.map(\.report.killer) == [.kernel, .lowmemorykiller])
    #expect(trail.events.map(\.sources.count) == [2, 1])
  }
}
