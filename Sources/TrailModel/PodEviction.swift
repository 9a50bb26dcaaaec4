// What the kubelet says of a pod that it evicted for want of memory (pkg/kubelet/eviction/helpers.go).

/// Why a pod was evicted, in figures; older kubelets print fewer of them.
public struct PodEviction: Hashable, Sendable {
  /// A container that used more memory than it had asked for, which is why its pod was chosen.
  public struct Offender: Hashable, Sendable {
    /// Its name.
    public var container: String
    /// What it used.
    public var usage: Bytes?
    /// What it had asked for.
    public var request: Bytes?

    /// An offender.
    public init(container: String, usage: Bytes?, request: Bytes?) {
      self.container = container
      self.usage = usage
      self.request = request
    }
  }

  /// Below so much available memory pods are evicted (since 1.26).
  public var threshold: Bytes?
  /// What the node had left.
  public var available: Bytes?
  /// The containers that the kubelet blames.
  public var offenders: [Offender] = []
  /// Its words.
  public var message: String

  /// An eviction in the words `message`.
  public init(message: String) { self.message = message }
}
