// Tells whose a cgroup is by its path alone.

public import TrailModel

/// Tells owners by paths; each path once.
public struct OwnerFinder {
  private var known: [String: CgroupOwner] = [:]

  /// Owners beyond this are not listed.
  private static let longestChain = 16

  /// A finder that knows the rules and has seen no path.
  public init() {}

  /// Whose the cgroup at `path` is.
  public mutating func owner(of path: String) -> CgroupOwner {
    if let owner = known[path] { return owner }
    let owner = Self.owner(of: path)
    known[path] = owner
    return owner
  }

  /// Whose the cgroup at `path` is.
  public static func owner(of path: String) -> CgroupOwner {
    let parsed = CgroupPath(path)
    guard !parsed.segments.isEmpty, parsed.segments != ["-.slice"] else {
      let root = Owner(.root, "the root cgroup", key: "root")
      return CgroupOwner(path: path, chain: [root], key: root.key, isOutside: parsed.isOutside)
    }
    var chain: [Owner] = []
    for index in parsed.segments.indices.reversed() {
      for rule in OwnerRule.all {
        let owners = rule.owners(parsed, index)
        if owners.isEmpty { continue }
        chain += owners
        break
      }
    }
    // A container is in its pod, which the segment above says again where both stand in one.
    chain = chain.enumerated().filter { place, owner in place == 0 || chain[place - 1].key != owner.key }.map(\.element)
    chain = Array(chain.prefix(longestChain))
    if chain.isEmpty { chain = [Owner(.cgroup, path, key: "/" + parsed.segments.joined(separator: "/"))] }
    return CgroupOwner(path: path, chain: chain, key: key(of: chain), isOutside: parsed.isOutside)
  }

  /// What tells the deepest owner from others: for what many hosts have, in which of them it is.
  private static func key(of chain: [Owner]) -> String {
    guard let own = chain.first else { return "" }
    guard !own.kind.isUnique, let host = chain.dropFirst().first(where: { $0.kind.isHost }) else { return own.key }
    return host.key + " > " + own.key
  }
}

extension Owner.Kind {
  /// Whether its key is enough to tell it from all others, wherever it is.
  fileprivate var isUnique: Bool {
    switch self {
    case .kubernetesContainer, .kubernetesPod, .container, .podmanPod, .ecsTask, .nomadTask, .job: true
    default: false
    }
  }

  /// Whether what is in it is a world of its own, with units of its own.
  fileprivate var isHost: Bool {
    switch self {
    case .kubernetesContainer, .container, .systemContainer, .virtualMachine: true
    default: false
    }
  }
}
