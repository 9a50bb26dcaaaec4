// One object of a description while its lines come, and what becomes of it.

import TrailModel

/// What the lines of one object said so far.
struct DescribedObject {
  var pod: PodRecord
  var node: NodeRecord
  var event: KubernetesEvent
  /// Rows of its table of events, and those of a container's that its messages name.
  var events: [KubernetesEvent] = []
  /// `Pod` or `Node`, as the command says.
  var kind: String?
  var isPod = false
  var isNode = false
  var isEvent = false
  /// Whether its beginning was seen.
  var hasName = false

  /// Whether it had more of them.
  var isCut = false

  /// Containers and rows of one object beyond this are not kept.
  static let most = 10_000

  init(source: Source) {
    pod = PodRecord(source: source)
    node = NodeRecord(source: source)
    event = KubernetesEvent(reason: "", message: "", source: source)
  }

  /// Adds what was read to `facts`, if it is an object that somebody asks for.
  consuming func add(to facts: inout KubernetesFacts, last: Source) {
    func through(_ source: Source) -> Source {
      var whole = source
      (whole.lastLine, whole.lastOffset) = (last.lastLine, last.lastOffset)
      return whole
    }
    if isCut { facts.cut(through(pod.source)) }
    if isEvent {
      event.source = through(event.source)
      if EventReasons.isKept(event.reason) { facts.add(event) }
      return
    }
    let asNode = isNode || kind == "Node" && !isPod
    let asPod = !asNode && (isPod || kind == "Pod")
    if asPod {
      trim()
      pod.isWhole = hasName && pod.qosClass != nil
      pod.source = through(pod.source)
      let says =
        pod.reason != nil || pod.message != nil
        || pod.containers.contains {
          $0.state != nil || $0.lastState != nil || $0.restartCount != nil
        }
      if pod.name != nil || says { facts.add(pod) }
    } else if asNode {
      node.name = pod.name
      node.source = through(node.source)
      facts.add(node)
    }
    for var event in events {
      if event.objectName == nil {
        // Rows whose head is lost say by themselves what they are of.
        event.objectKind = asPod ? "Pod" : asNode ? "Node" : nil
        event.objectName = pod.name
        event.namespace = asNode ? nil : pod.namespace
        event.objectUID = asPod ? pod.uid : nil
      }
      if event.hasNewAge { facts.hasNewAges = true }
      facts.add(event)
    }
  }

  /// Messages end in a blank that says nothing.
  private mutating func trim() {
    func trimmed(_ text: String?) -> String? {
      guard var text else { return nil }
      while let last = text.last, last.isWhitespace { text.removeLast() }
      return text.isEmpty ? nil : text
    }
    pod.message = trimmed(pod.message)
    for index in pod.containers.indices {
      let container = pod.containers[index]
      pod.containers[index].state?.message = trimmed(container.state?.message)
      pod.containers[index].lastState?.message = trimmed(container.lastState?.message)
    }
  }
}
