// Whose the victim was, and whose limit was hit.

import TrailModel

struct OwnerFacts {
  let event: Event

  func add(to facts: inout FactList) {
    if let owner = event.owner { facts.add("Owner", text(of: owner), details(of: owner)) }
    if let limit = event.limitOwner { facts.add("Whose limit was hit", whose(limit)) }
    if let lifetime = event.lifetime { facts.add("How long it had run", text(of: lifetime)) }
  }

  private func text(of owner: CgroupOwner) -> String {
    guard owner.isKnown else { return "not told by the path of its cgroup" }
    var text = owner.title.code
    if let workload = event.workload {
      let basis =
        switch workload.basis {
        case .owner: "as its object says"
        case .label: "as its labels say"
        case .name: "inferred from the pod's name"
        }
      let kind = workload.kind.map { "\($0.prose) " } ?? "workload "
      text += " of \(kind)\(workload.name.code) (\(basis))"
    }
    return text
  }

  private func details(of owner: CgroupOwner) -> [String] {
    guard owner.isKnown else { return [] }
    let own = owner.owner
    var items: [String] = []
    var parts: [String] = []
    if let engine = own.engine { parts.append("engine \(engine.code)") }
    if let id = own.containerID { parts.append("container id \(id.code)") }
    if own.isMonitor { parts.append("the process that watches over the container, not the container") }
    if let qos = own.qosClass { parts.append("quality of service \(qos)") }
    if own.pod != nil, let uid = own.podUID { parts.append("pod uid \(uid.code)") }
    if let unit = own.unit, unit != own.name { parts.append("unit \(unit.code)") }
    if let job = own.job { parts.append("job \(job.code)" + (own.step.map { ", step \($0.code)" } ?? "")) }
    if !parts.isEmpty { items.append(parts.joined(separator: "; ")) }
    let above = owner.chain.dropFirst().map { $0.name.code }
    if !above.isEmpty { items.append("in " + above.joined(separator: ", in ")) }
    if owner.isOutside { items.append("the path leads out of the cgroup namespace that it was read in") }
    if let path = owner.namedBy { items.append("named by \(path.code)") }
    return items
  }

  /// Whose the limit is, seen from the victim.
  private func whose(_ limit: CgroupOwner) -> String {
    if let owner = event.owner, limit.path == owner.path { return "its own" }
    guard limit.isKnown else { return "not told by the path of the cgroup" }
    let name = limit.title.code
    return switch limit.owner.kind {
    case .kubernetesPod: "the pod's: \(name), what all its containers may use together"
    case .kubernetesNode: "that of all pods together: what the node has for them (allocatable)"
    case .kubernetesClass: "that of \(name) together"
    case .user: "that of all sessions of \(name) together"
    case .job: "that of the whole job: \(name)"
    case .slice: "that of everything in \(name)"
    default: name
    }
  }

  private func text(of lifetime: Lifetime) -> String {
    let basis = lifetime.basis == .container ? "as its container's status says" : "as the tables of earlier kills show"
    let before = lifetime.residentBefore.map { "; it had \($0.human) resident when it was first seen" } ?? ""
    let span =
      switch (lifetime.atLeast, lifetime.atMost) {
      case (let least?, let most?) where least == most: duration(seconds: least)
      case (let least?, let most?): "\(duration(seconds: least)) to \(duration(seconds: most))"
      case (let least?, nil): "at least \(duration(seconds: least))"
      case (nil, let most?): "at most \(duration(seconds: max(most, 0.1)))"
      case (nil, nil): Placeholder.unknown
      }
    return "\(span), \(basis)\(before)"
  }
}
