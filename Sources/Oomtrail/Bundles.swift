// The bundles among the inputs: directories that hold files about the host that they were taken from.

import TrailBytes
import TrailCase
import TrailHost
import TrailInput
import TrailModel

/// Gathers the facts of each bundle while its files pass.
struct Bundles {
  private var facts: [String: HostFacts] = [:]
  private var order: [String] = []
  /// The roots of bundles whose `/etc/localtime` is a link to another of their files, by that file's path.
  private var linked: [String: String] = [:]

  /// More bundles than this are not told apart.
  private static let limit = 100_000

  /// Looks at a link of which ``HostFile/isZoneLink(_:)`` holds: whether it tells the zone.
  mutating func look(at link: FoundLink) -> Bool {
    guard let (_, root) = HostFile.at(link.path), note(root) else { return false }
    if let file = link.pathOfTarget { linked[file] = root }
    guard let name = HostFile.zoneName(inLinkTo: link.target.span) else { return false }
    facts[root]?.zoneNames.append(.init(name, path: link.path))
    return true
  }

  /// Takes what a file says about a host; one that is none after all tells nothing.
  mutating func look(at text: HostFileText) {
    let path = text.path
    guard let (file, root) = linked[path].map({ (.localtime, $0) }) ?? HostFile.at(path), note(root) else { return }
    switch text.content {
    case .facts(let found): facts[root, default: HostFacts()].adopt(found)
    case .zone(let bytes): file.read(bytes.span, path, &facts[root, default: HostFacts()])
    }
  }

  /// Makes room for a bundle; false where there are too many.
  private mutating func note(_ root: String) -> Bool {
    if facts[root] != nil { return true }
    guard facts.count < Self.limit else { return false }
    facts[root] = HostFacts()
    order.append(root)
    return true
  }

  /// The bundles, in the order in which they were met, and what is wrong with what they say.
  var all: (bundles: [Bundle], problems: [Problem]) {
    var problems: [Problem] = []
    let bundles = order.map { root in
      var known = facts[root] ?? HostFacts()
      let zone = BundleZone(&known)
      problems += zone.problems
      return Bundle(root: root, facts: known, zone: zone.zone, zoneBasis: zone.basis)
    }
    return (bundles, problems)
  }
}

extension FoundLink {
  /// The path of the file to which a relative link leads, in the form of its own; links on the way are not looked at.
  fileprivate var pathOfTarget: String? {
    guard target.first != 0x2F else { return nil }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
    for part in String(decoding: target, as: UTF8.self).split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(String(part))
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }
}
