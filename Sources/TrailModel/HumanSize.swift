// Sizes and counts as people read them; exact ones are in the JSON.

extension Bytes {
  /// `17 B`, `40 KiB`, `512.0 MiB`, `3.9 GiB`: whole KiB where it is whole, else one digit behind the point.
  public var human: String {
    let magnitude = count.magnitude
    let sign = count < 0 ? "-" : ""
    if magnitude < 1 << 10 { return "\(sign)\(magnitude) B" }
    if magnitude < 1 << 20, magnitude % 1_024 == 0 { return "\(sign)\(magnitude >> 10) KiB" }
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    for (index, unit) in units.enumerated() {
      let shift = UInt64(10 * (index + 1))
      let rest = magnitude & (1 << shift - 1)
      // Rounded in two halves, because ten times an exbibyte does not fit.
      let rounded = (rest >> (shift - 10) * 10 + 512) >> 10
      let tenths = (magnitude >> shift) * 10 + rounded
      if tenths < 10_240 || unit == "EiB" { return "\(sign)\(tenths / 10).\(tenths % 10) \(unit)" }
    }
    return "\(count) B"
  }

  /// The size in the kernel's kB, for comparing it with the log.
  public var kilobytes: String { "\((count / 1_024).grouped) kB" }
}

extension Pages {
  /// The size where the page size is known, else the number of pages.
  public func human(pageSize: Int64?) -> String {
    if let bytes = bytes(pageSize: pageSize) { return bytes.human }
    return count == 1 ? "1 page" : "\(count.grouped) pages"
  }
}

extension BinaryInteger {
  /// The number with a comma between thousands.
  public var grouped: String {
    var digits = Array("\(magnitude)".utf8)
    var at = digits.count - 3
    while at > 0 {
      digits.insert(0x2C, at: at)
      at -= 3
    }
    return (self < 0 ? "-" : "") + String(decoding: digits, as: UTF8.self)
  }

  /// `1 host`, `2 hosts`.
  public func of(_ noun: String, _ plural: String? = nil) -> String {
    "\(grouped) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}

/// A sum that stays at the largest number instead of overflowing: sizes come from logs that may lie.
public func saturatingSum(_ parts: some Sequence<Int64>) -> Int64 {
  parts.reduce(0) { sum, part in
    let (next, overflow) = sum.addingReportingOverflow(part)
    return overflow ? (part < 0 ? .min : .max) : next
  }
}
