// Kills of which nothing but a manager's or a runtime's notice is there: each an event, however many tell of it.

import TrailModel
import TrailOwners

/// Gathers notices of one kill.
struct NoticeKills {
  private struct Key: Hashable {
    var host: String?
    var name: String
    /// Runtimes repeat a container's notice for as long as it is short of memory: that it was so once is all they tell.
    var isContainer: Bool
  }

  private struct Gathered {
    var witnesses: [Witness]
    var kinds: Set<String>
    var hasResult: Bool
  }

  private var gathered: [Gathered] = []
  private var latest: [Key: Int] = [:]
  private var lastOfJob: [String: Int] = [:]

  /// How long after each other notices of one kill come, in nanoseconds, and at most how many lines apart.
  private static let pause: Int64 = 60_000_000_000
  private static let lines = 200

  /// The kills that `witnesses`, in the order of their times, prove beside those that are known.
  init(_ witnesses: [Witness], besides known: WitnessMatcher) {
    // What is in a user's unit is in the user's manager's, too, which the kernel counts up to the root.
    let telling = witnesses.filter { $0.statement.certainty == .oom && $0.statement.tellsKill }
    for witness in telling.filter({ !$0.statement.isOfUserManager }) + telling.filter(\.statement.isOfUserManager) {
      guard known.match(witness) == nil, !known.hasReport(near: witness), let name = witness.statement.ownName else {
        continue
      }
      let key = Key(
        host: HostName.label(of: witness.host), name: name, isContainer: witness.statement.containerID != nil)
      // These come last. What a job's own output says, the log of its node may have said.
      if witness.isPlaceless, witness.statement.job == name, let place = lastOfJob[name] {
        append(witness, to: place)
      } else if witness.statement.isOfUserManager, let place = placeBelowManager(of: witness) {
        append(witness, to: place)
      } else {
        add(witness, key)
      }
    }
  }

  /// The kill that another manager on the same host, the user's, tells of in the same moment.
  private func placeBelowManager(of witness: Witness) -> Int? {
    gathered.lastIndex { kill in
      guard let first = kill.witnesses.first, first.statement.kind == "systemd", first.statement.isOfUsersUnit,
        HostName.agree(first.host, witness.host), let then = first.time.wall?.nanoseconds,
        let now = witness.time.wall?.nanoseconds
      else { return false }
      return TrailCase.distance(then, now) <= 2_000_000_000
    }
  }

  private mutating func append(_ witness: Witness, to place: Int) {
    gathered[place].witnesses.append(witness)
    gathered[place].kinds.insert(witness.statement.kind)
    gathered[place].hasResult = gathered[place].hasResult || witness.statement.isResult
  }

  private mutating func add(_ witness: Witness, _ key: Key) {
    if let place = latest[key], let last = gathered[place].witnesses.last, isNear(last, witness) || key.isContainer,
      joins(witness, gathered[place])
    {
      return append(witness, to: place)
    }
    latest[key] = gathered.count
    if let job = witness.statement.job { lastOfJob[job] = gathered.count }
    gathered.append(Gathered(witnesses: [], kinds: [], hasResult: false))
    append(witness, to: gathered.count - 1)
  }

  /// systemd says once for each count of the kernel's that one was killed, and then what became of the unit; runtimes
  /// repeat themselves.
  private func joins(_ witness: Witness, _ known: Gathered) -> Bool {
    guard witness.statement.kind == "systemd", known.kinds.contains("systemd") else { return true }
    return witness.statement.isResult && !known.hasResult
  }

  private func isNear(_ last: Witness, _ witness: Witness) -> Bool {
    if let then = last.time.wall?.nanoseconds, let now = witness.time.wall?.nanoseconds {
      return TrailCase.distance(then, now) <= Self.pause
    }
    guard let one = last.sources.first, let other = witness.sources.first, one.path == other.path else { return false }
    return abs(other.firstLine - one.firstLine) <= Self.lines
  }

  /// An event of each kill; `place` tells an input's number by its path.
  func drafts(_ place: (String) -> Int) -> [Draft] {
    gathered.map { kill in
      let first = kill.witnesses[0]
      var sources: [Source] = []
      for source in kill.witnesses.flatMap(\.sources) where !sources.contains(source) && sources.count < 64 {
        sources.append(source)
      }
      sources.sort { ($0.path, $0.firstLine, $0.firstOffset) < ($1.path, $1.firstLine, $1.firstOffset) }
      var event = Event(
        id: "", time: first.time, host: first.host, bootID: kill.witnesses.lazy.compactMap(\.bootID).first,
        report: report(of: kill.witnesses), parent: nil, sources: sources)
      event.containerID = kill.witnesses.lazy.compactMap(\.statement.containerID).first
      event.owner = kill.witnesses.lazy.compactMap(\.statement.owner).first
      if let died = first.statement.died {
        event.time.wall = Instant(nanoseconds: died, fractionDigits: first.time.wall?.fractionDigits ?? 9)
        event.time.basis = .zoned
        event.time.zone = .stamp
      }
      if event.host != nil { event.hostBasis = .log }
      var hash = FactHash()
      hash.add(event.report.killer.rawValue)
      hash.add("notice")
      hash.add(first.statement.ownName)
      hash.add(event.time.wall?.wholeSeconds)
      if event.time.wall == nil { hash.add(Int64(sources[0].firstLine)) }
      event.id = hash.digits
      return Draft(
        event: event, members: [],
        order: InputOrder(input: place(sources[0].path), offset: sources[0].firstOffset, number: .max), disputes: [])
    }
  }

  private func report(of witnesses: [Witness]) -> KillReport {
    var report = KillReport()
    report.outcome = .killed
    report.killer = witnesses.lazy.compactMap(\.statement.killer).first ?? .kernel
    if witnesses.contains(where: { ["slurm", "htcondor"].contains($0.statement.kind) }) { report.scope = .memcg }
    if report.killer == .kernel {
      report.missing = [.header, .kill]
    } else {
      var userspace = UserspaceKill()
      userspace.count = witnesses.lazy.compactMap(\.statement.kills).first
      userspace.isConfirmed = true
      report.userspace = userspace
    }
    var victim = Victim()
    for witness in witnesses {
      victim.cgroup = victim.cgroup ?? witness.statement.cgroup
      // Only what the kernel itself called so: a container's name is no process's.
      guard let child = witness.statement.child, let pid = child.pid else { continue }
      victim.pid = victim.pid ?? pid
      victim.comm = victim.comm ?? child.name
    }
    if victim != Victim() { report.victim = victim }
    return report
  }
}

extension WitnessStatement {
  /// Whose memory it was, as far as the statement's names tell: no path of a cgroup is known.
  fileprivate var owner: CgroupOwner? {
    let path: String? =
      if let unit {
        "/system.slice/\(unit)"
      } else if kind == "docker", let id = containerID {
        "/docker/\(id)"
      } else if kind == "slurm", let job {
        "/slurm/job_\(job.prefix { $0 != "." })"
      } else {
        nil
      }
    guard let path, cgroup == nil else { return nil }
    var owner = OwnerFinder.owner(of: path)
    guard owner.isKnown else { return nil }
    owner.path = nil
    // Which slice it is in, it does not say.
    owner.chain = [owner.chain[0]]
    owner.chain[0].slice = nil
    return owner
  }

  /// What tells its kill from others: the container, the unit, the job, the cgroup.
  fileprivate var ownName: String? {
    containerID.map { String($0.prefix(12)) } ?? unit ?? job ?? cgroup ?? (kind == "htcondor" ? kind : nil)
  }

  /// Whether it is of a user's service manager.
  fileprivate var isOfUserManager: Bool {
    kind == "systemd" && unit.map { $0.hasPrefix("user@") && $0.hasSuffix(".service") } == true
  }

  /// Whether a manager of a user's says it.
  fileprivate var isOfUsersUnit: Bool { manager.map { $0 > 1 } == true }

  /// Whether it is what systemd says in the end.
  fileprivate var isResult: Bool { text.contains("with result 'oom-kill'") }
}
