// The hosts of one stream, each boot of one by itself, as small numbers.

import TrailBytes

/// Gives each host and boot a number; 0 is "no name".
struct HostTable {
  /// A host, and the boot where the records say it.
  struct Origin: Hashable {
    var host: String?
    var bootID: String?
  }

  /// More hosts and boots than this in one stream share one number: no fleet is that large, a hostile file may be.
  static let limit = 65_536

  /// Each with its name as it was first spelled.
  private(set) var origins = [Origin()]
  /// By the name in small letters: DNS knows no others (RFC 4343).
  private var numbers: [Origin: Int] = [:]
  /// The bytes of the last name and boot asked for, which are mostly the next ones too.
  private var lastName: [UInt8] = []
  private var lastBoot: [UInt8] = []
  private var lastNumber = 0

  /// The number of a host's name and a boot's id, of which one may be empty.
  ///
  /// `(none)` is what the kernel calls a host before anybody names it (init/version.c), and no name.
  mutating func number(of name: Span<UInt8>, boot: Span<UInt8>) -> Int {
    if Self.isEqual(name, lastName), Self.isEqual(boot, lastBoot) { return lastNumber }
    let origin = Origin(
      host: name.isEmpty || name.equals("(none)") ? nil : name.text(0..<name.count),
      bootID: boot.isEmpty ? nil : boot.text(0..<boot.count))
    let key = Origin(host: origin.host?.lowercased(), bootID: origin.bootID)
    let number: Int
    if origin == Origin() {
      number = 0
    } else if let known = numbers[key] {
      number = known
    } else if origins.count >= Self.limit {
      number = 0
    } else {
      number = origins.count
      origins.append(origin)
      numbers[key] = number
    }
    lastName = name.array
    lastBoot = boot.array
    lastNumber = number
    return number
  }

  private static func isEqual(_ bytes: Span<UInt8>, _ known: [UInt8]) -> Bool {
    guard bytes.count == known.count else { return false }
    for index in known.indices where bytes[index] != known[index] { return false }
    return true
  }
}
