// What kernels print wrong: found by the report's own numbers where they tell, else by the release, and put right.

import TrailModel

/// Finds the defects of a report's printing.
enum PrintingDefects {
  /// Puts right what can be, and notes what was found. `report` knows its page size.
  static func settle(_ report: inout KillReport) {
    let release = KernelVersion(report.kernel.release)
    func isFrom(_ first: String, to last: String) -> Bool {
      guard let release, let first = KernelVersion(first), let last = KernelVersion(last) else { return false }
      return release.enterprise == nil && first <= release && release <= last
    }
    if putPageTablesRight(&report) { report.printingDefects.append(.pageTablesInBytes) }
    guard var memory = report.memory else { return }
    if areHugePagesShifted(memory, report.kernel.pageSize, isSuspect: isFrom("4.8", to: "4.10")) {
      for index in memory.nodes.indices { putHugePagesRight(&memory.nodes[index].sizes) }
      report.printingDefects.append(.hugePageValuesShifted)
    }
    if isFrom("3.18", to: "4.7") {
      var found = false
      for index in memory.zones.indices { found = memory.zones[index].scaleScannedPages() || found }
      if found { report.printingDefects.append(.pagesScannedInKilobytes) }
    }
    if memory.reservedPages != nil, isFrom("3.13", to: "3.16") { report.printingDefects.append(.reservedOfLastZone) }
    if memory.reservedPages != nil, isFrom("3.19", to: "4.1"),
      memory.otherPages.contains(where: { $0.name == "pages cma reserved" && $0.value.count > 0 })
    {
      report.printingDefects.append(.reservedWithoutCMA)
    }
    report.memory = memory
  }

  // MARK: Page tables

  /// 5.4.0 prints bytes labelled kB: the number is the row's, or near it, and not a thousandth of that.
  private static func putPageTablesRight(_ report: inout KillReport) -> Bool {
    var found = false
    func putRight(_ victim: inout Victim) {
      guard let pid = victim.pid, let printed = victim.pageTables.map({ $0.count / 1024 }), printed >= 4096,
        let row = report.processes.row(ofPid: pid)?.pageTables?.count,
        row / 2 <= printed, printed / 2 <= row
      else { return }
      victim.pageTables = Bytes(printed)
      found = true
    }
    if var victim = report.victim {
      putRight(&victim)
      report.victim = victim
    }
    guard found else { return false }
    for index in report.alsoKilled.indices {
      var member = report.alsoKilled[index]
      if let size = member.pageTables { member.pageTables = Bytes(size.count / 1024) }
      report.alsoKilled[index] = member
    }
    return true
  }

  // MARK: Transparent huge pages

  /// The names of the four values in the order in which 4.8 to 4.10 print them, and whose value each has there.
  private static let shifted = [
    ("shmem", "shmem_thp"), ("shmem_thp", "shmem_pmdmapped"), ("shmem_pmdmapped", "anon_thp"), ("anon_thp", "shmem"),
  ]

  /// Whether the nodes' huge page values stand under each other's names. All nodes' `shmem` is what the global counter
  /// says; where that settles nothing, because a node is not shown, the release does.
  private static func areHugePagesShifted(_ memory: Memory, _ pageSize: Int64?, isSuspect: Bool) -> Bool {
    guard memory.nodes.contains(where: { node in shifted.allSatisfy { node.value($0.0) != nil } }) else { return false }
    func sum(_ name: String) -> Int64 { memory.nodes.reduce(0) { $0 &+ ($1.value(name)?.count ?? 0) } }
    guard let pages = memory.counters.first(where: { $0.name == "shmem" })?.value,
      let total = pages.bytes(pageSize: pageSize)?.count, total > 0, sum("shmem") != sum("anon_thp")
    else { return isSuspect }
    if sum("shmem") == total { return false }
    return sum("anon_thp") == total || isSuspect
  }

  private static func putHugePagesRight(_ sizes: inout [Named<Bytes>]) {
    let printed = sizes
    for (name, owner) in shifted {
      guard let value = printed.first(where: { $0.name == name })?.value,
        let index = sizes.firstIndex(where: { $0.name == owner })
      else { continue }
      sizes[index].value = value
    }
  }
}

extension MemoryNode {
  fileprivate func value(_ name: String) -> Bytes? { sizes.first { $0.name == name }?.value }
}

extension Zone {
  /// Moves `pages_scanned`, which these kernels print in kB without a unit, to the sizes.
  fileprivate mutating func scaleScannedPages() -> Bool {
    guard let index = counts.firstIndex(where: { $0.name == "pages_scanned" }) else { return false }
    sizes.append(Named("pages_scanned", Bytes(kilobytes: counts.remove(at: index).value)))
    return true
  }
}
