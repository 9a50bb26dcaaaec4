// Month names as `strftime("%b")` gives them in many languages, and the blanks around them.

/// English first, then other locales that `dmesg -T` and `date` have been seen in.
private let monthNames: [(StaticString, Int)] = [
  ("Jan", 1), ("Feb", 2), ("Mar", 3), ("Apr", 4), ("May", 5), ("Jun", 6), ("Jul", 7), ("Aug", 8), ("Sep", 9),
  ("Oct", 10), ("Nov", 11), ("Dec", 12), ("Mär", 3), ("Mai", 5), ("Okt", 10), ("Dez", 12), ("janv", 1), ("févr", 2),
  ("mars", 3), ("avril", 4), ("mai", 5), ("juin", 6), ("juil", 7), ("août", 8), ("sept", 9), ("oct", 10), ("nov", 11),
  ("déc", 12), ("ene", 1), ("feb", 2), ("mar", 3), ("abr", 4), ("may", 5), ("jun", 6), ("jul", 7), ("ago", 8),
  ("sep", 9), ("dic", 12), ("gen", 1), ("apr", 4), ("mag", 5), ("giu", 6), ("lug", 7), ("set", 9), ("ott", 10),
  ("fev", 2), ("out", 10), ("dez", 12), ("jan", 1), ("mrt", 3), ("mei", 5), ("aug", 8), ("okt", 10), ("dec", 12),
  ("янв", 1), ("фев", 2), ("мар", 3), ("апр", 4), ("мая", 5), ("июн", 6), ("июл", 7), ("авг", 8), ("сен", 9),
  ("окт", 10), ("ноя", 11), ("дек", 12),
]

extension Cursor {
  /// Reads blanks, tabs and the hard blanks that pages put for runs of them; says how many.
  @discardableResult
  @_lifetime(self: copy self)
  public mutating func skipPadding() -> Int {
    var count = 0
    while let byte = peek {
      if byte == 0x20 || byte == 0x09 {
        position += 1
      } else if !skip("\u{A0}") {
        break
      }
      count += 1
    }
    return count
  }

  /// Reads a month's name in any of the known locales; what follows it must be a blank or a full stop, or a digit where
  /// `isTight`.
  @_lifetime(self: copy self)
  public mutating func localMonth(isTight: Bool = false) -> Int? {
    let start = position
    if let month = month(), isAtMonthEnd(isTight) { return month }
    position = start
    // East Asian locales count their months: ` 4月`, `11월`.
    skipPadding()
    if let number = number(), (1...12).contains(number), skip("月") || skip("월") { return Int(number) }
    position = start
    for (name, number) in monthNames {
      guard skip(name) else { continue }
      _ = skip(byte: 0x2E)
      if isAtMonthEnd(isTight) { return number }
      position = start
    }
    return nil
  }

  private func isAtMonthEnd(_ isTight: Bool) -> Bool {
    guard let byte = peek else { return false }
    return byte == 0x20 || bytes.has("\u{A0}", at: position) || isTight && byte &- 0x30 <= 9
  }
}
