// What a reader may tell the case beside the input: the year and the zone of stamps that lack them.

public import TrailModel

/// Turns a local date and time into its distance from UTC, which may depend on the date.
public struct LocalZone: Sendable {
  /// The zone's name, for messages.
  public let name: String
  private let offsetAt: @Sendable (CivilTime) -> Int

  /// A zone whose clocks are `offset` seconds east of UTC at a local time; that time always has a year.
  public init(name: String, offset: @escaping @Sendable (CivilTime) -> Int) {
    self.name = name
    offsetAt = offset
  }

  /// Seconds east of UTC at the local time `civil`.
  public func offset(at civil: CivilTime) -> Int { offsetAt(civil) }

  /// UTC.
  public static let utc = LocalZone(name: "UTC") { _ in 0 }

  /// A zone that is the same number of `seconds` east of UTC all year.
  public static func fixed(_ seconds: Int, name: String) -> LocalZone {
    LocalZone(name: name) { _ in seconds }
  }
}

/// What the reader asked for.
public struct CaseOptions: Sendable {
  /// The year of the newest stamps of every input whose stamps have none.
  public var year: Int?
  /// The zone of stamps that have none, where neither their bundle nor copies of their kills tell it.
  public var zone: LocalZone?

  /// Options; without any, years are inferred and local times of which nothing is known count as UTC.
  public init(year: Int? = nil, zone: LocalZone? = nil) {
    self.year = year
    self.zone = zone
  }
}
