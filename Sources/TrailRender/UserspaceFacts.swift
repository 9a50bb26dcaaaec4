// A kill by a program in words: who it was, what it went by, and how it ended.

import TrailModel

extension Killer {
  /// Its name as the subject of a sentence.
  var subject: String {
    switch self {
    case .kernel: "The kernel"
    case .lowmemorykiller: "Android's lowmemorykiller"
    case .systemdOOMD: "systemd-oomd"
    case .earlyoom: "earlyoom"
    case .nohang: "nohang"
    case .oomd: "oomd"
    case .lmkd: "Android's lmkd"
    case .yarn: "YARN's NodeManager"
    case .talos: "Talos's OOM controller"
    case .kubelet: "The kubelet"
    case .unknown: "Nobody known"
    }
  }
}

/// The reasons and figures of a program that killed.
struct UserspaceFacts {
  let report: KillReport
  let kill: UserspaceKill

  /// A clause that can follow "because".
  var clause: String {
    switch report.killer {
    case .systemdOOMD where report.scope == .swap:
      let limit = kill.useLimit.map { " of \(percent($0))" } ?? ""
      return "memory and swap were used beyond the share\(limit) that is allowed"
    case .systemdOOMD, .oomd:
      let whose = kill.monitored.map { " in \($0.code)" } ?? ""
      guard let pressure = kill.pressure else { return "tasks\(whose) waited for memory too long" }
      let limit = kill.pressureLimit.map { ", where \(percent($0)) is allowed" } ?? ""
      let time = kill.pressureSeconds.map { " for more than \(duration(seconds: $0))" } ?? ""
      return "tasks\(whose) waited for memory \(percent(pressure)) of the time\(limit)\(time)"
    case .yarn:
      let usage = kill.usage.map { " (\($0.human))" } ?? ""
      let limit = kill.limit.map { " of \($0.human)" } ?? ""
      return "the container used more\(usage) than its limit\(limit), as YARN measures it"
    case .earlyoom, .nohang: return "the node ran low on memory\(available)"
    case .lmkd: return kill.reason.map { "\($0.code)" } ?? "the device ran low on memory"
    default: return "the node ran low on memory"
    }
  }

  private var available: String {
    guard let memory = kill.memoryAvailable else { return "" }
    let swap = kill.swapFree.map { " and \($0.human) of swap" } ?? ""
    return " (\(memory.human)\(swap) left)"
  }

  func add(to facts: inout FactList) {
    facts.add("Killer", who)
    facts.add("Limits", limits)
    if !kill.pids.isEmpty {
      facts.add("Signalled", kill.pids.prefix(20).map { "pid \($0)" }.joined(separator: ", "))
    }
    facts.add("How it ended", ending)
    facts.add("Command", kill.commandLine?.code)
    facts.add("Candidates", nil, candidates)
    let title = report.killer == .yarn ? "Process tree" : "Its parents"
    facts.add(title, nil, kill.members.prefix(10).map(text(of:)))
  }

  private var who: String {
    var parts = [report.killer.rawValue.code]
    if let pid = kill.killerPID { parts.append("pid \(pid)") }
    if let reason = kill.reason { parts.append("rule or reason \(reason.code)") }
    if let container = kill.container { parts.append("container \(container.code)") }
    parts.append("a program, so the kernel reports nothing of this kill")
    return parts.joined(separator: "; ")
  }

  private var limits: String? {
    var parts: [String] = []
    if let limit = kill.memoryLimit { parts.append("memory available below \(percent(limit))") }
    if let limit = kill.swapLimit { parts.append("swap free below \(percent(limit))") }
    if let used = kill.memoryUsed {
      parts.append("memory used \(used.human)" + (kill.memoryTotal.map { " of \($0.human)" } ?? ""))
    }
    if let used = kill.swapUsed {
      parts.append("swap used \(used.human)" + (kill.swapTotal.map { " of \($0.human)" } ?? ""))
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var ending: String? {
    var parts: [String] = []
    switch kill.signal {
    case 15: parts.append("SIGTERM was sent, which asks a process to end")
    case 9: parts.append("SIGKILL was sent")
    case let signal?: parts.append("signal \(signal) was sent")
    case nil: break
    }
    if kill.isEscalated == true { parts.append("then SIGKILL") }
    if let count = kill.count { parts.append("systemd counted \(count.of("process", "processes")) killed") }
    switch kill.isConfirmed {
    case true? where kill.overtakenBy != nil: parts.append("it sees the process gone, which the kernel killed")
    case true?: parts.append("the log confirms the kill")
    case false?: parts.append("the process did not end in time")
    case nil:
      if report.outcome == .unknown, kill.overtakenBy == nil {
        parts.append("the kill was decided; that it took place is not in the log")
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var candidates: [String] {
    let shown = kill.candidates.prefix(10).map { candidate in
      var parts = [candidate.cgroup.code]
      if let memory = candidate.memory { parts.append("memory \(memory.human)") }
      if let swap = candidate.swap { parts.append("swap \(swap.human)") }
      if let pressure = candidate.pressure10 { parts.append("pressure \(percent(pressure)) over 10 s") }
      if let scanned = candidate.pagesScanned { parts.append("\(scanned.grouped) pages scanned") }
      return parts.joined(separator: ", ")
    }
    let rest = kill.candidates.count - shown.count
    return shown + (rest > 0 ? ["… and \(rest) more"] : [])
  }

  private func text(of member: UserspaceKill.Member) -> String {
    var parts = [process(member.comm, member.pid)]
    if let parent = member.parent { parts.append("child of pid \(parent)") }
    if let pages = member.resident { parts.append(pages.human(pageSize: nil)) }
    return parts.joined(separator: ", ")
  }

  private func percent(_ share: Double) -> String {
    let hundredths = Int64((share * 100).rounded())
    let rest = hundredths % 100
    let digits = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return "\(hundredths / 100)\(digits) %"
  }
}
