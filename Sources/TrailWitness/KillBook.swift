// Puts together what a killer logs of one kill: figures before it, the kill, what came of it.

import TrailBytes
public import TrailModel

/// What one line adds to a kill.
struct KillPart {
  /// Where in the telling a line stands.
  enum Stage {
    /// Figures and candidates: no kill yet.
    case before
    /// The kill.
    case kill
    /// What came of it.
    case after
    /// There was none, after all.
    case cancel
    /// There will be none.
    case dismiss
  }

  var stage: Stage
  var killer: Killer
  var scope = Scope.unknown
  var outcome = Outcome.killed
  var victim: Victim?
  var kill = UserspaceKill()
  /// Whether the line comes all the time, so that nothing need follow it.
  var isQuiet = false
  /// Whether the line counts only where the killer has begun to speak.
  var isContinuation = false
  /// Whether it is a kill only where signals were sent before.
  var needsPIDs = false

  init(_ killer: Killer, _ stage: Stage) {
    self.killer = killer
    self.stage = stage
  }
}

/// A kill by a program, and the place and time of its lines.
public struct HeardKill: Sendable {
  /// What was read.
  @Boxed public var report: KillReport
  /// The stamp of the line that tells the kill.
  public var stamp: Stamp
  /// That stamp as printed.
  public var stampText: String?
  /// See ``StreamClock``.
  public var yearTurns: Int
  /// The number of its host in the stream.
  public var host: Int
  /// Its first line.
  public var first: LinePlace
  /// Its last line.
  public var last: LinePlace
}

/// The kills of one stream that are being told.
struct KillBook {
  private struct Key: Hashable {
    var host: Int
    var killer: Killer
  }

  private struct Open {
    var kill: HeardKill
    var isKilled = false
    var isQuiet: Bool
    /// Lines of the stream since the last that was part of it.
    var silence = 0
    /// How many of its pids were taken for dead processes of units.
    var claimed = 0
  }

  private var open: [Key: Open] = [:]
  private(set) var done: [HeardKill] = []

  /// Hosts and killers that tell at a time.
  private static let most = 64
  /// Lines of others after which nothing is waited for, and bytes after which what was told is over.
  private static let patience = 12
  private static let reach: Int64 = 64 << 10
  /// Candidates, processes and pids that are kept of one kill.
  private static let list = 256

  /// Whether lines are wanted that no sentinel announces.
  var wantsMore: Bool { open.contains { !$0.value.isQuiet && $0.value.silence < Self.patience } }

  /// Whether no kill is being told.
  var isEmpty: Bool { open.isEmpty }

  /// Whether a host's killers are telling of a kill.
  func isOpen(_ host: Int) -> Bool {
    !open.isEmpty && open.contains { $0.key.host == host && $0.value.silence < Self.patience }
  }

  /// Says that a line was read.
  mutating func pass() {
    guard !open.isEmpty else { return }
    for key in open.keys { open[key]?.silence += 1 }
  }

  /// Takes a part of a kill; false where it is of none.
  mutating func take(
    _ part: KillPart, host: Int, stamp: Stamp, stampText: String?, yearTurns: Int, at place: LinePlace
  ) -> Bool {
    let key = Key(host: host, killer: part.killer)
    if let known = open[key],
      place.offset &- known.kill.last.offset > Self.reach || part.stage == .before && known.isKilled
        || part.stage == .kill && known.isKilled
    {
      close(key)
    }
    switch part.stage {
    case .cancel:
      open[key] = nil
      return true
    case .dismiss:
      if open[key]?.isKilled == false { open[key] = nil }
      return true
    case .after:
      guard open[key]?.isKilled == true else { return false }
    case .before:
      if part.isContinuation, open[key] == nil { return false }
    case .kill:
      if part.needsPIDs, open[key]?.kill.report.userspace?.pids.isEmpty ?? true {
        open[key] = nil
        return true
      }
    }
    if open[key] == nil {
      if open.count >= Self.most { for key in open.keys { close(key) } }
      var report = KillReport()
      report.killer = part.killer
      report.userspace = UserspaceKill()
      let kill = HeardKill(
        report: report, stamp: stamp, stampText: stampText, yearTurns: yearTurns, host: host, first: place, last: place)
      open[key] = Open(kill: kill, isQuiet: part.isQuiet)
    }
    guard var own = open.removeValue(forKey: key) else { return false }
    if own.isQuiet || part.isQuiet && part.stage == .before && !own.isKilled {
      // What comes all the time counts for the kill that follows at once.
      if part.isQuiet { own.kill.report.userspace = UserspaceKill() }
      if own.isQuiet { own.kill.first = place }
    }
    own.isQuiet = own.isQuiet && part.isQuiet
    own.silence = 0
    own.kill.last = place
    add(part, to: &own)
    if part.stage == .kill {
      own.isKilled = true
      own.kill.stamp = stamp
      own.kill.stampText = stampText
      own.kill.yearTurns = yearTurns
      own.kill.report.outcome = part.outcome
    }
    open[key] = own
    return true
  }

  private func add(_ part: KillPart, to own: inout Open) {
    if part.scope != .unknown { own.kill.report.scope = part.scope }
    if let victim = part.victim { own.kill.report.victim = victim.filled(from: own.kill.report.victim) }
    guard var kill = own.kill.report.userspace else { return }
    var more = part.kill
    let candidates = more.candidates
    more.candidates = []
    if let candidate = candidates.first {
      if !candidate.cgroup.isEmpty {
        if kill.candidates.count < Self.list { kill.candidates.append(candidate) }
      } else if !kill.candidates.isEmpty {
        kill.candidates[kill.candidates.count - 1].fill(from: candidate)
      }
    }
    if part.stage != .after { kill.pids += more.pids.prefix(max(0, Self.list - kill.pids.count)) }
    more.pids = []
    if part.stage == .after, part.killer == .yarn, kill.members.count < Self.list {
      kill.members += more.members
      more.members = []
    }
    // The kill's own line says it best.
    if part.stage == .kill {
      more.fill(from: kill)
      more.pids = kill.pids
      more.candidates = kill.candidates
      // Exact sizes came before, rounded ones with the kill.
      if part.killer == .yarn {
        more.limit = kill.limit ?? more.limit
        more.usage = kill.usage ?? more.usage
      }
      kill = more
    } else {
      kill.fill(from: more)
      if let confirmed = more.isConfirmed { kill.isConfirmed = confirmed }
    }
    own.kill.report.userspace = kill
  }

  /// The only process that the host's systemd-oomd has sent a signal to since this was asked last.
  mutating func onlyPID(of host: Int) -> Int64? {
    let key = Key(host: host, killer: .systemdOOMD)
    guard let own = open[key], let pids = own.kill.report.userspace?.pids else { return nil }
    let fresh = pids.dropFirst(own.claimed)
    open[key]?.claimed = pids.count
    return fresh.count == 1 ? fresh.first : nil
  }

  private mutating func close(_ key: Key) {
    guard var own = open.removeValue(forKey: key), own.isKilled else { return }
    own.kill.report.finishTree()
    // What was put in order stands elsewhere.
    if own.kill.last.offset < own.kill.first.offset { swap(&own.kill.first, &own.kill.last) }
    done.append(own.kill)
  }

  /// Ends what is open.
  mutating func finish() {
    for key in open.keys.sorted(by: { ($0.host, $0.killer.rawValue) < ($1.host, $1.killer.rawValue) }) { close(key) }
  }
}

extension KillReport {
  /// Names the victim by its row of the tree that was killed.
  fileprivate mutating func finishTree() {
    guard killer == .yarn, let pid = victim?.pid, let members = userspace?.members else { return }
    victim?.comm = members.first { $0.pid == pid }?.comm
    for member in members where member.pid != pid {
      var other = Victim()
      other.pid = member.pid
      other.comm = member.comm
      alsoKilled.append(other)
    }
  }
}

extension Victim {
  /// This with what is absent taken from `other`.
  fileprivate func filled(from other: Victim?) -> Victim {
    guard let other else { return self }
    var victim = self
    victim.pid = pid ?? other.pid
    victim.comm = comm ?? other.comm
    victim.uid = uid ?? other.uid
    victim.oomScoreAdj = oomScoreAdj ?? other.oomScoreAdj
    victim.cgroup = cgroup ?? other.cgroup
    return victim
  }
}

extension UserspaceKill.Candidate {
  /// Takes over what is absent here.
  fileprivate mutating func fill(from other: Self) {
    memory = memory ?? other.memory
    swap = swap ?? other.swap
    pagesScanned = pagesScanned ?? other.pagesScanned
    lastPagesScanned = lastPagesScanned ?? other.lastPagesScanned
    pressure10 = pressure10 ?? other.pressure10
    pressure60 = pressure60 ?? other.pressure60
    pressure300 = pressure300 ?? other.pressure300
  }
}
