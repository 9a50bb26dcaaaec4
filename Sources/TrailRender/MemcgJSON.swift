// A memory cgroup as a JSON object.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of memcg: Memcg) {
    field("limit_cgroup", memcg.limitCgroup)
    field("task_cgroup", memcg.taskCgroup)
    counter(memcg.memory, prefix: "")
    counter(memcg.memorySwap, prefix: "memsw_")
    counter(memcg.kmem, prefix: "kmem_")
    counters("stats", memcg.stats) { $0 }
    array("cgroups", memcg.cgroups) { writer, share in
      writer.field("path", share.path)
      writer.counters("stats", share.stats) { $0 }
    }
    field("unkept_cgroups", memcg.unkeptCgroups)
    counter(memcg.swap, prefix: "swap_")
    unlimited(memcg.memory, prefix: "")
    unlimited(memcg.memorySwap, prefix: "memsw_")
    unlimited(memcg.kmem, prefix: "kmem_")
    unlimited(memcg.swap, prefix: "swap_")
    field("min_protection_bytes", memcg.minProtection)
    field("low_protection_bytes", memcg.lowProtection)
  }

  private mutating func counter(_ counter: MemcgCounter, prefix: String) {
    field(prefix + "usage_bytes", counter.usage)
    field(prefix + "limit_bytes", counter.limit)
    field(prefix + "failcnt", counter.failcnt)
  }

  /// True and false tell "no limit" from a limit; null says that the report has neither.
  private mutating func unlimited(_ counter: MemcgCounter, prefix: String) {
    field(prefix + "limit_unlimited", counter.isUnlimited ? true : counter.limit == nil ? nil : false)
  }
}
