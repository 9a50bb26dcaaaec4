// One report of the kernel's OOM killer, from its header to the kill, with what follows a moment later.

struct KillReport {
  struct Line {
    var priority: Int
    var text: Text
  }

  var lines: [Line] = []
  /// What the reaper thread says two seconds after the kill, if the victim is still there.
  var reaperLine: Text?
  /// What systemd says about the unit that lost a process.
  var unitNotice: Text?
  var tableRows: Int

  init(on host: Host, rows: ClosedRange<Int>, _ random: inout RandomSource) {
    let container = random.oneIn(3) ? Container(&random) : nil
    tableRows = rows.lowerBound + random.below(rows.count)
    let table = ProcessTable(
      count: tableRows,
      residentPages: container.map { $0.limitPages * 15 / 16 } ?? MemoryInfo.managedPages * 15 / 16,
      totalPages: container?.limitPages ?? MemoryInfo.managedPages,
      podAdjustment: container == nil ? nil : 986, &random)

    let trigger = table.trigger
    let mask =
      container == nil
      ? "0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO)" : "0xcc0(GFP_KERNEL)"
    add(
      """
      \(trigger.command) invoked oom-killer: gfp_mask=\(mask), order=0, \
      oom_score_adj=\(trigger.scoreAdjustment)
      """)
    for text in StackDump.lines(of: trigger, on: host, inCgroup: container != nil, &random) { add(text) }
    if let container {
      for text in container.lines(for: table, &random) { add(priority: 6, text) }
    } else {
      for text in MemoryInfo.lines(for: table, &random) { add(text) }
    }
    add(priority: 6, ProcessTable.title)
    add(priority: 6, ProcessTable.header)
    for row in table.rows { add(priority: 6, row.text) }
    addKill(of: table.victim, in: container, &random)
  }

  private mutating func add(priority: Int = 4, _ text: Text) {
    lines.append(Line(priority: priority, text: text))
  }

  private mutating func addKill(
    of victim: ProcessRow, in container: Container?, _ random: inout RandomSource
  ) {
    let constraint: Text
    let cgroup: String
    let unit = "\(victim.command).service"
    if let container {
      cgroup = container.path
      constraint = """
        CONSTRAINT_MEMCG,nodemask=(null),cpuset=\(container.scope),mems_allowed=0,oom_memcg=\(container.path)
        """
    } else {
      cgroup = "/system.slice/\(unit)"
      constraint = "CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom"
      if random.oneIn(2) { unitNotice = "\(unit): A process of this unit has been killed by the OOM killer." }
    }
    add(
      priority: 6,
      """
      oom-kill:constraint=\(constraint),task_memcg=\(cgroup),task=\(victim.command),pid=\(victim.pid),\
      uid=\(victim.uid)
      """)
    add(
      priority: 3,
      """
      \(container == nil ? "Out of memory" : "Memory cgroup out of memory"): Killed process \(victim.pid) \
      (\(victim.command)) total-vm:\(victim.virtualPages * 4)kB, anon-rss:\(victim.anonPages * 4)kB, \
      file-rss:\(victim.filePages * 4)kB, shmem-rss:\(victim.sharedPages * 4)kB, UID:\(victim.uid) \
      pgtables:\(victim.pageTableBytes / 1024)kB oom_score_adj:\(victim.scoreAdjustment)
      """)
    if !random.oneIn(4) {
      reaperLine = """
        oom_reaper: reaped process \(victim.pid) (\(victim.command)), now anon-rss:0kB, \
        file-rss:\(victim.filePages * 4)kB, shmem-rss:\(victim.sharedPages * 4)kB
        """
    }
  }
}
