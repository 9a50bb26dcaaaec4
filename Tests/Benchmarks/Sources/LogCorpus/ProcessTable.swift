// The processes of one report: sizes that fit the memory at hand, and the victim the kernel would choose.

struct ProcessRow {
  var pid: Int
  var uid: Int
  var command: String
  var virtualPages: Int
  var anonPages: Int
  var filePages: Int
  var sharedPages: Int
  var pageTableBytes: Int
  var scoreAdjustment: Int

  var residentPages: Int { anonPages + filePages + sharedPages }

  /// The row as `dump_task` prints it since 6.8.
  var text: Text {
    """
    [\(pid, width: 7)] \(uid, width: 5) \(pid, width: 5) \(virtualPages, width: 8) \
    \(residentPages, width: 8) \(anonPages, width: 8) \(filePages, width: 8) \(sharedPages, width: 9) \
    \(pageTableBytes, width: 8) \(0, width: 8)         \(scoreAdjustment, width: 5) \(command)
    """
  }
}

struct ProcessTable {
  var rows: [ProcessRow]
  var victim: ProcessRow
  var trigger: ProcessRow

  static let title: Text = "Tasks state (memory values in pages):"
  static let header: Text = """
    [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents \
    oom_score_adj name
    """

  /// One process holds half of the memory. `podAdjustment`: the one `oom_score_adj` of all processes of a container;
  /// nil outside one.
  init(
    count: Int, residentPages budget: Int, totalPages: Int, podAdjustment: Int?,
    _ random: inout RandomSource
  ) {
    var weights = (0..<count).map { _ in 8 + random.skewed(200_000) }
    weights[random.below(count)] += weights.reduce(0, +)
    let sum = weights.reduce(0, +)
    var pid = 1
    rows = []
    for weight in weights {
      pid += 1 + random.below(400)
      let command = random.skewedElement(of: Vocabulary.commands)
      rows.append(
        ProcessRow(
          pid: pid, command: command, residentPages: 3 + weight * budget / sum,
          scoreAdjustment: podAdjustment ?? Self.usualAdjustment(of: command, &random), &random))
    }
    victim = Self.victim(among: rows, totalPages: totalPages)
    trigger = random.element(of: rows)
  }

  /// The highest badness; the later row wins a tie, as in every kernel since 5.3.
  private static func victim(among rows: [ProcessRow], totalPages: Int) -> ProcessRow {
    var best = rows[0]
    var bestPoints = Int.min
    for row in rows where row.scoreAdjustment != -1000 {
      let points =
        row.residentPages + row.pageTableBytes / 4096 + row.scoreAdjustment * (totalPages / 1000)
      if points >= bestPoints { (best, bestPoints) = (row, points) }
    }
    return best
  }

  private static func usualAdjustment(of command: String, _ random: inout RandomSource) -> Int {
    switch command {
    case "sshd": -1000
    case "kubelet", "containerd": -999
    case "dockerd": -500
    case "systemd-journal": -250
    case "dbus-daemon": -900
    default: random.oneIn(8) ? random.element(of: [-997, 100, 200]) : 0
    }
  }
}

extension ProcessRow {
  fileprivate init(
    pid: Int, command: String, residentPages: Int, scoreAdjustment: Int, _ random: inout RandomSource
  ) {
    self.pid = pid
    self.command = command
    self.scoreAdjustment = scoreAdjustment
    uid = random.skewed(1001)
    virtualPages = residentPages + random.below(900_000)
    filePages = min(residentPages / 4, random.below(3000))
    sharedPages = random.oneIn(8) ? residentPages / 5 : 0
    anonPages = residentPages - filePages - sharedPages
    pageTableBytes = (9 + residentPages / 512 + random.below(40)) * 4096
  }
}
