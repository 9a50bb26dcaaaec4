// The cgroups below a limit: all are counted, so many are kept.

import Testing
import TrailModel

@testable import TrailKernel

@Suite struct MemcgShareTests {
  @Test func thoseBeyondTheCeilingAreCountedAndSummedUp() throws {
    var log = "indexer invoked oom-killer: gfp_mask=0x14000c0(GFP_KERNEL), nodemask=(null),  order=0, oom_score_adj=0\n"
    log += "Task in /pool/a killed as a result of limit of /pool\n"
    for number in 0..<Ceiling.cgroups + 6 {
      log += "Memory cgroup stats for /pool/\(number): cache:1KB rss:2KB inactive_anon:0KB\n"
    }
    let report = try #require(readReports(Array(log.utf8)).first?.report)
    let memcg = try #require(report.memcg)
    #expect(memcg.cgroups.count == Ceiling.cgroups)
    #expect(memcg.unkeptCgroups == 6)
    #expect(memcg.cgroups.last?.path == "/pool/\(Ceiling.cgroups - 1)")
    let all = Int64(Ceiling.cgroups + 6)
    #expect(memcg.stats == [Named("cache", all * 1024), Named("rss", all * 2048), Named("inactive_anon", 0)])
  }
}
