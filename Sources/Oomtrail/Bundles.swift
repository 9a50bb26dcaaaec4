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

  /// A file about the host is smaller; of a larger one so much is looked at.
  private static let fileLimit = 64 << 10
  /// More bundles than this are not told apart.
  private static let limit = 100_000

  /// Looks into an input that by its name is a file about a host; it is read as a log as well.
  mutating func look(at opened: inout OpenedInput) {
    guard let (file, root) = HostFile.at(opened.path), let source = opened.source else { return }
    guard facts[root] != nil || facts.count < Self.limit else { return }
    let peeked = PeekedSource(source)
    let path = opened.path
    var known = facts[root] ?? HostFacts()
    peeked.peek(Self.fileLimit) { file.read($0, path, &known) }
    opened.source = peeked
    if facts[root] == nil { order.append(root) }
    facts[root] = known
  }

  /// The bundles, in the order in which they were met.
  var all: [Bundle] {
    order.map { root in
      let known = facts[root] ?? HostFacts()
      return Bundle(root: root, facts: known, zone: known.zone)
    }
  }
}

extension HostFacts {
  /// The zone that the files name: by the name that this machine knows too, or as far as its distance from UTC is known.
  fileprivate var zone: LocalZone? {
    let name = zoneName?.value
    if let name, let zone = name == "UTC" || name == "Etc/UTC" ? .utc : ZoneFile.named(name) { return zone }
    return zoneOffset.map { .fixed($0.value, name: name ?? $0.path) }
  }
}
