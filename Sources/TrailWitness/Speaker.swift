// What a program that logs deaths registers.

import TrailBytes
import TrailModel

/// A program whose lines tell of deaths: a file in `Speakers` or `Killers`, and a line in ``Speaker/all``.
struct Speaker: Sendable {
  /// Its name, which is the `kind` of its statements.
  let name: String
  /// Literals of its lines, rare in others: what wakes the reading.
  let sentinels: [StaticString]
  /// What a line says; nil where it is not the program's or says nothing that counts.
  let read: @Sendable (_ text: Span<UInt8>, _ voice: Voice) -> Heard?

  init(
    _ name: String, sentinels: [StaticString],
    read: @escaping @Sendable (_ text: Span<UInt8>, _ voice: Voice) -> Heard?
  ) {
    self.name = name
    self.sentinels = sentinels
    self.read = read
  }
}

/// What a line says.
enum Heard {
  /// Somebody died.
  case death(WitnessStatement)
  /// The supervisor itself ends these, or was told to: their deaths in the next two minutes are no OOM kills.
  case ending(Ward, reason: String)
  /// The deaths of these that were just told have another cause.
  case excuse(Ward, reason: String)
  /// A pid to remember: a supervisor's own, or a child's by the name that it is called by later.
  case began(kind: String, name: String?, pid: Int64)
  /// What a unit's next lines say of the run that ended.
  case aftermath(unit: String, restarts: Int64?, memoryPeak: Bytes?)
  /// The kubelet makes room, in its words: for want of what it evicts pods next.
  case reclaiming(String)
  /// What a pod or a container is called.
  case naming(PodName)
  /// A part of what a killer logs of a kill.
  case kill(KillPart)
  /// The program's, and of no matter.
  case nothing
}

/// Whose death is meant; what is nil may be anything.
struct Ward: Hashable {
  var kind: String
  var parent: Int64?
  var child: Int64?
  /// A program's name, a unit, a container's id.
  var name: String?

  init(_ kind: String, parent: Int64? = nil, child: Int64? = nil, name: String? = nil) {
    self.kind = kind
    self.parent = parent
    self.child = child
    self.name = name
  }

  /// Whether a death is meant.
  func covers(_ statement: WitnessStatement) -> Bool {
    guard kind == statement.kind else { return false }
    if let parent, let own = statement.parent?.pid, parent != own { return false }
    if let child, child != statement.child?.pid { return false }
    if let name { return [statement.unit, statement.containerID, statement.child?.name].contains(name) }
    return true
  }
}

extension WitnessStatement {
  /// A child that signal 9 ended.
  static func killed(
    _ kind: String, _ text: Span<UInt8>, parent: NamedProcess?, child: NamedProcess?, comms: [String] = []
  ) -> WitnessStatement {
    var statement = WitnessStatement(kind, .sigkill, text: text.words)
    statement.parent = parent
    statement.child = child
    statement.comms = comms
    return statement
  }

  /// An OOM kill that the line itself names.
  static func oom(_ kind: String, _ text: Span<UInt8>) -> WitnessStatement {
    var statement = WitnessStatement(kind, .oom, text: text.words)
    statement.tellsKill = true
    return statement
  }

  /// A death by another cause.
  static func otherwise(
    _ kind: String, _ text: Span<UInt8>, reason: String, parent: NamedProcess? = nil, child: NamedProcess? = nil
  ) -> WitnessStatement {
    var statement = WitnessStatement(kind, .notOOM, text: text.words)
    statement.reason = reason
    statement.parent = parent
    statement.child = child
    return statement
  }
}
