// Groups and incidents as JSON objects.

import TrailBytes
import TrailModel

extension ByteWriter {
  mutating func members(of group: Group) {
    object("key") { writer in
      var seen = Set<String>()
      for part in group.key where seen.insert(part.name).inserted {
        writer.writeComma()
        writer.write(json: part.name)
        writer.write(byte: 0x3A)
        writer.write(json: part.value)
      }
    }
    field("kills", group.kills)
    field("first_time", group.firstTime)
    field("last_time", group.lastTime)
    array("hosts", group.hosts)
    array("victims", group.victims) { writer, victim in
      writer.field("comm", victim.name)
      writer.field("kills", victim.value)
    }
    array("event_ids", group.eventIDs)
    object("interval_seconds", group.interval) { writer, interval in
      writer.field("min", interval.minimum)
      writer.field("median", interval.median)
      writer.field("max", interval.maximum)
    }
    object("memory_at_kill", group.memoryAtKill) { writer, memory in
      writer.field("kills", memory.count)
      writer.field("first_bytes", memory.first)
      writer.field("last_bytes", memory.last)
      writer.field("min_bytes", memory.minimum)
      writer.field("max_bytes", memory.maximum)
      writer.field("trend", memory.trend?.rawValue)
    }
    object("parent", group.parent) { $0.members(of: $1) }
    field("parent_survives", group.parentSurvives)
    object("limit_at_kill", group.limitAtKill) { writer, limit in
      writer.field("first_bytes", limit.first)
      writer.field("last_bytes", limit.last)
      writer.field("min_bytes", limit.minimum)
      writer.field("max_bytes", limit.maximum)
      writer.object("resident_share", limit.residentShare) { writer, share in
        writer.field("min", share.lowerBound)
        writer.field("max", share.upperBound)
      }
    }
    object("growth", group.growth) { writer, growth in
      writer.field("verdict", growth.verdict.rawValue)
      writer.field("basis", growth.basis.rawValue)
      writer.field("kills", growth.kills)
      writer.field("min_seconds", growth.seconds?.lowerBound)
      writer.field("max_seconds", growth.seconds?.upperBound)
    }
    field("is_ongoing", group.isOngoing)
    field("restarts", group.restarts)
  }

  mutating func members(of incident: Incident) {
    field("id", incident.id)
    field("host", incident.hosts.count == 1 ? incident.hosts.first : nil)
    array("hosts", incident.hosts)
    field("first_time", incident.firstTime)
    field("last_time", incident.lastTime)
    array("event_ids", incident.eventIDs)
    field("summary", incident.summary)
    field("kind", incident.kind.rawValue)
    object("owner", incident.owner) { $0.members(of: $1) }
    object("workload", incident.workload) { $0.members(of: $1) }
  }
}
