// Who made a report.

/// The name and version that every report carries.
public enum Generator {
  /// The program.
  public static let name = "oomtrail"
  /// Its version.
  public static let version = "0.1.0"
  /// The contract that JSON output keeps.
  public static let schema = "oomtrail.report/1"
}
