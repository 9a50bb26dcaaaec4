// What Android's in-kernel lowmemorykiller prints of a kill (drivers/staging/android/lowmemorykiller.c, to 4.11).

/// A kill by Android's lowmemorykiller, beyond what every kill has.
public struct LowMemoryKill: Hashable, Sendable {
  /// The victim's adjustment as printed: `oom_adj` (-17 to 15) in old kernels, later `oom_score_adj` (-1000 to 1000).
  public var adjustment: Int64?
  /// The victim's resident memory, as kernels before 4.5 print it.
  public var size: Pages?
  /// What the kill frees.
  public var toFree: Bytes?
  /// The page cache at the time.
  public var cache: Bytes?
  /// The size of page cache and of free memory below which it kills.
  public var limit: Bytes?
  /// The lowest `oom_score_adj` that it kills at that limit.
  public var minimumScoreAdj: Int64?
  /// Free memory beyond the reserves; negative where they are used too.
  public var freeAboveReserved: Bytes?

  /// A kill of which nothing is known.
  public init() {}
}
