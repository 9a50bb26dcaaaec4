// Puts objects together from the members that a parser of JSON or YAML meets, and drops what nobody asks for.

import TrailModel

/// Builds one object at a time. Lists are not kept whole: each object in one is read as soon as it ends.
struct ObjectBuilder {
  private(set) var facts = KubernetesFacts()
  let path: String

  private var frames: [Frame] = []
  /// How many maps and lists are open within a value that is not wanted.
  private var unwanted = 0
  /// How many bytes the object that is open keeps.
  private var kept = 0
  /// Whether it has more than that.
  private var isCut = false

  private struct Frame {
    let isMap: Bool
    let start: LinePlace
    /// Whether what ends in it may be an object by itself, as in a list of them or behind a watch's `object`.
    let isShelf: Bool
    /// How many bytes were kept when it began.
    let keptBefore: Int
    /// The key whose value comes next.
    var key: String?
    var isWanted = true
    var members: [(key: String, value: ObjectValue)] = []
    var items: [ObjectValue] = []
  }

  /// Deeper than any object nests what is kept of it.
  private static let deepest = 32
  /// More than any object of the API server has (its request limit is 3 MiB).
  private static let largest = 4 << 20
  /// Of a longer text the front is kept: a termination message has at most 4,096 bytes.
  static let longestText = 8 << 10

  init(path: String) { self.path = path }

  /// Whether nothing is open.
  var isEmpty: Bool { frames.isEmpty && unwanted == 0 }

  /// Whether a text that comes next is a key.
  var expectsKey: Bool { unwanted == 0 && frames.last.map { $0.isMap && $0.key == nil } == true }

  /// Whether a text that comes next is kept.
  var wantsText: Bool { unwanted == 0 && kept < Self.largest && (frames.last?.isWanted ?? false) }

  /// A map or a list begins.
  mutating func begin(isMap: Bool, at place: LinePlace) {
    if isEmpty { (kept, isCut) = (0, false) }
    guard unwanted == 0, frames.last?.isWanted ?? true, frames.count < Self.deepest, kept < Self.largest else {
      if unwanted == 0, frames.last?.isWanted == true, kept >= Self.largest { isCut = true }
      unwanted += 1
      return
    }
    let key = frames.last?.key
    let isShelf = isMap ? key.map { Self.wrappers.contains($0) } ?? true : frames.isEmpty || key == "items"
    frames.append(Frame(isMap: isMap, start: place, isShelf: isShelf, keptBefore: kept))
  }

  /// A key of the open map.
  mutating func key(_ name: String) {
    guard unwanted == 0, !frames.isEmpty else { return }
    frames[frames.count - 1].key = name
    frames[frames.count - 1].isWanted = Self.keys.contains(name)
    if kept >= Self.largest, Self.keys.contains(name) { isCut = true }
  }

  /// The value of the last key, or an element.
  mutating func text(_ text: String) {
    guard unwanted == 0, !frames.isEmpty else { return }
    if wantsText { keep(.text(text)) }
    endMember()
  }

  /// The last key has no value, or the value has ended.
  mutating func endMember() {
    guard unwanted == 0, let last = frames.indices.last, frames[last].isMap else { return }
    frames[last].key = nil
    frames[last].isWanted = true
  }

  private mutating func keep(_ value: ObjectValue) {
    let last = frames.count - 1
    if case .text(let text) = value { kept += text.utf8.count + 32 } else { kept += 64 }
    if !frames[last].isMap {
      if !frames[last].isShelf { frames[last].items.append(value) }
    } else if let key = frames[last].key {
      frames[last].members.append((key, value))
    }
  }

  /// The map or list that is open ends; the end of more than were begun is damage.
  mutating func end(at place: LinePlace) {
    if unwanted > 0 {
      unwanted -= 1
      if unwanted == 0 { endMember() }
      return
    }
    guard let frame = frames.popLast() else { return }
    let value: ObjectValue = frame.isMap ? .map(frame.members) : .list(frame.items)
    let source = Source(
      path: path, firstLine: frame.start.line, lastLine: max(frame.start.line, place.line),
      firstOffset: frame.start.offset, lastOffset: max(frame.start.offset, place.end))
    let mayStandAlone = frames.last.map { $0.isMap ? frame.isShelf : $0.isShelf } ?? true
    if mayStandAlone, frame.isMap, ObjectRecords.add(value, from: source, to: &facts) {
      if isCut { facts.cut(source) }
      (kept, isCut) = (frame.keptBefore, false)
    } else if frames.isEmpty {
      if isCut { facts.cut(source) }
      ObjectRecords.add(fragment: value, from: source, to: &facts)
    } else if let last = frames.last, last.isShelf, !last.isMap {
      // Nobody asks for it.
      (kept, isCut) = (frame.keptBefore, false)
    } else {
      keep(value)
    }
    endMember()
  }

  /// The text ends, or what stood in it: whatever is open is as whole as it will be.
  mutating func endAll(at place: LinePlace) {
    unwanted = min(unwanted, 1)
    while !isEmpty { end(at: place) }
  }

  /// Keys whose value is an object by itself: a watch's, an audit log's, an exporter's.
  private static let wrappers: Set = ["object", "event", "oldObject", "pod", "responseObject"]

  /// The keys that anything here asks for; the rest of an object is passed over.
  private static let keys: Set = [
    "items", "object", "event", "oldObject", "pod", "responseObject", "kind", "metadata", "spec", "status", "reason",
    "message", "note", "type", "count", "series", "source", "deprecatedSource", "reportingComponent",
    "reportingController", "reportingInstance", "firstTimestamp", "lastTimestamp", "eventTime", "lastObservedTime",
    "deprecatedFirstTimestamp", "deprecatedLastTimestamp", "deprecatedCount", "involvedObject", "regarding",
    "fieldPath", "component", "host",
    "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "labels", "annotations",
    "kubernetes.io/config.hash", "ownerReferences", "controller",
    "pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name", "job-name",
    "batch.kubernetes.io/job-name", "deploymentconfig",
    "nodeName", "containers", "initContainers", "ephemeralContainers", "resources", "limits", "requests", "memory",
    "cpu", "phase", "qosClass", "startTime", "containerStatuses", "initContainerStatuses",
    "ephemeralContainerStatuses", "conditions", "restartCount", "containerID", "state", "lastState", "running",
    "waiting", "terminated", "exitCode", "signal", "startedAt", "finishedAt", "lastTransitionTime",
    "lastHeartbeatTime", "capacity", "allocatable", "nodeInfo", "bootID", "machineID", "kernelVersion", "osImage",
    "containerRuntimeVersion", "kubeletVersion", "holderIdentity", "renewTime",
  ]
}
