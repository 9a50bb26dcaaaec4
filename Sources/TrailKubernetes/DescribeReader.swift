// `kubectl describe` of pods, nodes and events (k8s.io/kubectl, pkg/describe), 2015 to 1.36, line by line.
//
// Where a line belongs is told by how far it is indented against those before it, for people paste blocks shifted, and
// by a list of the keys that there are, for they also paste the middle of a block.

import TrailBytes
import TrailModel

/// Reads descriptions, one object behind the other.
struct DescribeReader {
  private(set) var facts = KubernetesFacts()
  private let path: String

  private var object: DescribedObject?
  /// The blocks that the next line may lie in, the outermost first.
  private var blocks: [Block] = []
  /// The block that a line at the same depth still belongs to, where indentation was lost.
  private var openState: StateName?
  /// The text that goes on in lines that are no fields.
  private var message: Message?
  private var isBehindBlank = false
  /// What the command said whose output this is.
  private var command: CommandLine?
  private var lastLine: Source
  /// The line that is being read.
  private var here: Source

  private enum StateName { case current, last }
  private enum Message { case pod, state(StateName), event(Int) }

  private struct Block {
    let column: Int
    let content: Content
  }

  private enum Content: Equatable {
    /// Free text, or fields that nobody asks for.
    case payload
    case containers(Container.Kind)
    case container, limits, requests, capacity, allocatable, system, lease, involved, origin, labels, conditions, events
    case oldEvents
    case state(isLast: Bool)

    var isState: Bool { if case .state = self { true } else { false } }
  }

  private static let deepest = 32
  private static let longestMessage = 8 << 10

  init(path: String) {
    self.path = path
    here = Source(path: path, firstLine: 1, lastLine: 1, firstOffset: 0, lastOffset: 0)
    lastLine = here
  }

  /// A command's output follows.
  mutating func begin(_ command: CommandLine) {
    endObject()
    self.command = command
    // What was asked for is known even where the output's head is missing.
    if command.name != nil { open() }
  }

  /// What is open is as whole as it will be.
  mutating func endObject() {
    object?.add(to: &facts, last: lastLine)
    object = nil
    blocks = []
    openState = nil
    message = nil
  }

  /// Notes that a line is blank.
  mutating func readBlank() {
    isBehindBlank = true
    if case .state = message { return }
    message = nil
  }

  /// Reads a line that is not blank.
  mutating func read(_ line: Span<UInt8>, at place: LinePlace) {
    let source = Source(
      path: path, firstLine: place.line, lastLine: place.line, firstOffset: place.offset, lastOffset: place.end)
    here = source
    var column = 0
    var start = 0
    while start < line.count, line[start] == 0x20 || line[start] == 0x09 {
      column += line[start] == 0x09 ? 8 - column % 8 : 1
      start += 1
    }
    let text = line.trimmed(start..<line.count)
    guard !text.isEmpty else { return readBlank() }
    let field = line.describedField(text)
    if goesOn(line, text, field, column) {
      lastLine = source
      return
    }
    if readRow(line, text, source) {
      lastLine = source
      isBehindBlank = false
      return
    }
    while let block = blocks.last, column <= block.column { blocks.removeLast() }
    if let field {
      readField(line, field, column, source)
    } else {
      readText(line, text, source)
    }
    lastLine = source
    isBehindBlank = false
  }

  // MARK: Messages

  /// Takes a line into the message before it; false where that has ended.
  private mutating func goesOn(
    _ line: Span<UInt8>, _ text: Range<Int>, _ field: Field?, _ column: Int
  ) -> Bool {
    guard let message else { return false }
    let key = field.map { line.text($0.key) }
    switch message {
    case .state(let name):
      // A termination log may hold anything, fields among it; but never behind the ones that follow a message, and
      // those stand no farther left than the state.
      let isNext = key.map { Self.behindMessage.contains($0) } == true
      if isNext, column >= (blocks.last { $0.content.isState }?.column ?? 0) { break }
      append(line, text, to: name)
      return true
    case .pod:
      if isBehindBlank || key.map({ Self.rootKeys.contains($0) }) == true { break }
      append(line, text) { $0.pod.message }
      return true
    case .event(let index):
      if isBehindBlank || text.lowerBound > 0 || key.map({ Self.rootKeys.contains($0) }) == true
        || line.describedRow() != nil
      {
        break
      }
      guard object?.events.indices.contains(index) == true else { break }
      let more = line.text(text)
      if let known = object?.events[index].message, known.utf8.count + more.utf8.count < Self.longestMessage {
        object?.events[index].message = known + "\n" + more
        if let source = object?.events[index].source, source.path == path {
          object?.events[index].source.lastLine = source.lastLine + 1
          object?.events[index].source.lastOffset = here.lastOffset
        }
      }
      return true
    }
    self.message = nil
    return false
  }

  /// Adds a line that a terminal wrapped, within a word or behind a sentence.
  private mutating func append(_ line: Span<UInt8>, _ text: Range<Int>, to message: (DescribedObject) -> String?) {
    guard let object, let known = message(object), known.utf8.count < Self.longestMessage else { return }
    let separator = known.hasSuffix(".") || known.hasSuffix(",") ? " " : ""
    self.object?.pod.message = known + separator + line.messageText(text)
  }

  private mutating func append(_ line: Span<UInt8>, _ text: Range<Int>, to name: StateName) {
    change(name) { state in
      let known = state.message ?? ""
      if known.utf8.count < Self.longestMessage { state.message = known + "\n" + line.text(text) }
    }
  }

  // MARK: Events

  /// Reads a row of a table of events, wherever one stands; false where the line is none.
  private mutating func readRow(_ line: Span<UInt8>, _ text: Range<Int>, _ source: Source) -> Bool {
    let first = line[text.lowerBound]
    let isOld = blocks.last?.content == .oldEvents
    guard first == 0x4E || first == 0x57 || isOld else { return false }
    guard let row = line.describedRow() ?? (isOld ? line.oldDescribedRow() : nil) else { return false }
    message = nil
    open()
    guard let event = KubernetesEvent(row, line, source: source), let count = object?.events.count else { return true }
    guard count < DescribedObject.most else {
      object?.isCut = true
      return true
    }
    if let told = BackOff(event.message), object?.pod.uid == nil {
      object?.pod.uid = told.uid
    }
    object?.events.append(event)
    message = .event(count)
    return true
  }

  // MARK: Fields

  private mutating func readField(_ line: Span<UInt8>, _ field: Field, _ column: Int, _ source: Source) {
    let key = line.text(field.key)
    let value = field.value
    switch blocks.last?.content {
    case .payload, .events, .oldEvents: return readPayload(line, column)
    case .labels, .conditions: return
    case .containers(let kind):
      guard value.isEmpty else { return }
      addContainer(line.text(field.key), kind, source)
      return push(.container, column)
    case .state(let isLast):
      if readState(key, line, value, isLast ? .last : .current) { return }
      return push(.payload, column)
    case .limits: return setAmount(key, line, value, \.limits)
    case .requests: return setAmount(key, line, value, \.requests)
    case .capacity:
      if key == "memory" { object?.node.capacity = line.memoryQuantity(value) }
    case .allocatable:
      if key == "memory" { object?.node.allocatable = line.memoryQuantity(value) }
    case .system: readSystem(key, line.text(value).named)
    case .lease:
      if key == "RenewTime" { object?.node.renewed = line.describedTime(value) }
    case .involved: readInvolved(key, line.text(value).named)
    case .origin:
      if key == "Component" { object?.event.component = line.text(value).named }
      if key == "Host" { object?.event.host = line.text(value).named }
    case .container:
      if readContainer(key, line, value, column, source) { return }
      if let openState, readState(key, line, value, openState) { return }
      push(.payload, column)
    case nil:
      readRoot(key, line, value, column, source)
    }
  }

  /// A field of the object itself, or of a container whose beginning is lost.
  private mutating func readRoot(
    _ key: String, _ line: Span<UInt8>, _ value: Range<Int>, _ column: Int, _ source: Source
  ) {
    if key == "Name" {
      endObject()
      open(source)
      object?.hasName = true
      object?.pod.name = line.text(value).named ?? command?.name
      return
    }
    if let openState, readState(key, line, value, openState) { return }
    let isAnonymous = object?.pod.containers.isEmpty ?? true
    if readContainer(key, line, value, column, source) { return }
    let text = line.text(value).named
    switch key {
    case "The node was low on resource", "The node had condition":
      readMessage(line, line.trimmed(0..<line.count), true, source)
    case "Namespace":
      if object?.pod.namespace != nil, object?.hasName == false, isBehindBlank { endObject() }
      open(source)
      if let text { object?.pod.namespace = text }
    case "Node":
      open(source)
      object?.isPod = true
      // `name/address`; of evicted pods the address is missing.
      object?.pod.node = text?.split(separator: "/", omittingEmptySubsequences: true).first.map(String.init)
    case "Start Time": object?.pod.started = line.describedTime(value)
    case "Labels":
      readLabel(line, value)
      push(.labels, column)
    case "Status":
      guard let text, object != nil else { return }
      object?.pod.isTerminating = text.hasPrefix("Terminating")
      object?.pod.status = text.split(separator: " ").first.map(String.init)
    case "Reason":
      object?.event.reason = text ?? ""
      if isAnonymous { object?.pod.reason = text }
    case "Message": readMessage(line, value, isAnonymous, source)
    case "Controlled By", "Controllers":
      let parts = text?.split(separator: "/", maxSplits: 1).map(String.init) ?? []
      if parts.count == 2 { object?.pod.owner = PodRecord.Owner(kind: parts[0], name: parts[1]) }
    case "Replication Controllers", "Replication Controller":
      if let name = text?.split(separator: " ").first {
        object?.pod.owner = PodRecord.Owner(kind: "ReplicationController", name: String(name))
      }
    case "QoS Class", "QoS Tier": object?.pod.qosClass = text
    case "Init Containers": openContainers(.initial, column, source)
    case "Containers": openContainers(.app, column, source)
    case "Ephemeral Containers": openContainers(.ephemeral, column, source)
    case "Conditions": push(.conditions, column)
    case "Events":
      open(source)
      push(.events, column)
    case "Capacity": openNode(.capacity, column, source)
    case "Allocatable": openNode(.allocatable, column, source)
    case "System Info": openNode(.system, column, source)
    case "Lease": openNode(.lease, column, source)
    case "Roles", "Unschedulable", "Non-terminated Pods", "Allocated resources", "PodCIDR", "ExternalID":
      openNode(.payload, column, source)
    case "Involved Object":
      open(source)
      object?.isEvent = true
      push(.involved, column)
    case "Source": push(.origin, column)
    case "First Timestamp": object?.event.first = line.eventTime(value)
    case "Last Timestamp": object?.event.last = line.eventTime(value)
    case "Event Time":
      guard let time = line.describedTime(value), object?.event.last == nil else { return }
      object?.event.first = .at(time)
      object?.event.last = .at(time)
    case "Count": object?.event.count = text.flatMap { Int64($0) }
    default: push(.payload, column)
    }
  }

  private mutating func readMessage(_ line: Span<UInt8>, _ value: Range<Int>, _ isAnonymous: Bool, _ source: Source) {
    let text = line.messageText(value)
    object?.event.message = text
    guard isAnonymous else { return }
    if text.hasPrefix("The node was low on resource: ") || text.hasPrefix("The node had condition: ") {
      // It says by itself what became of the pod, whose other lines may be lost.
      if object?.pod.message != nil { endObject() }
      open(source)
      object?.isPod = true
      if object?.pod.reason == nil { object?.pod.reason = "Evicted" }
    }
    object?.pod.message = text.named
    message = text.isEmpty ? nil : .pod
  }

  /// A field of a container; false where it is none.
  private mutating func readContainer(
    _ key: String, _ line: Span<UInt8>, _ value: Range<Int>, _ column: Int, _ source: Source
  ) -> Bool {
    guard Self.containerKeys.contains(key) else { return false }
    switch key {
    case "State", "Last State", "Last Termination State":
      guard let kind = line.stateKind(value) else { return false }
      let name: StateName = key == "State" ? .current : .last
      haveContainer(for: name, column, source)
      var state = ContainerState(kind)
      state.source = source
      change { if name == .current { $0.state = state } else { $0.lastState = state } }
      openState = name
      push(.state(isLast: name == .last), column)
      return true
    default: break
    }
    // Outside of any container these words say nothing.
    guard let container = object?.pod.containers.last else { return false }
    if !blocks.contains(where: { $0.content == .container }), container.state == nil, container.lastState == nil {
      return false
    }
    openState = nil
    touch(source)
    switch key {
    case "Container ID":
      if let id = ContainerID(line.text(value).named) {
        change {
          $0.containerID = id.id
          $0.runtime = id.runtime
        }
      }
    case "Restart Count":
      var cursor = Cursor(line, at: value.lowerBound)
      if let count = cursor.number() { change { $0.restartCount = count } }
    case "Limits": push(.limits, column)
    case "Requests": push(.requests, column)
    default: break
    }
    return true
  }

  /// A field of a state; false where it is none.
  private mutating func readState(_ key: String, _ line: Span<UInt8>, _ value: Range<Int>, _ name: StateName) -> Bool {
    guard Self.stateKeys.contains(key) else { return false }
    let place = here
    var cursor = Cursor(line, at: value.lowerBound)
    change(name) { state in
      switch key {
      case "Reason": state.reason = line.text(value).named
      case "Message": state.message = line.text(value).named
      case "Exit Code": state.exitCode = cursor.signed()
      case "Signal": state.signal = cursor.number()
      case "Started": state.started = line.describedTime(value)
      default: state.finished = line.describedTime(value)
      }
      state.source?.lastLine = place.lastLine
      state.source?.lastOffset = place.lastOffset
    }
    touch(place)
    if key == "Message" { message = .state(name) }
    return true
  }

  private mutating func setAmount(
    _ key: String, _ line: Span<UInt8>, _ value: Range<Int>,
    _ amounts: WritableKeyPath<ContainerRecord, ContainerResources>
  ) {
    if key == "memory" {
      let size = line.memoryQuantity(value)
      change { $0[keyPath: amounts].memory = size }
    } else if key == "cpu" {
      let count = line.milliQuantity(value)
      change { $0[keyPath: amounts].cpuMillicores = count }
    }
  }

  private mutating func readSystem(_ key: String, _ value: String?) {
    switch key {
    case "Machine ID": object?.node.machineID = value
    case "Boot ID": object?.node.bootID = value
    case "Kernel Version": object?.node.kernelRelease = value
    case "OS Image": object?.node.osImage = value
    case "Container Runtime Version": object?.node.runtimeVersion = value
    case "Kubelet Version": object?.node.kubeletVersion = value
    default: break
    }
  }

  private mutating func readInvolved(_ key: String, _ value: String?) {
    switch key {
    case "Kind": object?.event.objectKind = value
    case "Name": object?.event.objectName = value
    case "Namespace": object?.event.namespace = value
    case "UID": object?.event.objectUID = value
    case "Field Path": object?.event.container = value.flatMap { fieldPathContainer($0) }
    default: break
    }
  }

  /// Free text is passed over, but for what a container was told of its own pod.
  private mutating func readPayload(_ line: Span<UInt8>, _ column: Int) {
    guard line.ends(in: "metadata.name)") || line.ends(in: "metadata.namespace)"), object != nil else { return }
    let cells = line.cells()
    guard cells.count >= 2, let value = line.text(cells[1]).split(separator: " ").first.map(String.init),
      !value.hasPrefix("(")
    else { return }
    if line.ends(in: "metadata.name)") {
      if object?.pod.name == nil { object?.pod.name = value }
    } else if object?.pod.namespace == nil {
      object?.pod.namespace = value
    }
  }

  /// A line that is no field: a label, a condition, the head of a table.
  private mutating func readText(_ line: Span<UInt8>, _ text: Range<Int>, _ source: Source) {
    switch blocks.last?.content {
    case .labels: readLabel(line, text)
    case .events:
      if line.extracting(text).has("FirstSeen"), let block = blocks.popLast() { push(.oldEvents, block.column) }
    case .conditions: readCondition(line, text)
    case .payload: readPayload(line, text.lowerBound)
    case nil:
      let part = line.extracting(text)
      if part.has("MemoryPressure"), part.count > 14, isBlank(part[14]) {
        open(source)
        readCondition(line, text)
      } else if part.has("The node was low on resource: ") {
        readMessage(line, text, true, source)
      }
    default: break
    }
  }

  private mutating func readLabel(_ line: Span<UInt8>, _ text: Range<Int>) {
    let label = line.extracting(text)
    guard let equals = label.firstIndex(of: 0x3D), equals < 320, let count = object?.pod.labels.count, count < 64 else {
      return
    }
    let name = label.text(0..<equals)
    if Self.labels.contains(name) { object?.pod.labels[name] = label.text(equals + 1..<label.count) }
  }

  /// `MemoryPressure  False  <heartbeat>  <transition>  KubeletHasSufficientMemory  kubelet has …`.
  private mutating func readCondition(_ line: Span<UInt8>, _ text: Range<Int>) {
    let cells = line.extracting(text).cells().map { $0.lowerBound + text.lowerBound..<$0.upperBound + text.lowerBound }
    guard cells.count >= 5, let heartbeat = line.describedTime(cells[2]), let count = object?.node.conditions.count,
      count < 100
    else { return }
    object?.isNode = true
    object?.node.conditions.append(
      NodeRecord.Condition(
        type: line.text(line.trimmed(cells[0])), status: line.text(line.trimmed(cells[1])), heartbeat: heartbeat,
        transition: line.describedTime(cells[3]), reason: line.text(line.trimmed(cells[4]))))
  }

  // MARK: Blocks

  private mutating func push(_ content: Content, _ column: Int) {
    if blocks.count < Self.deepest { blocks.append(Block(column: column, content: content)) }
  }

  private mutating func open(_ source: Source? = nil) {
    guard object == nil else { return }
    var opened = DescribedObject(source: source ?? lastLine)
    opened.kind = command?.kind
    opened.pod.name = command?.name
    opened.pod.namespace = command?.namespace
    object = opened
  }

  private mutating func openNode(_ content: Content, _ column: Int, _ source: Source) {
    open(source)
    object?.isNode = true
    push(content, column)
  }

  private mutating func openContainers(_ kind: Container.Kind, _ column: Int, _ source: Source) {
    open(source)
    object?.isPod = true
    openState = nil
    push(.containers(kind), column)
  }

  private mutating func addContainer(_ name: String?, _ kind: Container.Kind?, _ source: Source) {
    guard let count = object?.pod.containers.count else { return }
    guard count < DescribedObject.most else {
      object?.isCut = true
      return
    }
    var container = ContainerRecord(source: source)
    container.name = name
    container.kind = kind
    object?.pod.containers.append(container)
    openState = nil
  }

  /// Sees to it that there is a container whose state can be told: that of the text, or one whose name is lost.
  private mutating func haveContainer(for name: StateName, _ column: Int, _ source: Source) {
    let isNamed = blocks.contains { $0.content == .container }
    if !isNamed, isBehindBlank, object?.pod.containers.isEmpty == false { endObject() }
    open(source)
    object?.isPod = true
    let last = object?.pod.containers.last
    let isTold = name == .current ? last?.state != nil : last?.lastState != nil
    if last == nil || !isNamed && isTold { addContainer(nil, nil, source) }
    touch(source)
  }

  private mutating func change(_ body: (inout ContainerRecord) -> Void) {
    guard let last = object?.pod.containers.indices.last, object?.isCut == false else { return }
    if var container = object?.pod.containers[last] {
      body(&container)
      object?.pod.containers[last] = container
    }
  }

  private mutating func change(_ name: StateName, _ body: (inout ContainerState) -> Void) {
    change { container in
      if var state = name == .current ? container.state : container.lastState {
        body(&state)
        if name == .current { container.state = state } else { container.lastState = state }
      }
    }
  }

  /// Stretches the container's place to a line.
  private mutating func touch(_ source: Source) {
    change { ($0.source.lastLine, $0.source.lastOffset) = (source.lastLine, source.lastOffset) }
  }

  // MARK: Words

  private static let stateKeys: Set = ["Reason", "Message", "Exit Code", "Signal", "Started", "Finished"]
  /// What ends the message of a state.
  private static let behindMessage: Set = ["Exit Code", "Signal", "Started", "Finished", "Ready", "Restart Count"]
  private static let containerKeys: Set = [
    "Container ID", "Image", "Image ID", "Port", "Ports", "Host Port", "Host Ports", "State", "Last State",
    "Last Termination State", "Ready", "Restart Count", "Limits", "Requests",
  ]
  private static let labels: Set = [
    "pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name", "job-name",
    "batch.kubernetes.io/job-name", "deploymentconfig",
  ]
  /// The fields that end a message which a terminal has wrapped.
  private static let rootKeys: Set = [
    "Name", "Namespace", "Priority", "Priority Class Name", "PriorityClassName", "Runtime Class Name",
    "Service Account", "Node", "Start Time", "Labels", "Annotations", "Status", "Termination Grace Period", "Reason",
    "Message", "SeccompProfile", "LocalhostProfile", "IP", "IPs", "Controlled By", "Controllers",
    "Replication Controllers", "NominatedNodeName", "Resources", "Init Containers", "Containers",
    "Ephemeral Containers", "Readiness Gates", "Conditions", "Volumes", "QoS Class", "Node-Selectors", "Tolerations",
    "Topology Spread Constraints", "Events", "State", "Last State", "Metadata", "Kind", "Source", "Type",
    "Last Timestamp", "Reporting Component", "Image(s)",
  ]
}

/// A key and its value, which may be empty.
struct Field {
  var key: Range<Int>
  var value: Range<Int>
}

extension Span<UInt8> {
  /// The field of a line whose text is `text`; nil where it is none.
  func describedField(_ text: Range<Int>) -> Field? {
    var at = text.lowerBound
    let end = Swift.min(text.upperBound, text.lowerBound + 254)
    while at < end, self[at] != 0x3A {
      // Keys are words with single blanks between them; names of containers have no blanks at all.
      if self[at] == 0x3D || self[at] == 0x09 || self[at] == 0x22 || self[at] == 0x20 && self[at + 1] == 0x20 {
        return nil
      }
      at += 1
    }
    guard at < end, at > text.lowerBound else { return nil }
    guard at + 1 == text.upperBound || isBlank(self[at + 1]) else { return nil }
    return Field(key: text.lowerBound..<at, value: trimmed(at + 1..<text.upperBound))
  }

  /// The time of an event that is described by itself.
  fileprivate func eventTime(_ value: Range<Int>) -> KubernetesEvent.Time? { describedTime(value).map { .at($0) } }

  /// A message from `range` on to the line's end; a blank there parts it from what a terminal wrapped.
  func messageText(_ range: Range<Int>) -> String {
    var end = count
    while end > range.upperBound, self[end - 1] == 0x0D { end -= 1 }
    return text(range.lowerBound..<Swift.min(end, range.upperBound + 1))
  }

  /// The kind of state that a value names, and nothing but that.
  fileprivate func stateKind(_ value: Range<Int>) -> ContainerState.Kind? {
    let word = extracting(value)
    if word.equals("Running") { return .running }
    if word.equals("Waiting") { return .waiting }
    return word.equals("Terminated") ? .terminated : nil
  }
}
