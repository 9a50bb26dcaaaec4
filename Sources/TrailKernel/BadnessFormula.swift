// How each era's kernel scores a process, from the columns its table prints (mm/oom_kill.c, oom_badness).

import TrailModel

/// The formula of one era.
struct BadnessFormula {
  /// What a row's memory is counted as.
  enum Memory {
    /// rss + swap + page tables, in pages.
    case pages
    /// That sum as a share of all memory, in thousandths (2.6.36 to 3.4).
    case perMille
  }

  /// What CAP_SYS_ADMIN takes off.
  enum RootBonus {
    case none
    /// 30 thousandths of all memory (2.6.36 to 3.13).
    case thirtyPerMille
    /// 3 % of the process's own memory (3.14 to 4.16).
    case threePercent
    /// 4.15 and 4.16 have it, 4.17 has not, and the log does not say which kernel it is.
    case unknown
  }

  var memory: Memory
  var rootBonus: RootBonus
  /// Whether points may fall below zero (5.9 and later); before, at least 1 was left.
  var isSigned: Bool
  /// Of two rows with equal points: whether the later wins (4.7 and 4.8 for the node, and since 5.3).
  var laterWins: Bool
  /// The log lacks a part of the sum: page tables and swap entries (2.6.36 to 3.5).
  var isPartial: Bool

  /// The formula that a table with these columns was ranked by; nil for the kernels before 2.6.36, whose badness goes
  /// by
  /// run times that no log has.
  init?(columns: [String], release: String?) {
    let version = KernelVersion(release)
    if columns.contains("pgtables_bytes") {
      memory = .pages
      isPartial = false
      // 5.4's own stable updates have the signed points of 5.9 too; they differ only where adj makes points negative.
      isSigned = version.map { $0 >= KernelVersion(5, 9) } ?? true
      laterWins = version.map { $0 >= KernelVersion(5, 3) } ?? true
      if let version {
        rootBonus = version < KernelVersion(4, 17) ? .threePercent : .none
      } else {
        rootBonus = .unknown
      }
      // RHEL 8's 4.18 has no bonus, and signed points from 8.5 on.
    } else if columns.contains("nr_ptes") {
      memory = .pages
      isPartial = false
      isSigned = false
      laterWins = version.map { KernelVersion(4, 7) <= $0 && $0 < KernelVersion(4, 9) } ?? false
      rootBonus =
        version.map { $0 < KernelVersion(3, 14) && !$0.isEnterprise7 } ?? false ? .thirtyPerMille : .threePercent
    } else if columns.contains("cpu"), columns.contains("oom_score_adj") {
      memory = .perMille
      isPartial = true
      isSigned = false
      laterWins = false
      rootBonus = .thirtyPerMille
    } else {
      return nil
    }
  }

  /// The points of a row: pages, or thousandths for ``Memory/perMille``. Nil where the log cannot give them.
  func points(_ row: ProcessRow, pageSize: Int64?, total: Int64?) -> Int64? {
    guard let adj = row.oomScoreAdj, let rss = row.rss?.count, !isPartial else { return nil }
    var raw = rss
    raw &+= row.swapEntries?.count ?? 0
    raw &+= row.pageTablePages?.count ?? 0
    raw &+= row.middlePageTablePages?.count ?? 0
    if let tables = row.pageTables?.count {
      guard let pageSize else { return nil }
      raw &+= tables / pageSize
    }
    var shift = adj
    if row.uid == 0 {
      switch rootBonus {
      case .none: break
      case .thirtyPerMille: shift &-= 30
      case .threePercent: raw &-= raw / 100 &* 3 &+ raw % 100 &* 3 / 100
      case .unknown: return nil
      }
    }
    var points = raw
    if shift != 0 {
      guard let total else { return nil }
      // The kernel divides first (mm/oom_kill.c: adj *= totalpages / 1000).
      let (product, overflow) = shift.multipliedReportingOverflow(by: total / 1000)
      guard !overflow else { return nil }
      points &+= product
    }
    return isSigned ? points : max(points, 1)
  }
}

/// A kernel's version as far as its formula depends on it.
struct KernelVersion: Comparable {
  var major: Int
  var minor: Int
  /// RHEL 7's 3.10, which has later kernels' formula.
  var isEnterprise7 = false

  init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The version at the front of `uname -r`.
  init?(_ release: String?) {
    guard let release else { return nil }
    let parts = release.split(whereSeparator: { !$0.isNumber }).prefix(2).compactMap { Int($0) }
    guard parts.count == 2 else { return nil }
    major = parts[0]
    minor = parts[1]
    isEnterprise7 = release.contains(".el7")
    // RHEL 8's 4.18 lost the bonus before that release had the number.
  }

  static func < (left: KernelVersion, right: KernelVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
