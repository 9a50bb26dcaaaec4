// Payloads at hand: those that entries refer to again and again are read once.

/// What a DATA object holds.
enum Payload {
  /// A field that records keep: its value, or the front of it.
  case value(JournalField, [UInt8], isCut: Bool)
  /// A field that they do not.
  case other
  /// It cannot be read, which was said when it was met.
  case unreadable
  /// There is no DATA object.
  case lost
}

/// Payloads by the offset of their object, the most recently used of them.
///
/// There are two generations. When the younger one is full it becomes the older one, and what was not used for that
/// long is gone; so at most twice the limit is held.
struct PayloadShelf {
  private let limit: Int
  private var young: [Int64: Payload] = [:]
  private var old: [Int64: Payload] = [:]
  private var weight = 0
  /// The highest offset in each generation, and in those that are gone.
  private var highest: (young: Int64, old: Int64) = (0, 0)
  private(set) var highestGone: Int64 = 0

  /// What a payload weighs besides its bytes: the array's head and the dictionary's slot.
  private static let overhead = 96

  /// A shelf of twice `limit` bytes.
  init(limit: Int) { self.limit = limit }

  /// The payload of the object at `offset`, where it is at hand.
  mutating func payload(at offset: Int64) -> Payload? {
    if let found = young[offset] { return found }
    guard let found = old[offset] else { return nil }
    put(found, at: offset)
    return found
  }

  /// Puts the payload of the object at `offset` at hand.
  mutating func put(_ payload: Payload, at offset: Int64) {
    var heavier = PayloadShelf.overhead
    if case .value(_, let value, _) = payload { heavier += value.count }
    if weight + heavier > limit {
      highestGone = max(highestGone, highest.old)
      highest = (0, highest.young)
      old = young
      young = [:]
      weight = 0
    }
    highest.young = max(highest.young, offset)
    if young.updateValue(payload, forKey: offset) == nil { weight += heavier }
  }
}
