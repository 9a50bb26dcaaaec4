// Cases made by hand: what the golden files are rendered from.

import Testing
import TrailModel

/// A case and the name of its folders below `Fixtures/outputs/<format>/`.
struct SampleCase: Sendable, CustomTestStringConvertible {
  var name: String
  var trail: Case

  var testDescription: String { name }

  static let all = [
    SampleCase(name: "no-kill", trail: .noKill),
    SampleCase(name: "nothing-read", trail: Case()),
    SampleCase(name: "two-hosts", trail: .twoHosts),
    SampleCase(name: "repeating-worker", trail: .repeatingWorker),
    SampleCase(name: "damaged-reports", trail: .damagedReports),
    SampleCase(name: "hostile-names", trail: .hostileNames),
    SampleCase(name: "old-kernel-large-numbers", trail: .oldKernelLargeNumbers),
    SampleCase(name: "signs-and-losses", trail: .signsAndLosses),
    SampleCase(name: "owned-pods", trail: .ownedPods),
  ]
}

extension Instant {
  /// 22 November 2026, 10:15:00 UTC, plus `seconds`.
  static func sample(_ seconds: Double = 0, fractionDigits: Int = 6) -> Instant {
    Instant(
      nanoseconds: 1_795_342_500_000_000_000 + Int64(seconds * 1e6) * 1_000, fractionDigits: fractionDigits)
  }
}

extension Input {
  static func sample(
    _ path: String, envelope: String?, host: String?, bytes: Int64, lines: Int?, events: Int,
    kind: String = "text",
    problems: [Problem] = []
  ) -> Input {
    var input = Input(path: path, kind: kind)
    input.envelope = envelope
    input.host = host
    input.bytes = bytes
    input.lines = lines
    input.events = events
    input.problems = problems
    return input
  }
}

extension Victim {
  static func sample(
    _ comm: String?, _ pid: Int64?, uid: Int64? = 0, totalVM: Int64? = nil, anon: Int64?, file: Int64? = 0,
    shmem: Int64? = 0, pageTables: Int64? = nil, oomScoreAdj: Int64? = 0, cgroup: String? = nil
  ) -> Victim {
    var victim = Victim()
    victim.comm = comm
    victim.pid = pid
    victim.uid = uid
    victim.totalVM = totalVM.map { Bytes(kilobytes: $0) }
    victim.anonRSS = anon.map { Bytes(kilobytes: $0) }
    victim.fileRSS = file.map { Bytes(kilobytes: $0) }
    victim.shmemRSS = shmem.map { Bytes(kilobytes: $0) }
    victim.pageTables = pageTables.map { Bytes(kilobytes: $0) }
    victim.oomScoreAdj = oomScoreAdj
    victim.cgroup = cgroup
    return victim
  }
}

extension Zone {
  static func sample(node: Int64?, _ name: String, _ kilobytes: [(String, Int64)]) -> Zone {
    var zone = Zone(node: node, name: name)
    zone.sizes = kilobytes.map { Named($0.0, Bytes(kilobytes: $0.1)) }
    return zone
  }
}
