// `--timezone`: UTC, an offset, or a name from the system's zone files.

import ArgumentParser
import TrailZones

/// `--timezone`'s value.
struct ZoneArgument {
  var zone: LocalZone

  init(_ argument: String) throws {
    if argument == "UTC" || argument == "Z" {
      zone = .utc
    } else if let seconds = Self.offset(argument) {
      zone = .fixed(seconds, name: argument)
    } else if let named = ZoneFile.named(argument) {
      zone = named
    } else {
      throw ValidationError(
        "give UTC, an offset such as +02:00, or a name that /usr/share/zoneinfo has: Europe/Berlin.")
    }
  }

  /// `+02:00`, `-0430`, `+2`.
  private static func offset(_ text: String) -> Int? {
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard !digits.isEmpty, digits.count <= 4, digits.allSatisfy(\.isNumber), let value = Int(digits) else { return nil }
    let (hours, minutes) = digits.count <= 2 ? (value, 0) : (value / 100, value % 100)
    guard hours <= 15, minutes < 60 else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
