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
      writer.field("first_bytes", memory.first)
      writer.field("last_bytes", memory.last)
      writer.field("min_bytes", memory.minimum)
      writer.field("max_bytes", memory.maximum)
      writer.field("trend", memory.trend?.rawValue)
    }
    object("parent", group.parent) { $0.members(of: $1) }
  }

  mutating func members(of incident: Incident) {
    field("id", incident.id)
    field("host", incident.hosts.count == 1 ? incident.hosts.first : nil)
    array("hosts", incident.hosts)
    field("first_time", incident.firstTime)
    field("last_time", incident.lastTime)
    array("event_ids", incident.eventIDs)
    field("summary", incident.summary)
  }
}
