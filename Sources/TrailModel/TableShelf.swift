// Where process tables are kept that memory has no room for.

/// Keeps bytes somewhere else than in memory.
public protocol TableShelf: AnyObject, Sendable {
  /// Takes `bytes` and says under which number; nil where there is no room for them.
  func put(_ bytes: [UInt8]) -> Int64?
  /// The bytes under a number, of which there were `count`. Where they cannot be had, none; the shelf remembers that.
  func bytes(at number: Int64, count: Int) -> [UInt8]
}
