// The node's memory as a JSON object.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of memory: Memory, pageSize: Int64?) {
    field("ram_pages", memory.ramPages)
    field("reserved_pages", memory.reservedPages)
    field("highmem_pages", memory.highmemPages)
    field("ram_bytes", memory.ramPages?.bytes(pageSize: pageSize))
    field("swap_total_bytes", memory.swapTotal)
    field("swap_free_bytes", memory.swapFree)
    field("swap_cache_pages", memory.swapCachePages)
    counters("counters", memory.counters, \.count)
    array("nodes", memory.nodes) { writer, node in
      writer.field("node", node.node)
      writer.counters("sizes_bytes", node.sizes, \.count)
      writer.counters("counts", node.counts) { $0 }
      writer.field("all_unreclaimable", node.allUnreclaimable)
    }
    array("zones", memory.zones) { $0.members(of: $1) }
    array("hugepages", memory.hugePages) { writer, pool in
      writer.field("node", pool.node)
      writer.field("total", pool.total)
      writer.field("free", pool.free)
      writer.field("surplus", pool.surplus)
      writer.field("size_bytes", pool.size)
    }
    array("unreclaimable_slabs", memory.slabs) { writer, slab in
      writer.field("name", slab.name)
      writer.field("used_bytes", slab.used)
      writer.field("total_bytes", slab.total)
    }
    field("pagecache_pages", memory.pagecachePages)
    counters("other_pages", memory.otherPages, \.count)
    array("allocation_sites", memory.allocationSites) { writer, site in
      writer.field("size_bytes", site.size)
      writer.field("size_text", site.sizeText)
      writer.field("calls", site.calls)
      writer.field("place", site.place)
      writer.field("module", site.module)
      writer.field("function", site.function)
    }
  }

  private mutating func members(of zone: Zone) {
    field("node", zone.node)
    field("name", zone.name)
    counters("sizes_bytes", zone.sizes, \.count)
    counters("counts", zone.counts) { $0 }
    field("all_unreclaimable", zone.allUnreclaimable)
    array("lowmem_reserve_pages", zone.lowmemReserve)
    array("free_blocks", zone.freeBlocks) { writer, blocks in
      writer.field("block_bytes", blocks.blockSize)
      writer.field("count", blocks.count)
      writer.field("types", blocks.types)
    }
  }
}
