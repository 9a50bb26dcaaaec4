// uWSGI's master (core/master.c, core/uwsgi.c).

import TrailBytes
import TrailModel

extension Speaker {
  static let uWSGI = Speaker(
    "uwsgi",
    sentinels: ["gnal 9", "crippled...trying respawn", "uWSGI master", "HARAKIRI ON WORKER"]
  ) { text, voice in
    if let pid = text.number(after: "uWSGI master process (pid: ") {
      return .began(kind: "uwsgi", name: nil, pid: pid)
    }
    if text.contains("HARAKIRI ON WORKER "), let pid = text.number(after: "(pid: ") {
      return .ending(Ward("uwsgi", child: pid), reason: "its request ran for too long, and uWSGI killed it")
    }
    if text.contains(" killed successfully (pid: "), let pid = text.number(after: " killed successfully (pid: ") {
      return .ending(Ward("uwsgi", child: pid), reason: "uWSGI killed it itself")
    }
    let isWorker = text.contains("DAMN ! worker ") && text.contains("killed by signal 9 :(")
    let isMule = text.contains("OOOPS mule ") && text.contains("crippled...trying respawn...")
    guard isWorker || isMule, let pid = text.number(after: "(pid: ") else { return nil }
    let parent = NamedProcess(pid: voice.name.hasPrefix("uwsgi") ? voice.pid : nil, name: "uwsgi")
    let number = text.number(after: isWorker ? "DAMN ! worker " : "OOOPS mule ")
    var statement = WitnessStatement.killed(
      "uwsgi", text, parent: parent,
      child: NamedProcess(pid: pid, name: "uWSGI \(isWorker ? "worker" : "mule")" + (number.map { " \($0)" } ?? "")),
      comms: ["uwsgi*"])
    // Of a mule it says no signal.
    if isMule {
      statement.certainty = .unknown
      statement.signal = nil
    }
    return .death(statement)
  }
}
