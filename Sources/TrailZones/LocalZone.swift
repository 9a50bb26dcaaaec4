// Local time: how far the clocks of a place are from UTC.

public import TrailModel

/// How far from UTC a zone's clocks are at a local time.
public struct LocalOffset: Hashable, Sendable {
  /// Seconds east of UTC; where the time comes twice, the first time.
  public var seconds: Int
  /// Seconds east of UTC the second time, where clocks are set back and the time comes twice.
  public var repeated: Int?
  /// Whether the time never comes, because clocks are set forward over it.
  public var isSkipped = false

  /// An offset.
  public init(_ seconds: Int, repeated: Int? = nil) {
    self.seconds = seconds
    self.repeated = repeated
  }

  /// Seconds east of UTC as `+02:00`.
  public static func text(_ seconds: Int) -> String {
    let minutes = abs(seconds) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(seconds < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }
}

/// Turns a local date and time into its distance from UTC, which may depend on the date.
public struct LocalZone: Sendable {
  /// The zone's name, for messages.
  public let name: String
  private let offsetAt: @Sendable (CivilTime) -> LocalOffset?

  /// A zone whose clocks have an offset at a local time; that time always has a year. Nil is for times of which too
  /// little is known of the zone.
  public init(name: String, offset: @escaping @Sendable (CivilTime) -> LocalOffset?) {
    self.name = name
    offsetAt = offset
  }

  /// The offset at the local time `civil`; nil where it is not known.
  public func offset(at civil: CivilTime) -> LocalOffset? { offsetAt(civil) }

  /// UTC.
  public static let utc = fixed(0, name: "UTC")

  /// A zone that is the same number of `seconds` east of UTC all year.
  public static func fixed(_ seconds: Int, name: String) -> LocalZone {
    LocalZone(name: name) { _ in LocalOffset(seconds) }
  }
}
