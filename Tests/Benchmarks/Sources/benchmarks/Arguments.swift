// Reads the command line.

struct UsageError: Error {
  var message: String

  init(_ message: String) { self.message = message }
}

struct Arguments {
  private var rest: ArraySlice<String>

  init(_ arguments: ArraySlice<String>) { rest = arguments }

  mutating func command() -> String? { rest.popFirst() }

  /// The next flag, or nil at the end.
  mutating func flag() -> String? { rest.popFirst() }

  mutating func value(of flag: String) throws -> String {
    guard let value = rest.popFirst() else { throw UsageError("\(flag) needs a value") }
    return value
  }

  mutating func number(of flag: String, atLeast minimum: Int = 0) throws -> Int {
    let value = try value(of: flag)
    guard let number = Int(value), number >= minimum else {
      throw UsageError("\(flag) needs a number from \(minimum) on, not '\(value)'")
    }
    return number
  }

  mutating func size(of flag: String) throws -> Int {
    let value = try value(of: flag)
    guard let size = ByteSize.parse(value), size > 0 else {
      throw UsageError("\(flag) needs a size such as 64MiB, not '\(value)'")
    }
    return size
  }
}

enum ByteSize {
  private static let units: [(suffix: String, bytes: Int)] = [
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1000), ("MB", 1_000_000),
    ("GB", 1_000_000_000), ("", 1),
  ]

  static func parse(_ text: String) -> Int? {
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
      let count = Int(text.dropLast(unit.suffix.count))
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
    return overflow ? nil : product
  }
}
