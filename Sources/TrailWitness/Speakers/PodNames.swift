// What kubelets and runtimes call the pods and containers of which cgroups have but ids.

import TrailBytes
import TrailModel

extension Speaker {
  /// - kubelet (pkg/kubelet): lines with `pod="shop/api-0"` and `podUID="<uid>"` or a volume's `(UID: \"<uid>\")`;
  ///   `SyncLoop (PLEG): event for pod" pod="shop/api-0" event={"ID":"<uid>","Type":"ContainerDied",…}`, before 1.27
  ///   `&{ID:<uid> …}`, before 1.21 `SyncLoop (PLEG): "api-0_shop(<uid>)"`; `restarting failed container=api
  ///   pod=api-0_shop(<uid>)`
  /// - containerd (internal/cri/server): `RunPodSandbox for &PodSandboxMetadata{Name:api-0,Uid:<uid>,Namespace:shop,…}
  ///   returns sandbox id \"<64 digits>\"`, and `CreateContainer within sandbox \"<64 digits>\" for
  ///   &ContainerMetadata{Name:api,…} returns container id \"<64 digits>\"`, from 2.1 `for name:\"api\"`
  /// - CRI-O (server/container_create.go): `Created container <64 digits>: shop/api-0/api`
  static let podNames = Speaker(
    "pod-names",
    sentinels: [
      "ContainerDied", "podUID=", "(UID: ", "restarting failed container=", "returns sandbox id",
      "returns container id", "Created container ",
    ]
  ) { text, _ in
    let name: PodName?
    if let at = text.offset(of: " pod=\"") {
      name = kubelet(text, path: at + 6)
    } else {
      name = oldKubelets(text) ?? containerds(text) ?? criOs(text)
    }
    return name.map { .naming($0) }
  }

  /// Lines of a kubelet from 1.21 on, with the pod's namespace and name at `path`.
  private static func kubelet(_ text: Span<UInt8>, path: Int) -> PodName? {
    var name = PodName()
    for label in uids where name.podUID == nil {
      if let at = text.offset(of: label) { name.podUID = text.uid(from: at + label.utf8CodeUnitCount) }
    }
    // Without its id, a container's name is no use.
    guard name.podUID != nil, name.readPath(text, from: path) != nil else { return nil }
    if let at = text.offset(of: "containerName=\""), let id = text.offset(of: "containerID=\"", from: at) {
      name.container = text.text(text.name(from: at + 15))
      name.containerID = text.containerID(from: id)
    }
    // Of a sandbox, it is the pod's all the same.
    if let at = text.offset(of: "Data:") ?? text.offset(of: "Data\":") {
      name.containerID = text.containerID(from: at)
    }
    return name
  }

  private static func oldKubelets(_ text: Span<UInt8>) -> PodName? {
    var name = PodName()
    if let at = text.offset(of: " failed container="), let pod = text.offset(of: " pod=", from: at) {
      return name.readFullName(text, from: pod + 5) ? name : nil
    }
    guard let at = text.offset(of: "(PLEG): \"") else { return nil }
    name.containerID = text.containerID(from: at)
    return name.readFullName(text, from: at + 9) ? name : nil
  }

  /// What stands before a pod's uid.
  private static let uids: [StaticString] = ["podUID=\"", "{\"ID\":\"", "{ID:", "(UID: \\\"", "(UID: \""]

  private static func containerds(_ text: Span<UInt8>) -> PodName? {
    var name = PodName()
    if let at = text.offset(of: "RunPodSandbox for "), let end = text.offset(of: " returns sandbox id", from: at) {
      name.pod = text.field("ame:", in: at..<end)
      name.namespace = text.field("amespace:", in: at..<end)
      name.podUID = text.field("id:", in: at..<end)
      name.sandboxID = text.containerID(from: end)
      return name.pod == nil || name.namespace == nil || name.sandboxID == nil ? nil : name
    }
    guard let at = text.offset(of: "CreateContainer within sandbox "),
      let end = text.offset(of: " returns container id", from: at)
    else { return nil }
    name.sandboxID = text.containerID(from: at)
    name.containerID = text.containerID(from: end)
    name.container = text.field("ame:", in: at..<end)
    return name.sandboxID == nil || name.containerID == nil || name.container == nil ? nil : name
  }

  private static func criOs(_ text: Span<UInt8>) -> PodName? {
    guard let at = text.offset(of: "Created container "), let id = text.containerID(from: at + 18),
      text.has(": ", at: at + 82)
    else { return nil }
    var name = PodName()
    name.containerID = id
    guard let end = name.readPath(text, from: at + 84), text.has("/", at: end) else { return nil }
    let own = text.name(from: end + 1)
    name.container = text.text(own)
    return own.isEmpty ? nil : name
  }
}

extension PodName {
  /// Reads `shop/api-0`; gives its end, or nil where it is none.
  mutating func readPath(_ text: Span<UInt8>, from start: Int) -> Int? {
    let first = text.name(from: start)
    let second = text.name(from: first.upperBound + 1)
    guard text.has("/", at: first.upperBound), !first.isEmpty, !second.isEmpty else { return nil }
    (namespace, pod) = (text.text(first), text.text(second))
    return second.upperBound
  }

  /// Reads `api-0_shop(<uid>)`; false where it is none.
  mutating func readFullName(_ text: Span<UInt8>, from start: Int) -> Bool {
    let first = text.name(from: start)
    let second = text.name(from: first.upperBound + 1)
    guard text.has("_", at: first.upperBound), text.has("(", at: second.upperBound), !first.isEmpty, !second.isEmpty
    else { return false }
    (pod, namespace) = (text.text(first), text.text(second))
    podUID = text.uid(from: second.upperBound + 1)
    return podUID != nil
  }
}

extension Span<UInt8> {
  /// The name of an object that begins at `start`: letters, digits, hyphens and full stops, at most 253 (RFC 1123).
  fileprivate func name(from start: Int) -> Range<Int> {
    let start = Swift.min(start, count)
    var end = start
    while end < count, end - start < 253, self[end].isOfName { end += 1 }
    return start..<end
  }

  /// A pod's uid at `start`: with hyphens, or the 32 digits of a static pod.
  fileprivate func uid(from start: Int) -> String? {
    let word = name(from: start)
    return word.count == 36 || word.count == 32 ? text(word) : nil
  }

  /// What stands behind the first `label` of a printed structure: `Name:api,`, in newer ones `name:"api"`, which a log
  /// escapes.
  fileprivate func field(_ label: StaticString, in range: Range<Int>) -> String? {
    guard let at = offset(of: label, from: range.lowerBound), at < range.upperBound else { return nil }
    var start = at + label.utf8CodeUnitCount
    while start < range.upperBound, self[start] == 0x22 || self[start] == 0x5C { start += 1 }
    let word = name(from: start)
    return word.isEmpty ? nil : text(word)
  }
}

extension UInt8 {
  fileprivate var isOfName: Bool {
    (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || self == 0x2D
      || self == 0x2E
  }
}
