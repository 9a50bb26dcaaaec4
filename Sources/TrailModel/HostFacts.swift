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

  /// What else is known, by the names that reports have for it.
  public var known: [HostFactName: Fact<HostValue>] = [:]
  /// Sysctls as files of settings have them, which need not be what the kernel has.
  public var configured: [HostFactName: Fact<HostValue>] = [:]
  /// How many processes were killed in cgroups, by files of theirs.
  public var cgroupKills: [Fact<Int64>] = []

  /// How much memory its cgroups, units and containers may use.
  public var memoryLimits: [MemoryLimit] = []

  /// Lists of its processes.
  public var processLists: [ProcessList] = []

  /// How much memory there was at different times.
  public var memoryHistories: [MemoryHistory] = []

  /// Lists beyond this are not kept.
  public static let mostLists = 16
  /// Histories beyond this are not kept: a month has 31 days.
  public static let mostHistories = 100
  /// Cgroups beyond this are not kept.
  public static let mostCgroups = 10_000

  /// A value and the file that says it.
  public struct Fact<Value: Sendable & Equatable>: Sendable, Equatable {
    /// What it says.
    public var value: Value
    /// The file.
    public var path: String
    /// The line, from 1, where it is one of many.
    public var line: Int?
    /// Whether a number was rounded when it was printed.
    public var isRounded = false

    /// A fact.
    public init(_ value: Value, path: String, line: Int? = nil, isRounded: Bool = false) {
      self.value = value
      self.path = path
      self.line = line
      self.isRounded = isRounded
    }
  }

  /// No facts.
  public init() {}

  /// Notes a fact that has a name; the first to say it is believed, but an exact one goes before one that was rounded.
  public mutating func note(_ name: HostFactName, _ fact: Fact<HostValue>) { known.note(name, fact) }

  /// Takes over what another file says and this lacks. `before` is how many lines stand before those that it counted.
  public mutating func adopt(_ other: HostFacts, before: Int = 0) {
    name = name ?? other.name?.behind(before)
    zoneFile = zoneFile ?? other.zoneFile?.behind(before)
    zoneNames += other.zoneNames.map { $0.behind(before) }
    zoneOffset = zoneOffset ?? other.zoneOffset?.behind(before)
    zoneAbbreviation = zoneAbbreviation ?? other.zoneAbbreviation?.behind(before)
    bootTime = bootTime ?? other.bootTime?.behind(before)
    uptime = uptime ?? other.uptime?.behind(before)
    collected = collected ?? other.collected?.behind(before)
    collectedUTC = collectedUTC ?? other.collectedUTC?.behind(before)
    bootID = bootID ?? other.bootID?.behind(before)
    for (name, fact) in other.known { known.note(name, fact.behind(before)) }
    cgroupKills += other.cgroupKills.prefix(Self.mostCgroups - min(cgroupKills.count, Self.mostCgroups))
    memoryLimits += other.memoryLimits.prefix(Self.mostCgroups - min(memoryLimits.count, Self.mostCgroups))
    memoryHistories += other.memoryHistories.prefix(Self.mostHistories - min(memoryHistories.count, Self.mostHistories))
    for list in other.processLists { adopt(list, before: before) }
    // Of files of settings the last to say something counts.
    for (name, fact) in other.configured { configured[name] = fact.behind(before) }
  }
}

extension HostFacts {
  private mutating func adopt(_ list: ProcessList, before: Int) {
    // Processes with files of their own make one list.
    if list.path.hasSuffix("/"), let known = processLists.firstIndex(where: { $0.path == list.path }) {
      let room = ProcessList.most - min(ProcessList.most, processLists[known].rows.count)
      processLists[known].rows += list.rows.prefix(room)
    } else if processLists.count < Self.mostLists {
      processLists.append(list)
      guard before > 0 else { return }
      let last = processLists.count - 1
      for row in processLists[last].rows.indices { processLists[last].rows[row].line? += before }
    }
  }
}

extension HostFacts.Fact {
  /// The same where so many lines stand before those that were counted.
  fileprivate func behind(_ lines: Int) -> Self {
    guard lines > 0 else { return self }
    var moved = self
    moved.line = (line ?? 1) + lines
    return moved
  }
}

extension [HostFactName: HostFacts.Fact<HostValue>] {
  fileprivate mutating func note(_ name: HostFactName, _ fact: HostFacts.Fact<HostValue>) {
    if let own = self[name], !own.isRounded || fact.isRounded { return }
    self[name] = fact
  }
}

/// What a fact may be.
public enum HostValue: Sendable, Hashable {
  /// A count, a setting, or a size in bytes.
  case number(Int64)
  /// A name.
  case text(String)

  /// The number, where it is one.
  public var number: Int64? { if case .number(let value) = self { value } else { nil } }
  /// The text, where it is one.
  public var text: String? { if case .text(let value) = self { value } else { nil } }
}

/// The facts that have names in a report: sizes are in bytes. Sysctls have the kernel's own names
/// (Documentation/admin-guide/sysctl/vm.rst).
public enum HostFactName: String, Sendable, CaseIterable {
  /// `uname -r`.
  case kernelRelease = "kernel_release"
  /// `uname -m`.
  case machine
  /// Bytes in a page.
  case pageSize = "page_size_bytes"
  /// Memory that the kernel manages (MemTotal).
  case ram = "ram_bytes"
  /// All swap together.
  case swap = "swap_bytes"
  /// The version of the cgroup hierarchy that memory is limited in: 1 or 2.
  case cgroupVersion = "cgroup_version"
  /// Processes that the kernel's OOM killer killed since boot (`oom_kill` of /proc/vmstat).
  case oomKills = "oom_kills_since_boot"
  /// How far address space may exceed memory: 0 by guess, 1 without end, 2 never.
  case overcommitMemory = "vm.overcommit_memory"
  /// With 2, the percentage of RAM that counts.
  case overcommitRatio = "vm.overcommit_ratio"
  /// With 2, the memory that counts instead, in kB.
  case overcommitKbytes = "vm.overcommit_kbytes"
  /// Whether the kernel panics instead of killing.
  case panicOnOOM = "vm.panic_on_oom"
  /// Whether it kills whoever asked.
  case killAllocatingTask = "vm.oom_kill_allocating_task"
  /// Whether it prints the process table.
  case dumpTasks = "vm.oom_dump_tasks"
  /// How gladly it swaps.
  case swappiness = "vm.swappiness"
  /// What it keeps free, in kB.
  case minFreeKbytes = "vm.min_free_kbytes"
  /// How far apart the watermarks are, in ten-thousandths of memory.
  case watermarkScaleFactor = "vm.watermark_scale_factor"
  /// What is kept for root, in kB.
  case adminReserveKbytes = "vm.admin_reserve_kbytes"
  /// What is kept for each user, in kB.
  case userReserveKbytes = "vm.user_reserve_kbytes"

  /// Those that are sysctls.
  public static let sysctls = allCases.filter { $0.rawValue.hasPrefix("vm.") }
}
