// What a reader may tell the case beside the input: the year and the zone of stamps that lack them.

public import TrailModel
public import TrailZones

/// What the reader asked for.
public struct CaseOptions: Sendable {
  /// The year of the newest stamps of every input whose stamps have none.
  public var year: Int?
  /// The zone of stamps that have none, where neither their bundle nor copies of their kills tell it.
  public var zone: LocalZone?
  /// The events that are wanted.
  public var filter = EventFilter()
  /// When the texts were printed that tell ages.
  public var dumpTime: Instant?

  /// Options; without any, years are inferred and local times of which nothing is known count as UTC.
  public init(year: Int? = nil, zone: LocalZone? = nil, dumpTime: Instant? = nil) {
    self.year = year
    self.zone = zone
    self.dumpTime = dumpTime
  }
}
