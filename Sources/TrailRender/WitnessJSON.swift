// Witnesses and kills by programs as JSON objects.

import TrailBytes
import TrailModel

extension ByteWriter {
  /// The members of a witness: those of the contract, then the additions.
  mutating func members(of witness: Witness) {
    let statement = witness.statement
    field("kind", statement.kind)
    object("time") { $0.members(of: witness.time) }
    field("host", witness.host)
    object("parent", statement.parent) { $0.members(of: $1) }
    object("child", statement.child) { $0.members(of: $1) }
    field("signal", statement.signal)
    field("unit", statement.unit)
    field("container_id", statement.containerID)
    field("certainty", statement.certainty.rawValue)
    field("event_id", witness.eventID)
    array("sources", witness.sources) { $0.members(of: $1) }
    object("match", witness.match) { writer, match in
      writer.field("basis", match.basis.rawValue)
      writer.field("confidence", match.confidence.rawValue)
    }
    field("reason", statement.reason)
    field("text", statement.text)
    field("child_basis", witness.isChildFromEvent ? "event" : statement.child == nil ? nil : "line")
    field("cgroup", statement.cgroup)
    field("job", statement.job)
    field("kills", statement.kills)
    field("killer", statement.killer?.rawValue)
    field("restarts", statement.restarts)
    field("memory_peak_bytes", statement.memoryPeak)
    field("child_age_seconds", statement.age.map { Double($0) / 1e9 })
    field("boot_id", witness.bootID)
    if let pod = statement.evicted {
      field("namespace", pod.namespace)
      field("pod", pod.pod)
    }
  }

  mutating func members(of process: NamedProcess) {
    field("pid", process.pid)
    field("name", process.name)
  }

  /// What a killer that is a program says of its kill.
  mutating func members(of kill: UserspaceKill) {
    field("killer_pid", kill.killerPID)
    field("signal", kill.signal)
    field("escalated", kill.isEscalated)
    field("confirmed", kill.isConfirmed)
    field("overtaken_by", kill.overtakenBy)
    array("pids", kill.pids)
    field("killed", kill.count)
    field("monitored_cgroup", kill.monitored)
    field("container", kill.container)
    field("reason", kill.reason)
    field("pressure_percent", kill.pressure)
    field("pressure_limit_percent", kill.pressureLimit)
    field("pressure_seconds", kill.pressureSeconds)
    field("use_limit_percent", kill.useLimit)
    field("memory_used_bytes", kill.memoryUsed)
    field("memory_total_bytes", kill.memoryTotal)
    field("memory_available_bytes", kill.memoryAvailable)
    field("memory_limit_percent", kill.memoryLimit)
    field("swap_used_bytes", kill.swapUsed)
    field("swap_total_bytes", kill.swapTotal)
    field("swap_free_bytes", kill.swapFree)
    field("swap_limit_percent", kill.swapLimit)
    field("usage_bytes", kill.usage)
    field("limit_bytes", kill.limit)
    field("victim_rss_bytes", kill.resident)
    field("victim_swap_bytes", kill.victimSwap)
    field("victim_score", kill.score)
    field("victim_command", kill.commandLine)
    array("candidates", kill.candidates) { writer, candidate in
      writer.field("cgroup", candidate.cgroup)
      writer.field("memory_bytes", candidate.memory)
      writer.field("swap_bytes", candidate.swap)
      writer.field("pgscan", candidate.pagesScanned)
      writer.field("last_pgscan", candidate.lastPagesScanned)
      writer.field("pressure_10_percent", candidate.pressure10)
      writer.field("pressure_60_percent", candidate.pressure60)
      writer.field("pressure_300_percent", candidate.pressure300)
    }
    array("members", kill.members) { writer, member in
      writer.field("pid", member.pid)
      writer.field("ppid", member.parent)
      writer.field("comm", member.comm)
      writer.field("rss_pages", member.resident)
      writer.field("command", member.commandLine)
    }
  }
}
