// What pods and containers are called whose cgroups have but their ids.

/// What one line of a kubelet or a runtime says of the names of a pod or of a container.
public struct PodName: Hashable, Sendable {
  /// The pod's uid.
  public var podUID: String?
  /// The pod's namespace.
  public var namespace: String?
  /// The pod's name.
  public var pod: String?
  /// The id of the pod's sandbox, by which containerd calls the pod.
  public var sandboxID: String?
  /// The container's id.
  public var containerID: String?
  /// The container's name.
  public var container: String?

  /// The file that says so, where it is not the one that this was read from.
  public var path: String?

  /// Nothing is known.
  public init() {}
}
