// Batch systems: Slurm (cgroup v1 and v2), LSF, HTCondor.

import TrailModel

extension OwnerRule {
  /// A step of a Slurm job: `step_0`, `step_batch`, `step_extern`, `step_interactive`, with its tasks below it.
  static let slurmStep = OwnerRule.one { path, index in
    guard let step = path.segments[index].behind("step_"), var owner = TrailOwners.slurmJob(path, index - 1) else {
      return nil
    }
    owner.name += ", step \(step)"
    owner.step = step
    return owner
  }

  /// A Slurm job: `slurm/uid_<uid>/job_<id>` or `slurmstepd.scope/job_<id>`.
  static let slurmJob = OwnerRule.one { path, index in TrailOwners.slurmJob(path, index) }

  /// An LSF job: `lsf/<cluster>/job.<id>.<more>`.
  static let lsfJob = OwnerRule.one { path, index in
    guard let name = path.segments[index].behind("job."),
      path.nearest(above: index, { $0 == "lsf" ? true : nil }) != nil
    else { return nil }
    let id = name.cut(atFirst: ".")?.before ?? name
    var owner = Owner(.job, "LSF job \(id)", key: "lsf/\(id)")
    owner.engine = "lsf"
    owner.job = id
    return owner
  }

  /// A slot of HTCondor: `condor_<directory>_slot<n>_<m>@<host>`.
  static let htcondorSlot = OwnerRule.segment { segment in
    guard segment.hasPrefix("condor_") else { return nil }
    let parts = segment.split(separator: "_", omittingEmptySubsequences: false)
    // The directory may have a slot in its name too: the last counts.
    guard let first = parts.lastIndex(where: { $0.hasPrefix("slot") }),
      parts[first].dropFirst(4).first?.isNumber == true
    else { return nil }
    let slot = parts[first...].joined(separator: "_")
    var owner = Owner(.slot, "HTCondor \(slot)", key: "htcondor/\(slot)")
    owner.engine = "htcondor"
    owner.job = slot
    return owner
  }
}

private func slurmJob(_ path: CgroupPath, _ index: Int) -> Owner? {
  guard index >= 0, let id = path.segments[index].behind("job_"), id.isDigits else { return nil }
  let isSlurms =
    path.nearest(above: index) { segment in
      segment == "slurm" || segment.hasPrefix("slurm_") || segment.hasSuffix("slurmstepd.scope") ? true : nil
    } != nil
  guard isSlurms else { return nil }
  var owner = Owner(.job, "Slurm job \(id)", key: "slurm/\(id)")
  owner.engine = "slurm"
  owner.job = id
  owner.uid = path.above(index).behind("uid_").flatMap { Int64($0) }
  return owner
}
