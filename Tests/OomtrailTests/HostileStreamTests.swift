// Streams that were made to hang, crash or fill memory; each stands for one that once did.

import Testing

@testable import Oomtrail

@Suite(.timeLimit(.minutes(1))) struct HostileStreamTests {
  /// A long line is read in pieces; a sentinel that lies across their border was found again and again.
  @Test func aSentinelAcrossThePiecesOfALongLine() {
    let first = "see invoked oom-killer "
    let filler = String(repeating: "a", count: LineWindow.longestLine - 8 - first.utf8.count)
    #expect(analyze(Array((first + filler + "invoked oom-killer").utf8)).isEmpty)
  }

  /// Numbers that no machine has must not overflow what is computed of them.
  @Test(arguments: [
    "memory: usage 12288kB, limit -9223372036854775807kB, failcnt 1",
    "memory: usage -9223372036854775807kB, limit 9223372036854775807kB, failcnt 9223372036854775807",
    "Free swap  = 9223372036854775807kB\nTotal swap = 9223372036854775807kB",
    "9223372036854775807 pages RAM\n-9223372036854775807 pages reserved\nTotal swap = 9223372036854775807kB",
    """
    [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
    [      1]     0     1 9223372036854775807 9223372036854775807 9223372036854775807 9223372036854775807 -999 a
    [      2]     0     2 9223372036854775807 -9223372036854775807 1 9223372036854775807 9223372036854775807 b
    """,
    "Normal free:9223372036854775807kB min:9223372036854775807kB\nlowmem_reserve[]: 9223372036854775807 -1",
  ])
  func absurdNumbers(lines: String) {
    let message = lines.hasPrefix("memory:") ? "Memory cgroup out of memory" : "Out of memory"
    let report = """
      x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
      CPU: 0 PID: 2 Comm: x Not tainted 6.1.0 #1
      Normal: 1*4kB (M) = 4kB
      \(lines)
      \(message): Killed process 2 (b) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0
      """
    #expect(analyze(Array((report + "\n").utf8)).count == 1)
  }

  /// One line may not become a million events.
  @Test func recordsRunTogetherWithoutEnd() {
    let record = "[    1.000000] a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0 "
    let line = String(repeating: record, count: 20_000)
    #expect(analyze(Array(line.utf8)).count < 1_000)
  }

  /// Sentences that quote the kernel are no kills.
  @Test(arguments: [
    "nginx says Out of memory: Killed process 7 (x) haha", "ERROR app - Out of memory: Killed process 7 (x)",
    "Killed process 7 (x) by admin", "oom-kill:constraint=",
    "somebody said that nginx invoked oom-killer: gfp_mask=0x1 yesterday",
  ])
  func quotations(line: String) { #expect(analyze(Array((line + "\n").utf8)).isEmpty) }
}
