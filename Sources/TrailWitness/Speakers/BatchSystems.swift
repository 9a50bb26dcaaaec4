// Slurm, LSF, PBS, Grid Engine and HTCondor: some read the kernel's counter, some kill by their own measure.

import TrailBytes
import TrailModel

extension Speaker {
  /// slurmstepd reads the counter of the step's cgroup; slurmd's poll and `srun` speak of it in other words.
  static let slurm = Speaker(
    "slurm",
    sentinels: [
      "oom_kill event", "oom-kill event", ": Out Of Memory", "exceeded memory limit", "job memory limit", ": Killed",
    ]
  ) { text, _ in
    if text.contains("Detected "), text.contains("oom_kill event") || text.contains("oom-kill event") {
      var statement = WitnessStatement.oom("slurm", text)
      statement.kills = text.number(after: "Detected ")
      statement.job = text.word(after: "StepId=") ?? text.word(after: " in step ")
      return .death(statement)
    }
    if text.contains("srun: error: "), let at = text.offset(of: ": task") {
      if text.ends(in: ": Out Of Memory") {
        return .death(.oom("slurm", text))
      }
      if text.ends(in: ": Killed"), at < text.count - 8 {
        return .death(.killed("slurm", text, parent: NamedProcess(name: "slurmstepd"), child: nil))
      }
      return nil
    }
    let isPoll =
      text.contains("Exceeded job memory limit") || text.contains(" exceeded memory limit (")
      || text.contains("exceeded virtual memory limit (")
    guard isPoll, text.contains("slurm") || text.contains("Job ") || text.contains("Step") else { return nil }
    return .death(.otherwise("slurm", text, reason: "Slurm killed it by its own measure of memory"))
  }

  /// `TERM_MEMLIMIT: job killed after reaching LSF memory usage limit.`
  static let lsf = Speaker("lsf", sentinels: ["TERM_MEMLIMIT"]) { text, _ in
    guard text.contains("TERM_MEMLIMIT: job killed after reaching LSF memory usage limit") else { return nil }
    var statement = WitnessStatement("lsf", .sigkill, text: text.words)
    statement.reason = "the job reached its memory limit; whether LSF or the kernel killed it, the line does not say"
    return .death(statement)
  }

  /// `=>> PBS: job killed: mem 4194304kb exceeded limit 2097152kb`.
  static let pbs = Speaker("pbs", sentinels: ["=>> PBS: job killed"]) { text, _ in
    guard text.contains("=>> PBS: job killed: "), text.contains("mem ") || text.contains("mem job total") else {
      return nil
    }
    let isVirtual = text.contains("vmem ")
    return .death(
      .otherwise(
        "pbs", text,
        reason: isVirtual ? "PBS killed it for its address space" : "PBS killed it by its own measure of memory"))
  }

  /// `job 12.1 exceeds job hard limit "h_vmem" of queue … - sending SIGKILL`.
  static let gridEngine = Speaker("gridengine", sentinels: ["limit \"h_"]) { text, _ in
    guard text.contains(" exceeds job hard limit \"h_") else { return nil }
    return .death(.otherwise("gridengine", text, reason: "Grid Engine killed it by its own measure of memory"))
  }

  /// HTCondor's starter, which reads the job's cgroup.
  static let htCondor = Speaker(
    "htcondor", sentinels: ["over cgroup memory limit", "out-of-memory event", "due to OOM event"]
  ) { text, _ in
    guard
      text.contains("Job has gone over cgroup memory limit of ")
        || text.contains("Job has encountered an out-of-memory event") || text.contains("Job was held due to OOM event")
    else { return nil }
    return .death(.oom("htcondor", text))
  }
}
