// What the zone is of which only the name of its time was seen, at one moment: `EDT` on 27 April 2026.

import TrailBytes
public import TrailModel

/// Abbreviations of the zone database (since 2007) that tell the offset.
///
/// Not here are those that mean several: `IST` (India, Israel, Ireland), `CST` (America, China, Cuba), `BST` (Britain,
/// once Bangladesh), `AST` (the Atlantic, once Arabia), and whatever the database does not have. `PST` is Manila's
/// too, and `CDT` Havana's: they are taken for America's.
public enum ZoneAbbreviation {
  /// Zones of one rule: what they call standard time, where that is no other zone's too, and daylight time.
  private static let ruled: [Ruled] = [
    ("NST", "NDT", "NST3:30NDT,M3.2.0,M11.1.0"), (nil, "ADT", "AST4ADT,M3.2.0,M11.1.0"),
    ("EST", "EDT", "EST5EDT,M3.2.0,M11.1.0"), (nil, "CDT", "CST6CDT,M3.2.0,M11.1.0"),
    ("MST", "MDT", "MST7MDT,M3.2.0,M11.1.0"), ("PST", "PDT", "PST8PDT,M3.2.0,M11.1.0"),
    ("AKST", "AKDT", "AKST9AKDT,M3.2.0,M11.1.0"), ("HST", "HDT", "HST10HDT,M3.2.0,M11.1.0"),
    ("GMT", nil, "GMT0BST,M3.5.0/1,M10.5.0"), ("WET", "WEST", "WET0WEST,M3.5.0/1,M10.5.0"),
    ("CET", "CEST", "CET-1CEST,M3.5.0,M10.5.0/3"), ("ACST", "ACDT", "ACST-9:30ACDT,M10.1.0,M4.1.0/3"),
    ("AEST", "AEDT", "AEST-10AEDT,M10.1.0,M4.1.0/3"), ("NZST", "NZDT", "NZST-12NZDT,M9.5.0,M4.1.0/3"),
  ].compactMap { Ruled(standard: $0, daylight: $1, rule: $2) }

  /// A zone whose clocks are changed twice a year.
  private struct Ruled {
    let standard: String?
    let daylight: String?
    /// Seconds east of UTC outside daylight time.
    let offset: Int
    let zone: LocalZone

    init?(standard: String?, daylight: String?, rule: String) {
      guard let rule = ZoneRule(Array(rule.utf8).span) else { return nil }
      (self.standard, self.daylight) = (standard, daylight)
      offset = rule.standard
      zone = ZoneFile.zone(name: standard ?? daylight ?? "", rule: rule)
    }
  }

  /// Zones that have had one offset since 2018.
  private static let fixed: [(name: String, hours: Int)] = [
    ("UCT", 0), ("WAT", 1), ("CAT", 2), ("SAST", 2), ("EAT", 3), ("MSK", 3), ("PKT", 5), ("WIB", 7),
    ("WITA", 8), ("AWST", 8), ("HKT", 8), ("WIT", 9), ("JST", 9), ("KST", 9),
  ]

  /// Names of which the dates of the change differ from country to country.
  private static let unruled: [(name: String, hours: Int)] = [("EET", 2), ("EEST", 3), ("IDT", 3)]

  /// The offset of a local time `moment` that is called `name`, and the zone; nil where that means several. The zone
  /// knows the offset
  ///
  /// - of the whole year, where daylight time was seen, or standard time while neighbours have daylight time;
  /// - outside daylight time, where standard time was seen then: many zones have no other.
  public static func meaning(of name: String, at moment: CivilTime) -> (offset: Int, zone: LocalZone)? {
    if name == "UTC" { return (0, .utc) }
    if let known = fixed.first(where: { $0.name == name }) {
      let offset = known.hours * 3_600
      return (offset, since(2_018, .fixed(offset, name: name)))
    }
    if let known = unruled.first(where: { $0.name == name }) {
      let offset = known.hours * 3_600
      return (offset, ZoneSeason.zone(offset, name: name, around: moment))
    }
    guard let known = ruled.first(where: { $0.standard == name || $0.daylight == name }),
      let there = known.zone.offset(at: moment)
    else { return nil }
    let zone = known.zone
    if known.daylight == name { return there.seconds == known.offset ? nil : (there.seconds, since(2_007, zone)) }
    if there.seconds == known.offset || there.repeated == known.offset {
      let outside = LocalZone(name: name) { zone.offset(at: $0).flatMap { $0.seconds == known.offset ? $0 : nil } }
      return (known.offset, since(2_007, outside))
    }
    // In summer it is Manila's.
    return name == "PST" ? nil : (known.offset, since(2_007, .fixed(known.offset, name: name)))
  }

  /// The zone in years in which these rules held.
  private static func since(_ first: Int, _ zone: LocalZone) -> LocalZone {
    LocalZone(name: zone.name) { $0.year ?? first < first ? nil : zone.offset(at: $0) }
  }
}

/// The part of a year in which an offset holds of which nothing is known but one moment.
public enum ZoneSeason {
  /// A zone that was `seconds` east of UTC at `moment`, for as long as no clocks of that part of the world were changed.
  ///
  /// Clocks of America are changed on the second Sunday of March and the first of November, in Chile on the first of
  /// April and of September; in Europe on the last of March and of October, in the Near East some days around these; in
  /// Australia and New Zealand on the first of April, the last of September and the first of October. Countries that
  /// change them on other days are too few to be told by an offset.
  public static func zone(_ seconds: Int, name: String, around moment: CivilTime) -> LocalZone {
    let dates: [(month: Int, week: Int)] =
      switch seconds {
      case ..<(-5_400): [(3, 2), (4, 1), (9, 1), (11, 1)]
      case ...11_700: [(3, 5), (10, 5)]
      case ..<30_000: []
      default: [(4, 1), (9, 5), (10, 1)]
      }
    let season = number(of: moment, dates)
    return LocalZone(name: name) { civil in
      guard let season, number(of: civil, dates) == season else { return nil }
      return LocalOffset(seconds)
    }
  }

  /// How many times clocks had been changed by then; nil in the hours in which they are.
  private static func number(of civil: CivilTime, _ dates: [(month: Int, week: Int)]) -> Int? {
    guard let year = civil.year else { return nil }
    var count = year * dates.count
    for date in dates {
      let sunday = ZoneRule.day(date.week, weekday: 0, of: date.month, in: year)
      if (civil.month, civil.day) < (date.month, sunday) { break }
      if (civil.month, civil.day) == (date.month, sunday), civil.hour < 4 { return nil }
      count += 1
    }
    return count
  }
}
