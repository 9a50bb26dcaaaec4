// mysqld_safe (scripts/mysqld_safe.sh): it starts the server anew, whatever it died of.

import TrailBytes
import TrailModel

extension Speaker {
  static let mysqldSafe = Speaker(
    "mysqld_safe",
    sentinels: ["mysqld_safe mysqld", "mysqld got signal", "mysqld_safe mariadbd", "mysqld got exception"]
  ) { text, voice in
    if text.contains("mysqld got signal ") || text.contains("mysqld got exception") {
      return .ending(Ward("mysqld_safe"), reason: "the server crashed: it logged a signal of its own")
    }
    let isSafe = text.contains("mysqld_safe mysqld ") || text.contains("mysqld_safe mariadbd ")
    guard isSafe, text.ends(in: " restarted") else { return nil }
    var statement = WitnessStatement("mysqld_safe", .unknown, text: text.words)
    statement.parent = NamedProcess(pid: voice.name == "mysqld_safe" ? voice.pid : nil, name: "mysqld_safe")
    statement.child = NamedProcess(name: "mysqld")
    statement.comms = ["mysqld", "mariadbd"]
    statement.reason = "it logs no signal: the server may have died of anything"
    return .death(statement)
  }
}
