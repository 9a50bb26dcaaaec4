// The ids in the path of a container's cgroup: its own, and its pod's uid.

import TrailModel

/// What a cgroup's path says of Kubernetes.
struct CgroupNames {
  /// The container's id, 64 hexadecimal digits.
  private(set) var containerID: String?
  /// The pod's uid with hyphens, or 32 digits of a static pod.
  private(set) var podUID: String?
  /// Whether it lies under a kubelet's cgroup.
  let isKubernetes: Bool
  /// The pod's quality of service, where the path is a kubelet's: pods whose class it does not name are `Guaranteed`.
  var qosClass: String? {
    guard isKubernetes, podUID != nil else { return nil }
    if path.firstEnd(of: "burstable") != nil { return "Burstable" }
    return path.firstEnd(of: "besteffort") != nil ? "BestEffort" : "Guaranteed"
  }
  private let path: String

  init(_ path: String) {
    self.path = path
    let bytes = Array(path.utf8)
    isKubernetes = path.firstEnd(of: "kubepods") != nil
    var at = 0
    while at < bytes.count {
      guard Self.isHex(bytes[at]) else {
        at += 1
        continue
      }
      let start = at
      while at < bytes.count, Self.isHex(bytes[at]) { at += 1 }
      // The deepest is the container's own, where containers lie within containers.
      if at - start == 64 { containerID = String(decoding: bytes[start..<at], as: UTF8.self) }
    }
    for start in bytes.indices where bytes[start...].starts(with: "pod".utf8) {
      if let uid = Self.uid(Array(bytes[(start + 3)...].prefix(36))) { podUID = uid }
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }

  /// `7f8061d3-3603-49d6-8e03-77cb4b1bbed4`, with hyphens or underscores, or 32 digits.
  private static func uid(_ bytes: [UInt8]) -> String? {
    if bytes.count >= 32, bytes.prefix(32).allSatisfy(isHex) {
      return String(decoding: bytes.prefix(32), as: UTF8.self)
    }
    guard bytes.count == 36 else { return nil }
    var uid = bytes
    for index in uid.indices {
      if [8, 13, 18, 23].contains(index) {
        guard uid[index] == 0x2D || uid[index] == 0x5F else { return nil }
        uid[index] = 0x2D
      } else if !isHex(uid[index]) {
        return nil
      }
    }
    return String(decoding: uid, as: UTF8.self)
  }
}

extension KillReport {
  /// The id of the container in whose cgroup the victim was.
  var ownContainerID: String? { ownCgroup.flatMap { CgroupNames($0).containerID } }
}
