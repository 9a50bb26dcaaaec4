// Objects of the API (core/v1, events.k8s.io/v1) as records: pods, nodes and events; others are none.

import TrailBytes
import TrailModel

/// Reads records off objects.
enum ObjectRecords {
  /// Adds what a whole object says; false where it is no pod, node or event.
  static func add(_ value: ObjectValue, from source: Source, to facts: inout KubernetesFacts) -> Bool {
    let kind = value["kind"]?.text
    if value["involvedObject"] != nil || value["regarding"] != nil {
      if let event = event(value, source) { facts.add(event) }
      return true
    }
    guard value["metadata"] != nil, value["status"] != nil || value["spec"] != nil else { return false }
    let status = value["status"]
    if kind == "Pod" || kind == nil && (status?["phase"] != nil || status?["containerStatuses"] != nil) {
      facts.add(pod(value, source))
      return true
    }
    if kind == "Node" || kind == nil && status?["nodeInfo"] != nil {
      facts.add(node(value, source))
      return true
    }
    if kind == "Lease", value["metadata"]?["namespace"]?.text == "kube-node-lease" {
      var node = NodeRecord(source: source)
      node.name = value["metadata"]?["name"]?.text
      node.renewed = time(value["spec"]?["renewTime"])
      facts.add(node)
      return true
    }
    return kind != nil && kind != "List" && kind?.hasSuffix("List") != true
  }

  /// Adds what a piece of an object says, of which the rest is lost.
  static func add(fragment value: ObjectValue, from source: Source, to facts: inout KubernetesFacts) {
    let statuses = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"]
    if statuses.contains(where: { value[$0] != nil }) {
      facts.add(pod(.map([("status", value)]), source))
    } else if let status = value["status"], statuses.contains(where: { status[$0] != nil }) || status["phase"] != nil {
      facts.add(pod(value, source))
    } else if value["reason"]?.text == "Evicted", value["message"] != nil {
      facts.add(pod(.map([("status", value)]), source))
    } else if value["terminated"] != nil {
      let container = ObjectValue.map([("state", value)])
      facts.add(pod(.map([("status", .map([("containerStatuses", .list([container]))]))]), source))
    } else {
      let items = value.items.isEmpty ? [value] : value.items
      let containers = items.filter { $0["state"] != nil && $0["name"] != nil || $0["lastState"] != nil }
      guard !containers.isEmpty else { return }
      facts.add(pod(.map([("status", .map([("containerStatuses", .list(containers))]))]), source))
    }
  }

  // MARK: Pods

  private static func pod(_ value: ObjectValue, _ source: Source) -> PodRecord {
    var pod = PodRecord(source: source)
    pod.isObject = true
    let (metadata, spec, status) = (value["metadata"], value["spec"], value["status"])
    pod.namespace = metadata?["namespace"]?.text
    pod.name = metadata?["name"]?.text
    // The kubelet calls a static pod by a hash; the API's uid is that of its mirror (pkg/kubelet/types).
    pod.uid = metadata?["annotations"]?["kubernetes.io/config.hash"]?.text ?? metadata?["uid"]?.text
    pod.isWhole = pod.name != nil && spec != nil
    pod.node = spec?["nodeName"]?.text
    pod.isTerminating = metadata?["deletionTimestamp"]?.text != nil
    pod.status = status?["phase"]?.text
    pod.reason = status?["reason"]?.text
    pod.message = status?["message"]?.text.map { text in
      // Each of the kubelet's sentences ends in a blank.
      var text = text
      while text.last?.isWhitespace == true { text.removeLast() }
      return text
    }
    pod.qosClass = status?["qosClass"]?.text
    pod.started = time(status?["startTime"])
    for (name, label) in metadata?["labels"]?.members ?? [] {
      if let label = label.text { pod.labels[name] = label }
    }
    let owners = metadata?["ownerReferences"]?.items ?? []
    if let owner = owners.first(where: { $0["controller"]?.text == "true" }),
      let kind = owner["kind"]?.text, let name = owner["name"]?.text
    {
      pod.owner = PodRecord.Owner(kind: kind, name: name)
    }
    for condition in status?["conditions"]?.items ?? []
    where condition["type"]?.text == "DisruptionTarget" && condition["status"]?.text == "True" {
      if condition["reason"]?.text == "TerminationByKubelet" { pod.disrupted = time(condition["lastTransitionTime"]) }
    }
    for (kind, specs, statuses) in [
      (Container.Kind.initial, "initContainers", "initContainerStatuses"),
      (.app, "containers", "containerStatuses"), (.ephemeral, "ephemeralContainers", "ephemeralContainerStatuses"),
    ] {
      pod.containers += containers(
        kind, spec?[specs]?.items ?? [], status?[statuses]?.items ?? [], source)
    }
    // A message tells the pod where its metadata is lost.
    if pod.name == nil {
      for container in pod.containers {
        guard let message = container.state?.message, let told = BackOff(message) else { continue }
        (pod.name, pod.namespace, pod.uid) = (told.pod, told.namespace, told.uid)
        break
      }
    }
    return pod
  }

  private static func containers(
    _ kind: Container.Kind, _ specs: [ObjectValue], _ statuses: [ObjectValue], _ source: Source
  ) -> [ContainerRecord] {
    var names: [String?] = specs.map { $0["name"]?.text }
    let resources = Dictionary(zip(names, specs.map { $0["resources"] }), uniquingKeysWith: { first, _ in first })
    let told = Dictionary(statuses.map { ($0["name"]?.text, $0) }, uniquingKeysWith: { first, _ in first })
    for status in statuses where resources.index(forKey: status["name"]?.text) == nil {
      names.append(status["name"]?.text)
    }
    return names.map { name in
      var container = ContainerRecord(source: source)
      container.name = name
      container.kind = kind
      if let amount = resources[name] {
        container.limits = amounts(amount?["limits"])
        container.requests = amounts(amount?["requests"])
      }
      guard let status = told[name] else { return container }
      if let id = ContainerID(status["containerID"]?.text) {
        (container.containerID, container.runtime) = (id.id, id.runtime)
      }
      container.restartCount = status["restartCount"]?.number
      container.state = state(status["state"], source)
      container.lastState = state(status["lastState"], source)
      return container
    }
  }

  private static func amounts(_ value: ObjectValue?) -> ContainerResources {
    var amounts = ContainerResources()
    if let memory = value?["memory"]?.text { amounts.memory = bytes(memory) { $0.memoryQuantity($1) } }
    if let cpu = value?["cpu"]?.text { amounts.cpuMillicores = bytes(cpu) { $0.milliQuantity($1) } }
    return amounts
  }

  private static func state(_ value: ObjectValue?, _ source: Source) -> ContainerState? {
    let kinds: [(String, ContainerState.Kind)] = [
      ("terminated", .terminated), ("waiting", .waiting), ("running", .running),
    ]
    for (key, kind) in kinds {
      guard let body = value?[key] else { continue }
      var state = ContainerState(kind)
      state.reason = body["reason"]?.text
      state.message = body["message"]?.text
      state.exitCode = body["exitCode"]?.number
      state.signal = body["signal"]?.number
      state.started = time(body["startedAt"])
      state.finished = time(body["finishedAt"])
      state.containerID = ContainerID(body["containerID"]?.text)?.id
      state.source = source
      return state
    }
    return nil
  }

  // MARK: Nodes

  private static func node(_ value: ObjectValue, _ source: Source) -> NodeRecord {
    var node = NodeRecord(source: source)
    let status = value["status"]
    let info = status?["nodeInfo"]
    node.name = value["metadata"]?["name"]?.text
    node.capacity = amounts(status?["capacity"]).memory
    node.allocatable = amounts(status?["allocatable"]).memory
    node.bootID = info?["bootID"]?.text
    node.machineID = info?["machineID"]?.text
    node.kernelRelease = info?["kernelVersion"]?.text
    node.osImage = info?["osImage"]?.text
    node.runtimeVersion = info?["containerRuntimeVersion"]?.text
    node.kubeletVersion = info?["kubeletVersion"]?.text
    for condition in status?["conditions"]?.items ?? [] {
      guard let type = condition["type"]?.text, let state = condition["status"]?.text else { continue }
      node.conditions.append(
        NodeRecord.Condition(
          type: type, status: state, heartbeat: time(condition["lastHeartbeatTime"]),
          transition: time(condition["lastTransitionTime"]), reason: condition["reason"]?.text))
    }
    return node
  }

  // MARK: Events

  private static func event(_ value: ObjectValue, _ source: Source) -> KubernetesEvent? {
    guard let reason = value["reason"]?.text, EventReasons.isKept(reason) else { return nil }
    var event = KubernetesEvent(
      reason: reason, message: value["message"]?.text ?? value["note"]?.text ?? "", source: source)
    let object = value["involvedObject"] ?? value["regarding"]
    event.objectKind = object?["kind"]?.text
    event.objectName = object?["name"]?.text
    event.objectUID = object?["uid"]?.text
    event.namespace = object?["namespace"]?.text
    event.container = object?["fieldPath"]?.text.flatMap { fieldPathContainer($0) }
    let origin = value["source"] ?? value["deprecatedSource"]
    event.component =
      origin?["component"]?.text ?? value["reportingComponent"]?.text
      ?? value["reportingController"]?.text
    event.host = origin?["host"]?.text ?? value["reportingInstance"]?.text
    let series = value["series"]
    event.count = (series?["count"] ?? value["count"] ?? value["deprecatedCount"])?.number
    let first = time(value["firstTimestamp"]) ?? time(value["deprecatedFirstTimestamp"]) ?? time(value["eventTime"])
    let last =
      time(series?["lastObservedTime"]) ?? time(value["lastTimestamp"])
      ?? time(value["deprecatedLastTimestamp"]) ?? first
    event.first = first.map { .at($0) }
    event.last = last.map { .at($0) }
    return event
  }

  // MARK: Scalars

  private static func time(_ value: ObjectValue?) -> Instant? {
    value?.text.flatMap { bytes($0) { $0.objectTime($1) } }
  }

  /// Hands the bytes of a text to `read`.
  static func bytes<Value>(_ text: String, _ read: (Span<UInt8>, Range<Int>) -> Value) -> Value {
    let bytes = Array(text.utf8)
    return read(bytes.span, 0..<bytes.count)
  }
}

/// The container that `spec.containers{name}` names.
func fieldPathContainer(_ path: String) -> String? {
  guard path.hasPrefix("spec."), let open = path.firstIndex(of: "{"), path.hasSuffix("}") else { return nil }
  return String(path[path.index(after: open)..<path.index(before: path.endIndex)])
}

/// A container's id and the runtime that gave it: `containerd://4f…`.
struct ContainerID {
  let id: String
  let runtime: String?

  /// Nil where there is no id yet.
  init?(_ text: String?) {
    guard let text, !text.isEmpty else { return nil }
    guard let colon = text.utf8.firstIndex(of: 0x3A), text[colon...].hasPrefix("://") else {
      id = text
      runtime = nil
      return
    }
    id = String(text[text.utf8.index(colon, offsetBy: 3)...])
    runtime = String(text[..<colon])
    if id.isEmpty { return nil }
  }
}

/// The reasons of events that verdicts and times need; a cluster writes many others.
enum EventReasons {
  private static let kept: Set = [
    "Killing", "Unhealthy", "Evicted", "SystemOOM", "EvictionThresholdMet", "OOMKilling", "PodOOMKilling", "CgroupOOM",
    "BackOff", "NodeHasInsufficientMemory", "NodeHasSufficientMemory", "Rebooted", "Starting", "Scheduled", "Started",
    "Preempted", "Preempting", "FailedPreStopHook", "ExceededGracePeriod", "TaintManagerEviction", "scheduled",
    "started", "killing", "unhealthy",
  ]

  static func isKept(_ reason: String) -> Bool { kept.contains(reason) }
}
