// The memory counters of a report: the cgroup's and the node's.

/// A use, its ceiling and how often that was hit, as one `usage … limit … failcnt` line prints them.
public struct MemcgCounter: Hashable, Sendable {
  /// What is used.
  public var usage: Bytes?
  /// The limit as printed.
  public var limit: Bytes?
  /// Whether that is the kernel's word for "no limit", a size that no machine has.
  public var isUnlimited = false
  /// How often the limit was hit.
  public var failcnt: Int64?

  /// A counter of which nothing is known.
  public init() {}
}

/// What one cgroup of those that share a limit used itself, without the cgroups below it.
public struct MemcgShare: Hashable, Sendable {
  /// The cgroup, where the kernel names it.
  public var path: String?
  /// Its counters under their printed names, in bytes.
  public var stats: [Named<Int64>]

  /// A cgroup's share.
  public init(path: String?, stats: [Named<Int64>]) {
    self.path = path
    self.stats = stats
  }
}

/// The memory cgroup whose limit was hit.
public struct Memcg: Hashable, Sendable {
  /// The cgroup whose limit was hit.
  public var limitCgroup: String?
  /// The victim's own cgroup.
  public var taskCgroup: String?
  /// `memory:`
  public var memory = MemcgCounter()
  /// `memory+swap:` (cgroup v1).
  public var memorySwap = MemcgCounter()
  /// `swap:` (cgroup v2).
  public var swap = MemcgCounter()
  /// `kmem:` (cgroup v1).
  public var kmem = MemcgCounter()
  /// The counters under their printed names: sizes in bytes, events and pages as counted.
  public var stats: [Named<Int64>] = []
  /// The cgroups that ``stats`` is the sum of, the one with the limit first (3.9 to 5.2).
  public var cgroups: [MemcgShare] = []
  /// How many more there were.
  public var unkeptCgroups = 0
  /// `memory.min` protection (6.19 and later).
  public var minProtection: Bytes?
  /// `memory.low` protection (6.19 and later).
  public var lowProtection: Bytes?

  /// A cgroup of which nothing is known.
  public init() {}
}

/// Free blocks of one size.
public struct FreeBlocks: Hashable, Sendable {
  /// The size of one block.
  public var blockSize: Bytes
  /// How many are free.
  public var count: Int64
  /// The migrate types that hold one, as letters (U, M, E, H, C, I).
  public var types: String

  /// Free blocks.
  public init(blockSize: Bytes, count: Int64, types: String) {
    self.blockSize = blockSize
    self.count = count
    self.types = types
  }
}

/// One memory zone of one node.
public struct Zone: Hashable, Sendable {
  /// The NUMA node, where the kernel names it.
  public var node: Int64?
  /// DMA, DMA32, Normal, HighMem, Movable, Device.
  public var name: String
  /// The counters that are sizes, under their printed names.
  public var sizes: [Named<Bytes>] = []
  /// The counters without a unit (pages, or as printed).
  public var counts: [Named<Int64>] = []
  /// Whether reclaim had given up on it (2.6 to 4.7).
  public var allUnreclaimable: Bool?
  /// Pages kept from requests that could use a higher zone.
  public var lowmemReserve: [Int64] = []
  /// The buddy allocator's free blocks.
  public var freeBlocks: [FreeBlocks] = []
  /// Whether blocks are missing from that list: it has no sum at its end, or another one than its blocks amount to.
  public var isFreeListCut = false

  /// A zone.
  public init(node: Int64?, name: String) {
    self.node = node
    self.name = name
  }
}

/// One NUMA node (4.8 and later).
public struct MemoryNode: Hashable, Sendable {
  /// Its number.
  public var node: Int64
  /// The counters that are sizes, under their printed names.
  public var sizes: [Named<Bytes>] = []
  /// The counters without a unit.
  public var counts: [Named<Int64>] = []
  /// Whether reclaim had given up on it.
  public var allUnreclaimable: Bool?

  /// A node.
  public init(node: Int64) { self.node = node }
}

/// Huge pages of one size on one node.
public struct HugePages: Hashable, Sendable {
  /// The node.
  public var node: Int64?
  /// In the pool.
  public var total: Int64?
  /// Free in the pool.
  public var free: Int64?
  /// Surplus.
  public var surplus: Int64?
  /// The size of one.
  public var size: Bytes?

  /// Huge pages of which nothing is known.
  public init() {}
}

/// One cache of the unreclaimable-slab list.
public struct Slab: Hashable, Sendable {
  /// The cache's name.
  public var name: String
  /// In use.
  public var used: Bytes
  /// Held.
  public var total: Bytes

  /// A cache.
  public init(name: String, used: Bytes, total: Bytes) {
    self.name = name
    self.used = used
    self.total = total
  }
}

/// Memory that one place in the kernel's code has allocated (6.10 and later, with allocation profiling).
public struct AllocationSite: Hashable, Sendable {
  /// How much; nil where the kernel rounds it.
  public var size: Bytes?
  /// The size as printed: bytes in 6.10, `1.23 GiB` and the like since.
  public var sizeText: String
  /// How many allocations.
  public var calls: Int64
  /// File and line.
  public var place: String
  /// The module, where it is one.
  public var module: String?
  /// The function.
  public var function: String

  /// A place that allocates.
  public init(size: Bytes?, sizeText: String, calls: Int64, place: String, module: String?, function: String) {
    self.size = size
    self.sizeText = sizeText
    self.calls = calls
    self.place = place
    self.module = module
    self.function = function
  }
}

/// The node's memory as Mem-Info prints it.
public struct Memory: Hashable, Sendable {
  /// `pages RAM`.
  public var ramPages: Pages?
  /// `pages reserved`.
  public var reservedPages: Pages?
  /// `pages HighMem` or `HighMem/MovableOnly`.
  public var highmemPages: Pages?
  /// `Total swap`.
  public var swapTotal: Bytes?
  /// `Free swap`; the kernel can print it negative.
  public var swapFree: Bytes?
  /// `pages in swap cache`.
  public var swapCachePages: Pages?
  /// `total pagecache pages`.
  public var pagecachePages: Pages?
  /// The other page totals (`cma reserved`, `hwpoisoned`, `shared` …) under their printed names.
  public var otherPages: [Named<Pages>] = []
  /// The global counters, under their printed names.
  public var counters: [Named<Pages>] = []
  /// The nodes.
  public var nodes: [MemoryNode] = []
  /// The zones.
  public var zones: [Zone] = []
  /// The huge page pools.
  public var hugePages: [HugePages] = []
  /// Unreclaimable slab caches, where they were what filled memory (4.15 and later).
  public var slabs: [Slab] = []
  /// The places that have allocated most, where the kernel keeps count (6.10 and later).
  public var allocationSites: [AllocationSite] = []

  /// Memory of which nothing is known.
  public init() {}
}
