// Gives events their owners: whose the victim's cgroup is, and whose limit was hit.

import TrailModel
import TrailOwners

/// Gives each event the owners that its cgroups tell.
func addOwners(to events: inout [Event], _ pods: KnownPods) {
  var finder = OwnerFinder()
  for index in events.indices {
    let report = events[index].report
    if let own = report.ownCgroup { events[index].owner = named(finder.owner(of: own)) }
    if let limit = report.limitCgroup { events[index].limitOwner = named(finder.owner(of: limit)) }
    if events[index].owner == nil, let id = events[index].containerID { events[index].owner = pods.owner(of: id) }
    if let owner = events[index].owner ?? events[index].limitOwner {
      events[index].workload = pods.workload(of: owner, on: events[index].host)
    }
  }
  func named(_ owner: CgroupOwner) -> CgroupOwner {
    var owner = owner
    pods.name(&owner)
    return owner
  }
}

extension KillReport {
  /// The cgroup whose limit was hit, where one was.
  var limitCgroup: String? { scope == .memcg ? memcg?.limitCgroup : nil }

  /// The victim's own cgroup.
  var ownCgroup: String? { victim?.cgroup ?? memcg?.taskCgroup }
}

extension Event {
  /// Whose memory it was: whose limit was hit, else whose the victim was.
  var answerable: CgroupOwner? { report.scope == .memcg ? limitOwner ?? owner : owner }
}
