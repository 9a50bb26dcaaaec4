// From a pod to what keeps it running, which outlives it: by its owner, by its labels, or by how its name is made.

import TrailModel

extension Workload {
  /// The workload of a pod. A name alone is believed only where the text would not show an owner if there were one.
  init?(
    pod name: String?, owner: PodRecord.Owner?, labels: [String: String], isWhole: Bool
  ) {
    if let owner {
      self.init(owner: owner, pod: name, labels: labels)
    } else if let job = labels["batch.kubernetes.io/job-name"] ?? labels["job-name"] {
      self = Self.cron(job: job) ?? Workload(kind: "Job", name: job, basis: .label)
    } else if let config = labels["deploymentconfig"] {
      self.init(kind: "DeploymentConfig", name: config, basis: .label)
    } else if let name, let hash = labels["pod-template-hash"], let set = name.droppingSuffix(),
      let deployment = set.droppingSuffix(hash)
    {
      self.init(kind: "Deployment", name: deployment, basis: .label)
    } else if let member = labels["statefulset.kubernetes.io/pod-name"], let set = member.droppingOrdinal() {
      self.init(kind: "StatefulSet", name: set, basis: .label)
    } else if let name, labels["controller-revision-hash"] != nil, let set = name.droppingSuffix() {
      self.init(kind: "DaemonSet", name: set, basis: .label)
    } else if let name, !isWhole {
      self.init(pod: name)
    } else {
      return nil
    }
  }

  private init(owner: PodRecord.Owner, pod: String?, labels: [String: String]) {
    switch owner.kind {
    case "ReplicaSet":
      if let hash = labels["pod-template-hash"], let deployment = owner.name.droppingSuffix(hash) {
        self.init(kind: "Deployment", name: deployment, basis: .label)
      } else if let deployment = owner.name.droppingSuffix(of: 6...10) {
        self.init(kind: "Deployment", name: deployment, basis: .name)
      } else {
        self.init(kind: owner.kind, name: owner.name, basis: .owner)
      }
    case "Job": self = Self.cron(job: owner.name) ?? Workload(kind: "Job", name: owner.name, basis: .owner)
    case "ReplicationController":
      if let config = labels["deploymentconfig"] {
        self.init(kind: "DeploymentConfig", name: config, basis: .label)
      } else {
        self.init(kind: owner.kind, name: owner.name, basis: .owner)
      }
    case "Node":
      // A static pod is its file's, with the node's name behind it.
      let name = pod.flatMap { $0.droppingSuffix(owner.name) } ?? pod ?? owner.name
      self.init(kind: "StaticPod", name: name, basis: .owner)
    default: self.init(kind: owner.kind, name: owner.name, basis: .owner)
    }
  }

  /// A CronJob calls its jobs by the minute, to 1.20 by the second, that they were due.
  private static func cron(job: String) -> Workload? {
    guard let dash = job.lastIndex(of: "-") else { return nil }
    let number = job[job.index(after: dash)...]
    guard (8...10).contains(number.utf8.count), number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      dash > job.startIndex
    else { return nil }
    return Workload(kind: "CronJob", name: String(job[..<dash]), basis: .name)
  }
}

extension String {
  /// The letters that generated names have: no vowels, and no digits that look like some.
  private static let generated = Set("bcdfghjklmnpqrstvwxz2456789".utf8)

  /// The name before a generated part of so many letters; five, where a controller calls its pods.
  fileprivate func droppingSuffix(of length: ClosedRange<Int> = 5...5) -> String? {
    guard let dash = lastIndex(of: "-"), dash > startIndex else { return nil }
    let suffix = self[index(after: dash)...].utf8
    guard length.contains(suffix.count), suffix.allSatisfy({ Self.generated.contains($0) }) else { return nil }
    return String(self[..<dash])
  }

  /// The name before this part of it; nil where it does not end in that.
  fileprivate func droppingSuffix(_ suffix: String) -> String? {
    guard hasSuffix("-" + suffix), utf8.count > suffix.utf8.count + 1 else { return nil }
    return String(dropLast(suffix.count + 1))
  }

  /// The name before the number that a StatefulSet gives each of its pods.
  fileprivate func droppingOrdinal() -> String? {
    guard let dash = lastIndex(of: "-"), dash > startIndex else { return nil }
    let number = self[index(after: dash)...].utf8
    guard (1...5).contains(number.count), number.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return String(self[..<dash])
  }
}
