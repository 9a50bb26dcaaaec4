// Owners and findings as JSON objects.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of cgroup: CgroupOwner) {
    members(of: cgroup.owner)
    field("title", cgroup.title)
    field("key", cgroup.key)
    field("cgroup", cgroup.path)
    field("outside_namespace", cgroup.isOutside)
    field("named_by", cgroup.namedBy)
    array("chain", cgroup.chain) { $0.members(of: $1) }
  }

  /// An owner: its kind, its name, and what else its path tells of it.
  private mutating func members(of owner: Owner) {
    field("kind", owner.kind.rawValue)
    field("name", owner.name)
    field("engine", owner.engine)
    field("namespace", owner.namespace)
    field("pod", owner.pod)
    field("pod_uid", owner.podUID)
    field("qos_class", owner.qosClass)
    field("container", owner.container)
    field("container_id", owner.containerID)
    field("unit", owner.unit)
    field("instance", owner.instance)
    field("slice", owner.slice)
    field("uid", owner.uid)
    field("job", owner.job)
    field("step", owner.step)
    field("monitor", owner.isMonitor)
  }

  mutating func members(of workload: Workload) {
    field("kind", workload.kind)
    field("name", workload.name)
    field("namespace", workload.namespace)
    field("basis", workload.basis.rawValue)
  }

  mutating func members(of lifetime: Lifetime) {
    field("at_least_seconds", lifetime.atLeast)
    field("at_most_seconds", lifetime.atMost)
    field("resident_before_bytes", lifetime.residentBefore)
    field("basis", lifetime.basis.rawValue)
  }

  mutating func members(of finding: Finding) {
    field("code", finding.code)
    field("severity", finding.severity.rawValue)
    field("title", finding.title)
    field("detail", finding.detail)
    array("event_ids", finding.eventIDs)
    array("evidence", finding.evidence) { writer, place in
      writer.field("path", place.path)
      writer.field("line", place.line)
    }
  }

  mutating func members(of filter: AppliedFilter) {
    object("asked") { writer in
      var names: [String] = []
      for term in filter.terms where !names.contains(term.name) { names.append(term.name) }
      for name in names {
        writer.write(name: name)
        writer.array(filter.terms.filter { $0.name == name }.map(\.value))
      }
    }
    field("left_out", filter.leftOut)
    field("left_out_untimed", filter.untimed)
  }
}
