// The reports that the samples are made of, with the numbers of real ones.

import TrailModel

extension KillReport {
  /// A node without memory and swap, as 6.12 reports it.
  static var global: KillReport {
    var report = KillReport()
    report.scope = .global
    report.outcome = .killed
    report.kernel.release = "6.12.107+deb13-cloud-amd64"
    report.kernel.pageSize = 4096
    report.trigger = .sample("ruby", 214, flags: ["GFP_HIGHUSER_MOVABLE", "__GFP_COMP", "__GFP_ZERO"])
    report.trigger.cpuset = "batch.service"
    report.trigger.memsAllowed = "0"
    report.victim = .sample(
      "ruby", 214, uid: 1002, totalVM: 184_380, anon: 145_280, file: 48, pageTables: 396,
      cgroup: "/system.slice/batch.service")
    report.victim?.swapEntries = Pages(9_472)
    report.memory = .sample
    report.allocation = .sample
    report.choice = Choice(
      pid: 214, comm: "ruby", totalPages: Pages(68_615), totalBasis: "pages RAM less reserved, and total swap",
      isTotalAssumed: false, verdict: .agrees, victimRank: 1)
    report.scoring = Scoring(formula: .pagesSigned, unknown: nil, eligibleRows: 10, scoredRows: 10)
    report.processes = .sample
    return report
  }

  /// A cgroup at its limit whose `memory.oom.group` takes the rest along.
  static var group: KillReport {
    let cgroup = "/system.slice/pool.service"
    var report = KillReport()
    report.scope = .memcg
    report.outcome = .killed
    report.kernel.release = "6.12.107+deb13-cloud-amd64"
    report.kernel.pageSize = 4096
    report.trigger = .sample("php-fpm", 209, flags: ["GFP_KERNEL"])
    report.victim = .sample(
      "php-fpm", 215, uid: 33, totalVM: 27_708, anon: 26_112, file: 688, pageTables: 92, cgroup: cgroup)
    report.alsoKilled = [
      .sample("php-fpm", 204, totalVM: 5_180, anon: 4_096, file: 688, pageTables: 48),
      .sample("php-fpm", 207, uid: 33, totalVM: 6_204, anon: 5_120, file: 688, pageTables: 44),
    ]
    report.groupCgroup = cgroup
    var memcg = Memcg()
    memcg.limitCgroup = cgroup
    memcg.taskCgroup = cgroup
    memcg.memory.usage = Bytes(kilobytes: 49_152)
    memcg.memory.limit = Bytes(kilobytes: 49_152)
    memcg.memory.failcnt = 62
    memcg.swap.usage = Bytes(0)
    memcg.swap.isUnlimited = true
    memcg.swap.failcnt = 0
    memcg.stats = [
      Named("anon", 49_999_872), Named("file", 0), Named("kernel", 331_776), Named("kernel_stack", 49_152),
      Named("pagetables", 200_704), Named("slab", 56_952), Named("pgfault", 12_285),
    ]
    report.memcg = memcg
    var table = ProcessTable(columns: [
      "uid", "tgid", "total_vm", "rss", "rss_anon", "rss_file", "rss_shmem", "pgtables_bytes", "swapents",
      "oom_score_adj",
    ])
    table.append(pid: 204, values: [0, 204, 1295, 1196, 1024, 172, 0, 49_152, 0, 0], comm: "php-fpm")
    table.append(pid: 207, values: [33, 207, 1551, 1452, 1280, 172, 0, 45_056, 0, 0], comm: "php-fpm")
    table.append(pid: 210, values: [0, 210, 1039, 940, 768, 172, 0, 40_960, 0, -1000], comm: "php-fpm")
    table.append(pid: 215, values: [33, 215, 6927, 6700, 6528, 172, 0, 94_208, 0, 0], comm: "php-fpm")
    report.processes = table
    report.reaped = Reaped(
      pid: 215, anonRSS: Bytes(0), fileRSS: Bytes(kilobytes: 688), shmemRSS: Bytes(0), succeeded: true)
    return report
  }

  /// A worker that its master starts again and again.
  static func worker(pid: Int64, anon: Int64) -> KillReport {
    var report = KillReport()
    report.scope = .memcg
    report.outcome = .killed
    report.kernel.pageSize = 4096
    report.trigger = .sample("worker", pid, flags: ["GFP_KERNEL"])
    report.victim = .sample(
      "worker", pid, uid: 1000, anon: anon, file: 4, cgroup: "/system.slice/jobs.service")
    var memcg = Memcg()
    memcg.limitCgroup = "/system.slice/jobs.service"
    memcg.taskCgroup = "/system.slice/jobs.service"
    memcg.memory.usage = Bytes(kilobytes: 163_836)
    memcg.memory.limit = Bytes(kilobytes: 163_840)
    report.memcg = memcg
    return report
  }
}

extension Trigger {
  static func sample(_ comm: String?, _ pid: Int64?, flags: [String], order: Int64 = 0) -> Trigger {
    var trigger = Trigger()
    trigger.comm = comm
    trigger.pid = pid
    trigger.gfpFlags = flags
    trigger.gfpMask = "0x140dca(\(flags.joined(separator: "|")))"
    trigger.order = order
    trigger.oomScoreAdj = 0
    return trigger
  }
}

extension Memory {
  static var sample: Memory {
    var memory = Memory()
    memory.ramPages = Pages(65_400)
    memory.reservedPages = Pages(13_163)
    memory.highmemPages = Pages(0)
    memory.swapTotal = Bytes(kilobytes: 65_532)
    memory.swapFree = Bytes(0)
    memory.swapCachePages = Pages(338)
    memory.pagecachePages = Pages(1_669)
    memory.otherPages = [Named("hwpoisoned", Pages(0))]
    memory.counters = [
      ("active_anon", 15_963), ("inactive_anon", 29_936), ("isolated_anon", 0), ("unevictable", 487),
      ("slab_reclaimable", 351), ("slab_unreclaimable", 2_025), ("mapped", 1_144), ("shmem", 1_325),
      ("pagetables", 327), ("free", 577), ("free_pcp", 66),
    ].map { Named($0.0, Pages($0.1)) }
    var node = MemoryNode(node: 0)
    node.sizes = [
      Named("active_anon", Bytes(kilobytes: 63_852)), Named("inactive_anon", Bytes(kilobytes: 119_744)),
    ]
    node.allUnreclaimable = false
    memory.nodes = [node]
    memory.zones = [
      .sample(
        node: 0, "DMA", [("free", 840), ("min", 136), ("low", 168), ("high", 200), ("managed", 15_360)]),
      .sample(
        node: 0, "DMA32",
        [("free", 1_468), ("min", 1_640), ("low", 2_048), ("high", 2_456), ("managed", 193_588)]),
    ]
    memory.zones[0].lowmemReserve = [0, 178, 178, 178, 178]
    memory.zones[0].freeBlocks = [
      FreeBlocks(blockSize: Bytes(4_096), count: 1, types: "U"),
      FreeBlocks(blockSize: Bytes(8_192), count: 0, types: ""),
    ]
    var pool = HugePages()
    pool.node = 0
    pool.total = 0
    pool.free = 0
    pool.surplus = 0
    pool.size = Bytes(kilobytes: 2_048)
    memory.hugePages = [pool]
    return memory
  }
}

extension AllocationVerdict {
  static var sample: AllocationVerdict {
    AllocationVerdict(
      cause: .exhausted, request: Bytes(4_096),
      zones: [
        ZoneVerdict(
          node: 0, zone: "DMA", isUsable: true, free: Bytes(kilobytes: 840), minimum: Bytes(kilobytes: 136),
          reserve: Bytes(kilobytes: 712), hasRoom: false, largestBlock: Bytes(4_096)),
        ZoneVerdict(
          node: 0, zone: "DMA32", isUsable: true, free: Bytes(kilobytes: 1_468), minimum: Bytes(kilobytes: 1_640),
          reserve: nil, hasRoom: false, largestBlock: nil),
      ], swap: .full, counter: nil)
  }
}

extension ProcessTable {
  static var sample: ProcessTable {
    var table = ProcessTable(columns: [
      "uid", "tgid", "total_vm", "rss", "rss_anon", "rss_file", "rss_shmem", "pgtables_bytes", "swapents",
      "oom_score_adj",
    ])
    let rows: [(Int64, [Int64], String)] = [
      (141, [0, 141, 494, 466, 288, 0, 178, 45_056, 0, -1000], "witness"),
      (175, [0, 175, 1551, 1290, 768, 10, 512, 53_248, 0, -250], "systemd-journal"),
      (178, [104, 178, 527, 268, 256, 12, 0, 45_056, 0, 0], "dbus-daemon"),
      (180, [0, 180, 5647, 269, 256, 13, 0, 65_536, 0, -1000], "sshd"),
      (187, [0, 187, 527, 268, 256, 12, 0, 36_864, 0, 0], "cron"),
      (189, [0, 189, 11_023, 524, 512, 12, 0, 45_056, 0, 0], "nginx"),
      (191, [33, 191, 11_535, 1036, 1024, 12, 0, 49_152, 0, 0], "nginx"),
      (192, [33, 192, 11_535, 1036, 1024, 12, 0, 49_152, 0, 0], "nginx"),
      (193, [1000, 193, 783, 524, 512, 12, 0, 40_960, 0, 0], "bash"),
      (207, [110, 207, 90_383, 3405, 3392, 13, 0, 147_456, 6880, 0], "mysqld"),
      (214, [1002, 214, 46_095, 36_332, 36_320, 12, 0, 405_504, 9472, 0], "ruby"),
      (235, [0, 235, 565, 276, 0, 0, 276, 36_864, 0, 0], "usleep"),
    ]
    for (pid, values, comm) in rows { table.append(pid: pid, values: values, comm: comm) }
    return table
  }
}
