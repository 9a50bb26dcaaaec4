// Redis and Valkey (src/rdb.c, src/aof.c): the child that saves, under the server's own pid.

import TrailBytes
import TrailModel

extension Speaker {
  static let redis = Speaker(
    "redis",
    sentinels: ["gnal 9", "Background saving started", "Background append only"]
  ) { text, voice in
    for start: StaticString in ["Background saving started by pid ", "rewriting started by pid "] {
      if let pid = text.number(after: start) {
        return .began(kind: "redis", name: start.utf8CodeUnitCount == 33 ? "rdb" : "aof", pid: pid)
      }
    }
    let isSaving = text.contains("Background saving terminated by signal 9")
    guard isSaving || text.contains("AOF rewrite terminated by signal 9") else { return nil }
    var cursor = Cursor(text)
    cursor.skipBlanks()
    var server = cursor.number()
    if !cursor.skip(byte: 0x3A) { server = voice.pid }
    return .death(
      .killed(
        "redis", text, parent: NamedProcess(pid: server, name: "redis-server"),
        child: NamedProcess(name: isSaving ? "rdb" : "aof"), comms: ["redis*", "valkey*"]))
  }
}
