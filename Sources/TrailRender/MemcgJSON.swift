// A memory cgroup as a JSON object.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of memcg: Memcg) {
    field("limit_cgroup", memcg.limitCgroup)
    field("task_cgroup", memcg.taskCgroup)
    counter(memcg.memory, "usage_bytes", "limit_bytes", "failcnt")
    counter(memcg.memorySwap, "memsw_usage_bytes", "memsw_limit_bytes", "memsw_failcnt")
    counter(memcg.kmem, "kmem_usage_bytes", "kmem_limit_bytes", "kmem_failcnt")
    counters("stats", memcg.stats) { $0 }
    array("cgroups", memcg.cgroups) { writer, share in
      writer.field("path", share.path)
      writer.counters("stats", share.stats) { $0 }
    }
    field("unkept_cgroups", memcg.unkeptCgroups)
    counter(memcg.swap, "swap_usage_bytes", "swap_limit_bytes", "swap_failcnt")
    unlimited(memcg.memory, "limit_unlimited")
    unlimited(memcg.memorySwap, "memsw_limit_unlimited")
    unlimited(memcg.kmem, "kmem_limit_unlimited")
    unlimited(memcg.swap, "swap_limit_unlimited")
    field("min_protection_bytes", memcg.minProtection)
    field("low_protection_bytes", memcg.lowProtection)
  }

  private mutating func counter(
    _ counter: MemcgCounter, _ usage: StaticString, _ limit: StaticString, _ failcnt: StaticString
  ) {
    field(usage, counter.usage)
    field(limit, counter.limit)
    field(failcnt, counter.failcnt)
  }

  /// True and false tell "no limit" from a limit; null says that the report has neither.
  private mutating func unlimited(_ counter: MemcgCounter, _ name: StaticString) {
    field(name, counter.isUnlimited ? true : counter.limit == nil ? nil : false)
  }
}
