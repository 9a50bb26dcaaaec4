// What Markdown says of memory: of cgroups that share a limit, of zones, and of what the kernel prints wrong.

import Testing
import TrailModel

@testable import TrailRender

@Suite struct MemoryTextTests {
  private func text(_ report: KillReport) -> String {
    written { writer in
      var facts = FactList()
      ScopeFacts(report: report).add(to: &facts)
      MemoryFacts(report: report).add(to: &facts)
      facts.write(to: &writer)
    }
  }

  private func report(_ stats: [(String, Int64)], cgroups: [MemcgShare] = []) -> KillReport {
    var report = KillReport()
    report.scope = .memcg
    var memcg = Memcg()
    memcg.limitCgroup = "/kubepods/pod7c1"
    memcg.stats = stats.map { Named($0.0, $0.1) }
    memcg.cgroups = cgroups
    report.memcg = memcg
    return report
  }

  private func share(_ path: String?, rss: Int64, cache: Int64) -> MemcgShare {
    MemcgShare(path: path, stats: [Named("cache", cache), Named("rss", rss), Named("rss_huge", 1 << 40)])
  }

  @Test func whoUsedItIsTheLargestByRssAndCache() {
    var shares = (1...7).map { share("/kubepods/pod7c1/a\($0)", rss: Int64($0) << 20, cache: 0) }
    shares.append(share("/kubepods/pod7c1/pages", rss: 0, cache: 9 << 20))
    shares.append(share(nil, rss: 8 << 20, cache: 4096))
    let text = text(report([("rss", 1 << 20)], cgroups: shares))
    #expect(
      text.contains(
        """
        - **Who used it:** the largest 5 of 9 cgroups, by resident memory and page cache of their own
          - `/kubepods/pod7c1/pages`: cache 9.0 MiB
          - a cgroup that the log does not name: rss 8.0 MiB, cache 4 KiB
          - `/kubepods/pod7c1/a7`: rss 7.0 MiB
          - `/kubepods/pod7c1/a6`: rss 6.0 MiB
          - `/kubepods/pod7c1/a5`: rss 5.0 MiB

        """), "\(text)")
  }

  @Test func oneCgroupNeedsNoList() {
    #expect(!text(report([("rss", 1)], cgroups: [share("/a", rss: 1, cache: 1)])).contains("Who used it"))
    #expect(
      !text(report([("rss", 1)], cgroups: [share("/a", rss: 0, cache: 0), share("/b", rss: 0, cache: 0)]))
        .contains("Who used it"))
  }

  @Test func eventsAndPagesAreNoSizes() {
    let text = text(
      report([
        ("anon", 4096), ("workingset_refault_anon", 9_999), ("pgfault", 8_888), ("thp_fault_alloc", 7_777),
        ("zswpin", 6_666), ("zswpwb", 5_555), ("swpin_zero", 4_444), ("pswpout", 3_333), ("numa_pages_migrated", 2_222),
        ("pgpromote_success", 1_111), ("hierarchical_memory_limit", 1 << 40), ("zswap_incomp", 12),
        ("swapcached", 8192),
      ]))
    #expect(text.contains("- **In the cgroup (counters overlap):** `swapcached` 8 KiB, `anon` 4 KiB\n"), "\(text)")
  }

  @Test func theSubtreesTotalsGoBeforeTheCgroupsOwn() {
    let text = text(
      report([
        ("cache", 4096), ("rss", 8192), ("total_cache", 1 << 20), ("total_rss", 2 << 20), ("total_pgfault", 5),
        ("total_workingset_refault_file", 6),
      ]))
    #expect(text.contains("`total_rss` 2.0 MiB, `total_cache` 1.0 MiB\n"), "\(text)")
  }

  @Test func aPodIsCalledOne() {
    var report = report([])
    report.allocation = AllocationVerdict(
      cause: .ancestorLimit, request: nil, zones: [], swap: .notAllowed, counter: "kmem", levelsAbove: 1)
    var text = text(report)
    #expect(text.contains("  - it is a cgroup of the pod just above the victim's own\n"), "\(text)")
    #expect(text.contains("  - kernel memory is what reached its limit\n"))
    #expect(text.contains("  - it may not use swap\n"))
    report.memcg?.limitCgroup = "/kubepods.slice/kubepods-burstable.slice"
    report.allocation?.levelsAbove = 3
    text = self.text(report)
    #expect(text.contains("  - it is a cgroup 3 levels above the victim's own\n"), "\(text)")
  }

  @Test func theCounterThatWasHitIsTheCause() {
    var report = report([])
    report.memcg?.memory.usage = Bytes(1 << 20)
    report.memcg?.memory.limit = Bytes(1 << 20)
    report.memcg?.memorySwap.usage = Bytes(2 << 20)
    report.memcg?.memorySwap.limit = Bytes(2 << 20)
    #expect(Cause(report: report).clause == "cgroup `/kubepods/pod7c1` hit its memory limit of 1.0 MiB")
    report.allocation = AllocationVerdict(
      cause: .ownLimit, request: nil, zones: [], swap: nil, counter: "memory+swap", levelsAbove: 0)
    #expect(Cause(report: report).clause == "cgroup `/kubepods/pod7c1` hit its memory+swap limit of 2.0 MiB")
  }

  @Test func zonesSayWhatTheRequestMayNotTake() {
    var report = KillReport()
    report.scope = .global
    report.memory = .sample
    func zone(_ free: Int64, withheld: Int64? = nil, room: Bool, largest: Int64?, serves: Bool?) -> ZoneVerdict {
      ZoneVerdict(
        node: 0, zone: "Normal", isUsable: true, free: Bytes(kilobytes: free), minimum: Bytes(kilobytes: 100),
        reserve: Bytes(0), withheld: withheld.map { Bytes(kilobytes: $0) }, hasRoom: room,
        largestBlock: largest.map { Bytes(kilobytes: $0) }, servesOrder: serves)
    }
    func verdict(_ cause: AllocationVerdict.Cause, _ zone: ZoneVerdict) -> String {
      report.allocation = AllocationVerdict(
        cause: cause, request: Bytes(kilobytes: 16), zones: [zone], swap: .unusable, counter: nil)
      return text(report)
    }
    var between = zone(150, room: true, largest: 16, serves: true)
    between.high = Bytes(kilobytes: 200)
    between.hasRoomAboveHigh = false
    #expect(
      verdict(.notShown, between).contains(
        "zone `Normal` of node 0, 150 KiB, was above its min watermark, 100 KiB, but not above its high one, 200 KiB, for"
      ))
    between.hasRoomAboveHigh = true
    #expect(verdict(.notShown, between).contains("by the numbers printed the request could have been served"))
    let kept = verdict(.exhausted, zone(500, withheld: 450, room: false, largest: nil, serves: nil))
    #expect(kept.contains("was not above its min watermark, 100 KiB, once the 450 KiB is left out that this request"))
    #expect(kept.contains("the request lacks `__GFP_IO`, so that reclaim for it could not write to swap"))
    let small = verdict(.fragmented, zone(500, room: true, largest: 8, serves: false))
    #expect(small.contains("no block of 16 KiB, the largest free block that it may take was 8 KiB: memory was"))
    let few = verdict(.fragmented, zone(500, room: true, largest: 16, serves: false))
    #expect(few.contains("had 500 KiB free, but too little of it in blocks of 16 KiB or more: memory was fragmented"))
  }

  @Test func defectsAreSaidAndPartsAreNotTakenForAll() {
    var report = KillReport()
    report.memory = .sample
    #expect(text(report).contains("of which"))
    report.printingDefects = [.reservedOfLastZone, .hugePageValuesShifted]
    let text = text(report)
    #expect(!text.contains("reserved;") && !text.contains("reserved\n  -"))
    #expect(text.contains("- **Printed wrong by this kernel:**\n  - `pages reserved` is the last zone's alone\n"))
  }

  @Test func namesOfTheMaskAreSaidWhereTheLogHasNone() throws {
    var event = try #require(SampleCase.all.flatMap(\.trail.events).first)
    event.report.isManual = false
    event.report.trigger = .sample("indexer", 7, flags: ["GFP_KERNEL"])
    event.report.trigger.gfpMask = "0xd0"
    #expect(EventSentence(event: event).text.contains("gfp_mask `0xd0` (`GFP_KERNEL`)"))
    event.report.trigger.gfpMask = "0xd0(GFP_KERNEL)"
    #expect(EventSentence(event: event).text.contains("gfp_mask `0xd0(GFP_KERNEL)`,"))
    event.report.trigger.gfpFlagsByTable = ["GFP_NOFS"]
    #expect(text(event.report).contains("what the number means in this kernel: `GFP_NOFS`\n"))
    let json = written { writer in writer.object { $0.members(of: event.report.trigger) } }
    #expect(json.contains("\"gfp_flags_by_table\":[\"GFP_NOFS\"]"))
    event.report.trigger.gfpFlagsByTable = []
    #expect(!written { writer in writer.object { $0.members(of: event.report.trigger) } }.contains("by_table"))
  }
}
