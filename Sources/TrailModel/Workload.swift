// The workload that a pod belongs to: what stays when its pods come and go.

/// A workload.
public struct Workload: Hashable, Sendable {
  /// How it is known, the surest first.
  public enum Basis: String, Sendable {
    /// The pod names its owner.
    case owner
    /// A label of the pod says it.
    case label
    /// The pod's name has the form that such workloads give: an inference.
    case name
  }

  /// `Deployment`, `StatefulSet` and so on; nil where several kinds name their pods like that.
  public var kind: String?
  /// Its name.
  public var name: String
  /// Its namespace.
  public var namespace: String?
  /// How it is known.
  public var basis: Basis

  /// A workload.
  public init(kind: String?, name: String, namespace: String? = nil, basis: Basis) {
    self.kind = kind
    self.name = name
    self.namespace = namespace
    self.basis = basis
  }
}

extension Workload {
  /// The workload of a pod by its name alone.
  ///
  /// Controllers name pods `<workload>-<five letters>` and the like; the letters are of an alphabet without vowels
  /// (k8s.io/apimachinery/pkg/util/rand). Nil for a name of no such form: a pod of its own, or of a controller that
  /// nothing here knows. `node` is the pod's node, which is what the name of a static pod ends in.
  public init?(pod: String, node: String? = nil) {
    guard pod.utf8.count <= 253 else { return nil }
    if let node, !node.isEmpty, let name = pod.without(suffix: "-" + node) {
      self.init(kind: "Node", name: name, basis: .name)
      return
    }
    let (rest, last) = pod.cutAtLastDash
    guard let rest, !rest.isEmpty else { return nil }
    // A set's own name may hold a hash, so the ordinal is looked at first.
    if last.isNumber, last.utf8.count <= 4 {
      self.init(kind: "StatefulSet", name: rest, basis: .name)
      return
    }
    guard last.utf8.count == 5, last.isRandom else { return nil }
    let (further, middle) = rest.cutAtLastDash
    if let further, !further.isEmpty {
      if middle.isNumber, (8...10).contains(middle.utf8.count) {
        self.init(kind: "CronJob", name: further, basis: .name)
        return
      }
      if (6...10).contains(middle.utf8.count), middle.isRandom {
        self.init(kind: "Deployment", name: further, basis: .name)
        return
      }
      // An index of a Job, or OpenShift's number of a roll-out.
      if middle.isNumber {
        self.init(kind: nil, name: further, basis: .name)
        return
      }
    }
    self.init(kind: nil, name: rest, basis: .name)
  }
}

extension String {
  fileprivate var cutAtLastDash: (before: String?, after: String) {
    guard let dash = utf8.lastIndex(of: UInt8(ascii: "-")) else { return (nil, self) }
    return (String(self[..<dash]), String(self[utf8.index(after: dash)...]))
  }

  fileprivate func without(suffix: String) -> String? {
    guard hasSuffix(suffix), utf8.count > suffix.utf8.count else { return nil }
    return String(utf8.dropLast(suffix.utf8.count))
  }

  fileprivate var isNumber: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// Whether all letters are of the generator's alphabet.
  fileprivate var isRandom: Bool { utf8.allSatisfy { Self.random.contains($0) } }

  private static let random = Set("bcdfghjklmnpqrstvwxz2456789".utf8)
}
