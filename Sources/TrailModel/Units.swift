// Sizes with their unit in the type, so that no bare number crosses a border as memory.

/// A size in bytes.
public struct Bytes: Hashable, Comparable, Sendable {
  /// How many bytes.
  public var count: Int64

  /// A size of `count` bytes.
  public init(_ count: Int64) { self.count = count }

  /// A size the kernel printed in kB (always 1024 bytes); saturates instead of overflowing.
  public init(kilobytes: Int64) {
    let (product, overflow) = kilobytes.multipliedReportingOverflow(by: 1024)
    count = overflow ? (kilobytes < 0 ? .min : .max) : product
  }

  /// A size the kernel printed in kB; nil where it is more than any size can be.
  public init?(exactKilobytes kilobytes: Int64) {
    let (product, overflow) = kilobytes.multipliedReportingOverflow(by: 1024)
    if overflow { return nil }
    count = product
  }

  /// Orders by size.
  public static func < (left: Bytes, right: Bytes) -> Bool { left.count < right.count }
}

/// A number of memory pages, whose size may be unknown.
public struct Pages: Hashable, Comparable, Sendable {
  /// How many pages.
  public var count: Int64

  /// `count` pages.
  public init(_ count: Int64) { self.count = count }

  /// The size in bytes, or nil where the page size is unknown or the product does not fit.
  public func bytes(pageSize: Int64?) -> Bytes? {
    guard let pageSize else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: pageSize)
    return overflow ? nil : Bytes(product)
  }

  /// Orders by number.
  public static func < (left: Pages, right: Pages) -> Bool { left.count < right.count }
}

/// A value under the name that the log prints it by.
public struct Named<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The name as printed.
  public var name: String
  /// The value.
  public var value: Value

  /// `value` under `name`.
  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
