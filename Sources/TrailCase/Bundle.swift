// Bundles: directories of which each is one host's, and what they say of it.

public import TrailModel
public import TrailZones

/// A directory that holds files about the host it was taken from.
public struct Bundle: Sendable {
  /// What the paths of its files begin with.
  public var root: String
  /// What its files say.
  public var facts: HostFacts
  /// The host's zone, where they say it.
  public var zone: LocalZone?
  /// How they say it.
  public var zoneBasis: ZoneBasis

  /// A bundle.
  public init(root: String, facts: HostFacts, zone: LocalZone?, zoneBasis: ZoneBasis = .bundle) {
    self.root = root
    self.facts = facts
    self.zone = zone
    self.zoneBasis = zoneBasis
  }
}

extension Bundle {
  /// When the host booted last before the bundle was taken, and how that is known.
  var boot: (start: Instant, basis: AnchorBasis)? {
    if let seconds = facts.bootTime?.value {
      return (Instant(nanoseconds: seconds * 1_000_000_000, fractionDigits: 0), .bootTime)
    }
    guard let uptime = facts.uptime?.value, let taken else { return nil }
    return (Instant(nanoseconds: taken.nanoseconds - uptime, fractionDigits: 0), .uptime)
  }

  /// When the bundle was taken.
  var taken: Instant? {
    guard let stamp = facts.collected?.value, let civil = stamp.civil,
      let offset = stamp.offset ?? zone?.offset(at: civil)?.seconds
    else { return nil }
    return civil.instant(year: 0, offset: offset)
  }

  /// Whether an event was in the boot in which the bundle was taken; nil where nothing tells.
  func hasBoot(of event: Event) -> Bool? {
    if let own = facts.bootID?.value, let other = event.bootID { return own == other }
    guard let boot, let wall = event.time.wall else { return nil }
    // Clocks are set, and stamps come late.
    let distance = wall.nanoseconds.saturating(-boot.start.nanoseconds)
    return distance >= 60_000_000_000 ? true : distance <= -60_000_000_000 ? false : nil
  }
}

/// The bundles of a case, found by the paths of their files.
struct BundleTree {
  private var byRoot: [String: Bundle] = [:]
  /// Those whose layout is known.
  private(set) var layouts: [FoundBundle] = []
  /// The hosts after which folders are called by their layouts, by the folders' paths with their slashes.
  private(set) var called: [String: String] = [:]

  init(_ bundles: [Bundle], _ layouts: [FoundBundle] = []) {
    for bundle in bundles { byRoot[bundle.root] = bundle }
    for layout in layouts {
      if let host = layout.host { called[layout.root] = host }
      for node in layout.nodes { called[node.root] = node.host }
    }
    self.layouts = layouts.map { layout in
      var layout = layout
      if let host = byRoot[layout.root]?.facts.name?.value {
        layout.host = host
        layout.hostBasis = .hostFile
      }
      return layout
    }
  }

  /// The bundles that a file is in, the innermost first.
  private func around(_ path: String) -> [Bundle] {
    guard !byRoot.isEmpty else { return [] }
    return ancestors(of: path).compactMap { byRoot[$0] }
  }

  /// The name that the innermost bundle with one has.
  func host(of path: String) -> String? { around(path).lazy.compactMap(\.facts.name?.value).first }

  /// The bundles of which the host is known, each with its name, in the order of their paths: their own files name it,
  /// or what they lie in, or all that was read in them, or they are called after it.
  func named(by inputs: BoxedArray<Input>, _ events: [Event]) -> [(host: String, bundle: Bundle)] {
    var readIn: [String: Set<String>] = [:]
    func note(_ host: String?, in path: String) {
      guard let host = HostName.label(of: host) else { return }
      for root in ancestors(of: path) where byRoot[root] != nil && readIn[root]?.count ?? 0 < 2 {
        readIn[root, default: []].insert(host)
      }
    }
    if !byRoot.isEmpty {
      for input in inputs { note(input.host, in: input.path) }
      for event in events { for source in event.sources { note(event.host, in: source.path) } }
    }
    return byRoot.values.sorted { $0.root < $1.root }.compactMap { bundle in
      if let host = host(of: bundle.root) { return (host, bundle) }
      if let read = readIn[bundle.root], read.count == 1, let host = read.first { return (host, bundle) }
      let host = called.isEmpty ? nil : ancestors(of: bundle.root).lazy.compactMap { called[$0] }.first
      return host.map { ($0, bundle) }
    }
  }

  /// The zones of the bundles with one, the innermost first: one may know a part of the year only.
  func zones(of path: String) -> [KnownZone] {
    around(path).compactMap { bundle in bundle.zone.map { KnownZone(zone: $0, basis: bundle.zoneBasis) } }
  }

  /// When the host booted last before the bundle was taken; nil where the file does not show the kernel's log of that
  /// boot. `latest` is the last stamp that it holds, in nanoseconds since boot.
  func anchor(of path: String, latest: Int64) -> (boot: Instant, basis: AnchorBasis)? {
    guard isCurrentRing(path) else { return nil }
    for bundle in around(path) {
      if let uptime = bundle.facts.uptime?.value, latest > uptime &+ 2_000_000_000 { return nil }
      if let boot = bundle.boot { return (boot.start, boot.basis) }
    }
    return nil
  }

  /// When the innermost bundle that tells was taken.
  func taken(at path: String) -> Instant? { around(path).lazy.compactMap(\.taken).first }

  /// The id of the boot in which the bundle was taken, of a file that shows that boot's log.
  func bootID(of path: String) -> String? {
    isCurrentRing(path) ? around(path).lazy.compactMap(\.facts.bootID?.value).first : nil
  }

  /// Whether a path is that of the kernel's log as it was when the bundle was taken, and not one that a crash or a
  /// rotation left: what `dmesg` printed.
  private func isCurrentRing(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    guard let name = parts.last, name.hasPrefix("dmesg") else { return false }
    let end = name.dropFirst(5)
    if let first = end.first, first == "." || first == "-", end.dropFirst().first?.isNumber == true { return false }
    return !parts.dropLast().contains { part in
      ["crash", "pstore", "kdump", "vmcore", "abrt", "oops"].contains { part.contains($0) }
    }
  }
}

/// The directories that a path is in, the innermost first, each with its slash; the last is the empty one.
func ancestors(of path: String) -> [String] {
  var found: [String] = []
  var end = path.endIndex
  while let slash = path[..<end].lastIndex(of: "/") {
    found.append(String(path[...slash]))
    end = slash
  }
  return found + [""]
}
