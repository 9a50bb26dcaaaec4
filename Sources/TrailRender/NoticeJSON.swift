// Notices and losses as JSON objects.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of group: NoticeGroup) {
    field("kind", group.kind.rawValue)
    field("host", group.host)
    field("count", group.count)
    field("first_time", group.firstTime)
    field("last_time", group.lastTime)
    field("first_text", group.firstText)
    array("sources", [group.source]) { $0.members(of: $1) }
    field("boot_id", group.bootID)
    field("exact", group.isExact)
  }

  mutating func members(of line: ContextLine) {
    field("kind", line.notice.kind.rawValue)
    object("time") { $0.members(of: line.time) }
    field("text", line.notice.text)
    object("source") { $0.members(of: line.source) }
    field("comm", line.notice.comm)
    field("pid", line.notice.pid)
    field("order", line.notice.order)
    field("gfp_mask", line.notice.gfpMask)
    field("nodemask", line.notice.nodemask)
  }

  mutating func members(of loss: Loss) {
    field("by", loss.reporter.rawValue)
    field("count", loss.count)
    field("text", loss.text)
  }

  mutating func members(of kill: LowMemoryKill, _ trigger: Trigger) {
    field("to_free_bytes", kill.toFree)
    field("cache_bytes", kill.cache)
    field("limit_bytes", kill.limit)
    field("min_score_adj", kill.minimumScoreAdj)
    let hasRequester = trigger.pid != nil || trigger.comm != nil
    object("on_behalf", hasRequester ? trigger : nil) { writer, trigger in
      writer.field("pid", trigger.pid)
      writer.field("comm", trigger.comm)
    }
    field("free_above_reserved_bytes", kill.freeAboveReserved)
    field("adj", kill.adjustment)
    field("size_pages", kill.size)
  }
}
