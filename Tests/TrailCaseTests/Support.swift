// Short ways to write inputs, observations and whole cases.

import TrailCase
import TrailModel

/// A date as a stamp has it: `civil(2026, 4, 27, 15, 50, 37)`.
func civil(
  _ year: Int?, _ month: Int, _ day: Int, _ hour: Int = 12, _ minute: Int = 0, _ second: Int = 0
) -> CivilTime {
  CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
}

/// The instant of a date in UTC.
func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 12, _ minute: Int = 0, _ second: Int = 0)
  -> Instant
{
  let days = CivilTime.days(year: year, month: month, day: day)
  let seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
  return Instant(nanoseconds: seconds * 1_000_000_000, fractionDigits: 0)
}

/// A stamp with a zone, some seconds after noon of 27 April 2026 UTC.
func zoned(_ second: Int, kernel: Double? = nil) -> Stamp {
  let start = utc(2026, 4, 27)
  let instant = Instant(nanoseconds: start.nanoseconds + Int64(second) * 1_000_000_000, fractionDigits: 0)
  return Stamp(civil: instant.civil(), offset: 0, monotonic: kernel.map(nanoseconds))
}

/// The same without year and zone.
func bare(_ second: Int, kernel: Double? = nil) -> Stamp {
  var stamp = zoned(second, kernel: kernel)
  stamp.civil?.year = nil
  stamp.offset = nil
  return stamp
}

/// A kernel stamp alone.
func kernel(_ seconds: Double) -> Stamp { Stamp(monotonic: nanoseconds(seconds)) }

/// Seconds as nanoseconds.
func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1_000_000).rounded()) * 1_000 }

/// A whole report of a kill: `anon` is in kB and sets one kill apart from another.
func kill(_ pid: Int64, _ comm: String = "hog", anon: Int64 = 5_000, cgroup: String? = nil) -> KillReport {
  var report = KillReport()
  report.outcome = .killed
  report.trigger.comm = comm
  report.trigger.pid = pid
  report.trigger.order = 0
  var victim = Victim()
  victim.pid = pid
  victim.comm = comm
  victim.totalVM = Bytes(kilobytes: anon * 2)
  victim.anonRSS = Bytes(kilobytes: anon)
  victim.fileRSS = Bytes(kilobytes: 4)
  victim.shmemRSS = Bytes(0)
  report.victim = victim
  report.scope = .global
  if let cgroup {
    report.scope = .memcg
    var memcg = Memcg()
    memcg.limitCgroup = cgroup
    report.memcg = memcg
  }
  return report
}

/// A report whose text ends behind its header.
func header(_ pid: Int64, _ comm: String = "hog") -> KillReport {
  var report = KillReport()
  report.trigger.comm = comm
  report.trigger.pid = pid
  report.trigger.order = 0
  report.missing = [.processes, .kill]
  return report
}

/// An observation whose lines begin at `line`.
func seen(
  _ report: KillReport, _ stamp: Stamp, host: String? = "web-01", boot: String? = nil, line: Int = 1,
  turns: Int = 0
) -> Observation {
  let offset = Int64(line) * 100
  return Observation(
    report: report, stamp: stamp, stampText: "stamp \(line)", yearTurns: turns, host: host, bootID: boot,
    input: 0,
    first: LinePlace(line: line, offset: offset, end: offset + 99),
    last: LinePlace(line: line + 9, offset: offset + 900, end: offset + 999))
}

/// An input last written at noon of 28 April 2026.
func input(_ path: String, clock: StreamClock? = nil) -> Input {
  var input = Input(path: path, kind: "text")
  input.clock.newest = civil(nil, 4, 27)
  input.clock.modified = utc(2026, 4, 28)
  if let clock { input.clock = clock }
  return input
}

extension CaseBuilder {
  /// Adds an input with what was read from it.
  mutating func add(input: Input, observations: [Observation], notices: InputNotices = InputNotices()) {
    add(Boxed(wrappedValue: input), observations: observations, notices: notices)
  }
}

/// The case of some inputs, given as path and observations.
func makeCase(_ inputs: [(String, [Observation])], options: CaseOptions = CaseOptions()) -> Case {
  var builder = CaseBuilder(options: options)
  for (path, observations) in inputs { builder.add(input: input(path), observations: observations) }
  return builder.finish()
}

/// A generator of repeatable random numbers.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
