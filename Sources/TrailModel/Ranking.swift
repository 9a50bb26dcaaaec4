// Kills counted by what they have in common.

/// Kills counted by one facet or several.
public struct Ranking: Sendable {
  /// What is counted by, by the names that options have for it.
  public var facets: [String]
  /// All kills that were counted.
  public var kills: Int
  /// A row for each combination that was met, the most kills first.
  public var rows: [Row] = []

  /// One combination.
  public struct Row: Sendable, Hashable {
    /// The value of each facet; nil where an event does not tell.
    public var values: [String?]
    /// How many kills.
    public var kills: Int
    /// The part of all kills.
    public var share: Double
    /// On how many hosts.
    public var hosts: Int
    /// The first.
    public var first: Instant?
    /// The last.
    public var last: Instant?

    /// A row.
    public init(values: [String?], kills: Int, share: Double, hosts: Int, first: Instant?, last: Instant?) {
      self.values = values
      self.kills = kills
      self.share = share
      self.hosts = hosts
      self.first = first
      self.last = last
    }
  }

  /// A ranking without rows.
  public init(facets: [String], kills: Int) {
    self.facets = facets
    self.kills = kills
  }
}
