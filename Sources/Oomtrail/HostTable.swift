// The host names of one stream as small numbers.

import TrailBytes

/// Gives each host name a number; 0 is "no name".
struct HostTable {
  /// More names than this in one stream share one number: no fleet is that large, a hostile file may be.
  static let limit = 65_536

  private(set) var names: [String?] = [nil]
  private var numbers: [String: Int] = [:]
  /// The bytes of the last name asked for, which is mostly the next one too.
  private var lastName: [UInt8] = []
  private var lastNumber = 0

  /// The number of a name.
  mutating func number(of name: Span<UInt8>) -> Int {
    if name.count == lastName.count {
      var same = true
      for index in 0..<name.count where name[index] != lastName[index] {
        same = false
        break
      }
      if same { return lastNumber }
    }
    let text = name.text
    let number: Int
    if let known = numbers[text] {
      number = known
    } else if names.count >= Self.limit {
      number = 0
    } else {
      number = names.count
      names.append(text)
      numbers[text] = number
    }
    lastName = (0..<name.count).map { name[$0] }
    lastNumber = number
    return number
  }
}
