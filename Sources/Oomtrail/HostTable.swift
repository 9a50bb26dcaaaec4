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

  private(set) var origins = [Origin()]
  private var numbers: [Origin: Int] = [:]
  /// The bytes of the last name asked for, which is mostly the next one too.
  private var lastName: [UInt8] = []
  private var lastBoot = 0
  private var lastNumber = 0

  /// The number of a name; of the last `boot` bytes of it, which are a boot's id, too.
  mutating func number(of name: Span<UInt8>, boot: Int = 0) -> Int {
    if name.count == lastName.count, boot == lastBoot {
      var same = true
      for index in 0..<name.count where name[index] != lastName[index] {
        same = false
        break
      }
      if same { return lastNumber }
    }
    let border = name.count - boot
    let origin = Origin(
      host: border > 0 ? name.text(0..<border) : nil, bootID: boot > 0 ? name.text(border..<name.count) : nil)
    let number: Int
    if let known = numbers[origin] {
      number = known
    } else if origins.count >= Self.limit {
      number = 0
    } else {
      number = origins.count
      origins.append(origin)
      numbers[origin] = number
    }
    lastName = (0..<name.count).map { name[$0] }
    lastBoot = boot
    lastNumber = number
    return number
  }
}
