// How much of each kind one report may hold: far above what any kernel prints, so that only a hostile log meets it.

/// Ceilings of one report. What lies beyond is counted as unread or left out.
enum Ceiling {
  /// Rows of the process table: a node of today has at most 4 million pids, its tables a few thousand rows.
  static let rows = 262_144
  /// Columns of the table.
  static let columns = 32
  /// Statistics of a memory cgroup; 7.1 prints about 90.
  static let statistics = 1_024
  /// Cgroups of the subtree that shares a limit, each with about twelve statistics.
  static let cgroups = 1_024
  /// Zones and nodes.
  static let zones = 1_024
  /// Counters of one zone or node, or of the node as a whole.
  static let counters = 256
  /// Slab caches and huge page pools.
  static let caches = 8_192
  /// Places that allocate; 6.10 and later print ten.
  static let sites = 64
  /// Members of a group that die together.
  static let members = 65_536
}
