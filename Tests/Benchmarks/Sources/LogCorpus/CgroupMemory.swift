// The memory-cgroup block of a container that met its limit, cgroup v2 as 6.12 prints it.

struct Container {
  var podPath: String
  var scope: String
  var limitPages: Int

  var path: String { "\(podPath)/\(scope)" }

  init(_ random: inout RandomSource) {
    let uid = [8, 4, 4, 4, 12].map { random.hexString($0) }.joined(separator: "_")
    let slice = "kubepods-burstable"
    podPath = "/kubepods.slice/\(slice).slice/\(slice)-pod\(uid).slice"
    scope = "cri-containerd-\(random.hexString(64)).scope"
    limitPages = random.element(of: [512, 1024, 2048, 4096]) << 8
  }

  func lines(for table: ProcessTable, _ random: inout RandomSource) -> [Text] {
    let limit = limitPages * 4
    var lines: [Text] = [
      "memory: usage \(limit)kB, limit \(limit)kB, failcnt \(random.below(90_000))",
      "swap: usage 0kB, limit 9007199254740988kB, failcnt 0",
      "Memory cgroup stats for \(path):",
    ]
    let anon = table.rows.reduce(0) { $0 + $1.anonPages } * 4096
    let shared = table.rows.reduce(0) { $0 + $1.sharedPages } * 4096
    let pageTables = table.rows.reduce(0) { $0 + $1.pageTableBytes }
    let stack = table.rows.count * 16_384
    let slab = random.below(4_000_000)
    let known: [String: Int] = [
      "anon": anon, "file": shared, "kernel": pageTables + stack + slab, "kernel_stack": stack,
      "pagetables": pageTables, "shmem": shared, "file_mapped": shared, "inactive_anon": anon / 8,
      "active_anon": anon - anon / 8 + shared, "slab_reclaimable": slab / 4,
      "slab_unreclaimable": slab - slab / 4, "slab": slab, "pgfault": random.below(9_000_000),
      "pgmajfault": random.below(9000), "pgscan": random.below(900_000), "pgsteal": random.below(90_000),
    ]
    for key in Self.statistics { lines.append("\(key) \(known[key] ?? 0)") }
    return lines
  }

  private static let statistics = [
    "anon", "file", "kernel", "kernel_stack", "pagetables", "sec_pagetables", "percpu", "sock", "vmalloc",
    "shmem", "file_mapped", "file_dirty", "file_writeback", "swapcached", "anon_thp", "file_thp",
    "shmem_thp", "inactive_anon", "active_anon", "inactive_file", "active_file", "unevictable",
    "slab_reclaimable", "slab_unreclaimable", "slab", "workingset_refault_anon", "workingset_refault_file",
    "workingset_activate_anon", "workingset_activate_file", "workingset_restore_anon",
    "workingset_restore_file", "workingset_nodereclaim", "pgdemote_kswapd", "pgdemote_direct",
    "pgdemote_khugepaged", "pgpromote_success", "pgscan", "pgsteal", "pgscan_kswapd", "pgscan_direct",
    "pgscan_khugepaged", "pgsteal_kswapd", "pgsteal_direct", "pgsteal_khugepaged", "pgfault", "pgmajfault",
    "pgrefill", "pgactivate", "pgdeactivate", "pglazyfree", "pglazyfreed", "swpin_zero", "swpout_zero",
    "thp_fault_alloc", "thp_collapse_alloc", "thp_swpout", "thp_swpout_fallback", "numa_pages_migrated",
    "numa_pte_updates", "numa_hint_faults",
  ]
}
