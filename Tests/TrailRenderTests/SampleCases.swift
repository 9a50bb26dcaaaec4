// The sample cases, each for one thing that a format has to get right.

import TrailModel

extension Case {
  /// Nothing was killed, and one input could not be read to its end.
  static var noKill: Case {
    var trail = Case()
    let problem = Problem(
      path: "old/messages-20261101.gz", kind: .truncated, detail: "the gzip data ends before its end",
      offset: 4_096)
    var dmesg = Input.sample("dmesg.txt", envelope: "dmesg", host: nil, bytes: 61_440, lines: 800, events: 0)
    dmesg.firstTime = EventTime(monotonic: 0, text: "0.000000")
    dmesg.lastTime = EventTime(monotonic: 12_345_678_901, text: "12.345678")
    trail.inputs = [
      dmesg,
      .sample(
        "old/messages-20261101.gz", envelope: "syslog", host: "db-01", bytes: 9_437_184, lines: 81_920,
        events: 0,
        kind: "gzip", problems: [problem]),
      .sample("old/wtmp", envelope: nil, host: nil, bytes: 384, lines: nil, events: 0, kind: "binary"),
    ]
    trail.problems = [problem]
    return trail
  }

  /// A node out of memory and a cgroup at its limit.
  static var twoHosts: Case {
    var trail = Case()
    var first = Event(
      id: "9f1c22d07be04a11",
      time: EventTime(
        wall: .sample(0.728043), basis: .zoned, monotonic: 6_728_043_000,
        text: "2026-11-22T10:15:00.728043+00:00"),
      host: "web-01", bootID: nil, report: .global, parent: nil,
      sources: [
        Source(
          path: "web-01/messages", firstLine: 361, lastLine: 432, firstOffset: 24_601, lastOffset: 31_004),
        Source(path: "web-01/dmesg.txt", firstLine: 12, lastLine: 83, firstOffset: 900, lastOffset: 6_100),
      ])
    first.bootID = "6a2ad9d5b3a54b5c8f6d0f4f4a0c1d2e"
    first.memoryBefore = [(-1_200, 1_318_204, nil), (-90, 81_240, 512)].map {
      (seconds: Double, available: Int64, swap: Int64?) in
      var amounts = MemoryAmounts()
      amounts.available = Bytes(kilobytes: available)
      amounts.swapFree = swap.map { Bytes(kilobytes: $0) }
      return MemorySample(
        time: .sample(seconds, fractionDigits: 0), zone: .bundle, recorder: .sar, amounts: amounts,
        path: "web-01/sar22", line: 1_207)
    }
    let second = Event(
      id: "03ab77e5d1c9f482",
      time: EventTime(
        wall: .sample(3_725, fractionDigits: 0), basis: .inferredYear, monotonic: 4_950_072_000,
        text: "Nov 22 11:17:05"),
      host: "web-02", bootID: nil, report: .group, parent: nil,
      sources: [
        Source(
          path: "bundle.tgz!/var/log/kern.log", firstLine: 7, lastLine: 99, firstOffset: 512,
          lastOffset: 9_000)
      ])
    trail.events = [first, second]
    trail.hosts = [
      Host(
        name: "web-01", boots: ["6a2ad9d5b3a54b5c8f6d0f4f4a0c1d2e"],
        kernelReleases: ["6.12.107+deb13-cloud-amd64"],
        events: 1, firstTime: first.time.wall, lastTime: first.time.wall),
      Host(
        name: "web-02", boots: [], kernelReleases: ["6.12.107+deb13-cloud-amd64"], events: 1,
        firstTime: second.time.wall, lastTime: second.time.wall),
    ]
    trail.inputs = [
      .sample(
        "web-01/messages", envelope: "rfc5424", host: "web-01", bytes: 1_048_576, lines: 9_000, events: 1),
      .sample("web-01/dmesg.txt", envelope: "dmesg", host: nil, bytes: 6_144, lines: 84, events: 1),
      .sample(
        "bundle.tgz!/var/log/kern.log", envelope: "syslog", host: "web-02", bytes: 12_000, lines: 120,
        events: 1),
    ]
    trail.bundles = [
      FoundBundle(layout: "var_log", title: "/var/log tree", root: "bundle.tgz!/", host: nil),
      FoundBundle(layout: "sosreport", title: "sosreport", root: "web-01/", host: "web-01"),
      FoundBundle(
        layout: "must_gather", title: "must-gather", root: "x|y/", host: nil,
        nodes: [.init(root: "x|y/nodes/w-0/", host: "w-0"), .init(root: "x|y/nodes/w-1/", host: "w-1")]),
    ]
    return trail
  }

  /// One worker dies again and again.
  static var repeatingWorker: Case {
    var trail = Case()
    let pids: [Int64] = [200, 215, 231, 247]
    let parent = Parent(pid: 198, comm: "gunicorn", basis: .sameCgroup, confidence: .low)
    for (index, pid) in pids.enumerated() {
      trail.events.append(
        Event(
          id: "worker\(index)",
          time: EventTime(
            wall: .sample(Double(index) * 90.5, fractionDigits: 3), basis: .assumedZone,
            text: "2026-11-22 10:15:00"),
          host: "app-1", bootID: nil, report: .worker(pid: pid, anon: 154_180 + Int64(index) * 512),
          parent: parent,
          sources: [
            Source(
              path: "app.log", firstLine: 10 * index + 1, lastLine: 10 * index + 1, firstOffset: 0,
              lastOffset: 80)
          ]))
    }
    let ids = trail.events.map(\.id)
    let first = trail.events.first?.time.wall
    let last = trail.events.last?.time.wall
    let memory = Group.MemoryAtKill(
      count: 4, first: Bytes(kilobytes: 154_184), last: Bytes(kilobytes: 155_720), minimum: Bytes(kilobytes: 154_184),
      maximum: Bytes(kilobytes: 155_720), trend: .growing)
    func group(_ key: [Named<String>], parent: Parent?) -> Group {
      Group(
        key: key, parent: parent, kills: 4, firstTime: first, lastTime: last, hosts: ["app-1"],
        victims: [Named("worker", 4)], eventIDs: ids,
        interval: Group.Interval(minimum: 90.5, median: 90.5, maximum: 90.5), memoryAtKill: memory)
    }
    trail.groups.byParent = [
      group(
        [Named("kind", "parent"), Named("name", "gunicorn"), Named("pid", "198"), Named("host", "app-1")],
        parent: parent)
    ]
    trail.groups.byCgroup = [
      group([Named("kind", "cgroup"), Named("name", "/system.slice/jobs.service")], parent: nil)
    ]
    trail.groups.byProcess = [group([Named("kind", "process"), Named("name", "worker")], parent: nil)]
    trail.incidents = [
      Incident(
        id: "incident-worker0", hosts: ["app-1"], firstTime: first, lastTime: last, eventIDs: ids,
        summary: "4 kills of worker on app-1 within 5 minutes.")
    ]
    trail.hosts = [
      Host(name: "app-1", boots: [], kernelReleases: [], events: 4, firstTime: first, lastTime: last)
    ]
    trail.inputs = [
      .sample("app.log", envelope: "iso8601", host: "app-1", bytes: 4_000, lines: 40, events: 4)
    ]
    return trail
  }

  /// Reports of which parts are missing, and reports that end otherwise than in a kill.
  static var damagedReports: Case {
    var trail = Case()
    var killLine = KillReport()
    killLine.outcome = .killed
    killLine.victim = .sample(
      "java", 4_711, uid: nil, anon: 2_097_152, file: nil, shmem: nil, oomScoreAdj: nil)
    killLine.missing = [.header, .processes, .memory, .summary, .lineEnd]
    var panic = KillReport()
    panic.scope = .global
    panic.outcome = .panic
    panic.trigger = .sample("init", 1, flags: ["GFP_KERNEL"], order: 3)
    panic.unreadableRows = 2
    panic.missing = [.lines]
    panic.otherLines = ["Something new: 12", "\u{1b}[31mred\u{1b}[0m"]
    panic.otherLineCount = 9
    var spared = KillReport()
    spared.scope = .cpuset
    spared.outcome = .noKillableProcess
    spared.trigger.cpuset = "isolated"
    spared.trigger.memsAllowed = "1"
    var cut = KillReport()
    cut.constraint = "CONSTRAINT_FUTURE"
    cut.victim = .sample("tail", 12, anon: nil, file: nil, shmem: nil)
    cut.processes = ProcessTable(columns: [
      "uid", "tgid", "total_vm", "rss", "nr_ptes", "swapents", "oom_score_adj",
    ])
    cut.processes.append(pid: 12, values: [0, 12, 900, 800, 3, 0, 0], comm: "tail")
    cut.missing = [.kill]
    let times = [
      EventTime(
        wall: .sample(0, fractionDigits: 0), basis: .bootAnchor, monotonic: 99_000_000_000, text: "99.000000"),
      EventTime(wall: .sample(1, fractionDigits: 0), basis: .relativeAge, text: "-3600.000000"),
      EventTime(monotonic: 5_000_001_500, text: "5.000001"), EventTime(),
    ]
    for (index, (report, time)) in zip([killLine, panic, spared, cut], times).enumerated() {
      trail.events.append(
        Event(
          id: "damaged\(index)", time: time, host: nil, bootID: nil, report: report, parent: nil,
          sources: [
            Source(path: "cut.log", firstLine: index + 1, lastLine: index + 1, firstOffset: 0, lastOffset: 9)
          ]))
    }
    trail.problems = [
      Problem(path: "cut.log", kind: .report, detail: "2 rows of a process table could not be read", line: 2),
      Problem(path: "locked.log", kind: .unreadable, detail: "Permission denied"),
    ]
    trail.inputs = [
      .sample(
        "cut.log", envelope: "dmesg", host: nil, bytes: 900, lines: 4, events: 4,
        problems: [trail.problems[0]]),
      .sample(
        "locked.log", envelope: nil, host: nil, bytes: 0, lines: nil, events: 0, kind: "unreadable",
        problems: [trail.problems[1]]),
    ]
    return trail
  }

  /// Names that try to leave their place.
  static var hostileNames: Case {
    var trail = Case()
    let names = [
      "a`b``c", "`", "a|b", "a\\|b", "line\nbreak", "\u{1b}[2J\u{7}", "\u{202e}gnp.exe\u{200b}",
      "](http://x)",
      "<script>x", "", "   ", " `a` ", "**bold**", "# title", "\u{2028}\u{85}\u{feff}",
    ]
    for (index, name) in names.enumerated() {
      var report = KillReport.worker(pid: Int64(index) + 1, anon: 40)
      report.victim?.comm = name
      report.victim?.cgroup = "/\(name)"
      report.memcg?.limitCgroup = "/pods/\(name)/" + String(repeating: "long", count: 20)
      report.memcg?.stats = [Named(name, 4_096), Named(name, 1)]
      report.trigger.comm = name
      report.kernel.release = name
      report.otherLines = [name]
      report.otherLineCount = 1
      var table = ProcessTable(columns: ["rss", name])
      table.append(pid: Int64(index) + 1, values: [10, 7], comm: name)
      report.processes = table
      trail.events.append(
        Event(
          id: "hostile\(index)", time: EventTime(text: name), host: name, bootID: name, report: report,
          parent: Parent(pid: 1, comm: name, basis: .sacrificedChild, confidence: .high),
          sources: [Source(path: name, firstLine: 1, lastLine: 2, firstOffset: 0, lastOffset: 1)]))
    }
    let ids = trail.events.map(\.id)
    trail.groups.byProcess = [
      Group(
        key: [Named("kind", "process"), Named("name", names.joined()), Named("unit", "a`|\n")], parent: nil,
        kills: 2,
        firstTime: nil, lastTime: nil, hosts: ["a`|\n"], victims: [Named("a`|\n", 1), Named("<b>", 1)],
        eventIDs: ids,
        interval: nil, memoryAtKill: nil)
    ]
    trail.incidents = [
      Incident(
        id: "i", hosts: ["a`|\n"], firstTime: nil, lastTime: nil, eventIDs: ids,
        summary: "kills of `a`, <script>, [b](c) and _d_ *e*\n# on one host | two")
    ]
    trail.problems = [
      Problem(path: "a`|\n\u{1b}[1m", kind: .format, detail: "<img src=x> `x` \u{202e} | *y* _z_\n\n# t")
    ]
    trail.inputs = [
      .sample(
        "a`|\n\u{1b}[1m", envelope: "x|y", host: "<script>", bytes: 1, lines: 1, events: 1, kind: "k\nl",
        problems: trail.problems)
    ]
    return trail
  }

  /// An old kernel's columns, an unknown column, and numbers beyond what a JavaScript number holds.
  static var oldKernelLargeNumbers: Case {
    var trail = Case()
    var report = KillReport()
    report.scope = .mempolicy
    report.outcome = .killed
    report.isManual = true
    report.trigger = .sample("kworker/0:1", 9, flags: [], order: -1)
    report.trigger.oomScoreAdj = nil
    report.trigger.oomAdj = -17
    report.trigger.nodemask = "0-1"
    report.victim = .sample("big", 9_007_199_254_740_993, anon: nil)
    report.victim?.totalVM = Bytes(.max)
    report.victim?.anonRSS = Bytes(.max)
    report.victim?.score = 917
    report.selected = Selected(pid: 8, comm: "parent", score: 918)
    report.killedAllocatingTask = true
    report.reaped = Reaped(pid: 10, succeeded: false)
    var memcg = Memcg()
    memcg.memorySwap.usage = Bytes(9_007_199_254_740_995)
    memcg.memorySwap.limit = Bytes(9_007_199_254_740_995)
    memcg.kmem.isUnlimited = true
    memcg.minProtection = Bytes(0)
    memcg.lowProtection = Bytes(kilobytes: 1_024)
    report.memcg = memcg
    var memory = Memory()
    memory.ramPages = Pages(.max)
    memory.swapFree = Bytes(-4_096)
    memory.counters = [Named("free", Pages(9_007_199_254_740_993))]
    memory.zones = [.sample(node: nil, "Normal", [("free", 46_000), ("min", 45_000)])]
    memory.zones[0].counts = [Named("pages_scanned", 12)]
    memory.zones[0].allUnreclaimable = true
    var pool = HugePages()
    pool.node = 1
    pool.total = 128
    pool.free = 28
    pool.surplus = 1
    pool.size = Bytes(kilobytes: 2_048)
    memory.hugePages = [pool]
    memory.slabs = [
      Slab(name: "dentry", used: Bytes(kilobytes: 10), total: Bytes(kilobytes: 2_000)),
      Slab(name: "kmalloc-4k(1:x)", used: Bytes(kilobytes: 4_095), total: Bytes(kilobytes: 4_096)),
    ]
    report.memory = memory
    report.processes = ProcessTable(columns: [
      "uid", "tgid", "total_vm", "rss", "nr_ptes", "nr_pmds", "cpu", "oom_adj", "future",
    ])
    report.processes.append(
      pid: 9_007_199_254_740_993, values: [-2, 9, .max, 40, 3, 1, 7, -17, 5], comm: "big")
    for pid in 1...12 {
      report.processes.append(
        pid: Int64(pid), values: [0, 1, 100, 100 + Int64(pid), 3, 1, 0, 0, 0], comm: "filler")
    }
    trail.events = [
      Event(
        id: "large",
        time: EventTime(
          wall: Instant(nanoseconds: -1, fractionDigits: 9), basis: .zoned, monotonic: .max, text: "x"),
        host: "old", bootID: nil, report: report,
        parent: Parent(pid: 8, comm: "parent", basis: .sacrificedChild, confidence: .high),
        sources: [
          Source(
            path: "huge.log", firstLine: .max, lastLine: .max, firstOffset: 9_007_199_254_740_993,
            lastOffset: .max)
        ])
    ]
    trail.inputs = [
      .sample("huge.log", envelope: "dmesg", host: "old", bytes: .max, lines: .max, events: 1),
      .sample("huge2.log", envelope: "dmesg", host: "old", bytes: .max, lines: 1, events: 0),
    ]
    return trail
  }
}
