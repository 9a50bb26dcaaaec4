// Whom an event of Kubernetes says that the kernel killed: the kernel's own line, as node-problem-detector hands it on,
// or the kubelet's `System OOM encountered, victim process: java, pid: 4711`.

import TrailModel

extension KubernetesEvent {
  /// Whether it tells of a kill by the kernel.
  var isKernelKill: Bool {
    switch reason {
    case "OOMKilling", "PodOOMKilling", "CgroupOOM", "SystemOOM": true
    default: false
    }
  }

  /// Who died, where the message says so.
  var victim: Victim? {
    if let end = message.firstEnd(of: "victim process: "), let comma = message[end...].lastEnd(of: ", pid: ") {
      var victim = Victim()
      victim.comm = String(message[end..<comma.before])
      victim.pid = message.number(at: comma.end)
      return victim.pid == nil ? nil : victim
    }
    guard let end = message.firstEnd(of: "Killed process ") ?? message.firstEnd(of: "Kill process "),
      let pid = message.number(at: end)
    else { return nil }
    var victim = Victim()
    victim.pid = pid
    let rest = message[end...]
    if let open = rest.firstIndex(of: "("),
      let close = rest.lastEnd(of: ") total-vm:") ?? rest.lastEnd(of: ") score ")
        ?? rest.lastEnd(of: ")"), open < close.before
    {
      victim.comm = String(rest[rest.index(after: open)..<close.before])
    }
    victim.totalVM = message.kilobytes(behind: "total-vm:")
    victim.anonRSS = message.kilobytes(behind: "anon-rss:")
    victim.fileRSS = message.kilobytes(behind: "file-rss:")
    victim.shmemRSS = message.kilobytes(behind: "shmem-rss:")
    victim.pageTables = message.kilobytes(behind: "pgtables:")
    victim.uid = message.firstEnd(of: " UID:").flatMap { message.number(at: $0) }
    victim.oomScoreAdj = message.firstEnd(of: "oom_score_adj:").flatMap { message.number(at: $0) }
    victim.score = message.firstEnd(of: ") score ").flatMap { message.number(at: $0) }
    return victim
  }
}

extension String {
  /// The number that stands at `start`, with a sign where it has one.
  fileprivate func number(at start: Index) -> Int64? {
    Int64(self[start...].prefix { $0.isASCII && ($0.isNumber || $0 == "-") })
  }

  fileprivate func kilobytes(behind name: String) -> Bytes? {
    firstEnd(of: name).flatMap { number(at: $0) }.flatMap { Bytes(exactKilobytes: $0) }
  }
}

extension Substring {
  /// Where the last `text` begins and ends.
  fileprivate func lastEnd(of text: String) -> (before: Index, end: Index)? {
    var found: (before: Index, end: Index)?
    var at = startIndex
    while at < endIndex {
      if self[at...].utf8.starts(with: text.utf8) { found = (at, utf8.index(at, offsetBy: text.utf8.count)) }
      at = index(after: at)
    }
    return found
  }
}
