// What files of a bundle say of the host that it was taken from.

/// Facts about one host. What no file says is nil.
public struct HostFacts: Sendable, Equatable {
  /// The host's name, and the file that says it.
  public var name: Fact<String>?
  /// Its zone, as the zone database has it (TZif).
  public var zoneFile: Fact<[UInt8]>?
  /// The names of its zone in the zone database, in the order of the files that say them.
  public var zoneNames: [Fact<String>] = []
  /// Its distance from UTC when the bundle was taken, in seconds east.
  public var zoneOffset: Fact<Int>?
  /// What its zone's time was called when the bundle was taken: `EDT`.
  public var zoneAbbreviation: Fact<String>?
  /// When it booted, in seconds since 1970.
  public var bootTime: Fact<Int64>?
  /// How long it had been up when the bundle was taken, in nanoseconds.
  public var uptime: Fact<Int64>?
  /// The local time when the bundle was taken, and its distance from UTC where that is said.
  public var collected: Fact<Stamp>?
  /// The same in UTC, seconds before or after that.
  public var collectedUTC: Fact<Stamp>?
  /// The boot's id, 32 hexadecimal digits.
  public var bootID: Fact<String>?

  /// A value and the path of the file that says it.
  public struct Fact<Value: Sendable & Equatable>: Sendable, Equatable {
    /// What it says.
    public var value: Value
    /// The file.
    public var path: String

    /// A fact.
    public init(_ value: Value, path: String) {
      self.value = value
      self.path = path
    }
  }

  /// No facts.
  public init() {}
}
