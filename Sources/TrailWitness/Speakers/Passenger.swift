// Phusion Passenger's watchdog (src/agent/Watchdog): `The PassengerAgent core (pid=7) crashed with signal SIGKILL`.

import TrailBytes
import TrailModel

extension Speaker {
  static let passenger = Speaker(
    "passenger", sentinels: ["crashed with signal SIGKILL", "Forcefully killing it"]
  ) { text, _ in
    if text.contains("Forcefully killing it with SIGKILL") {
      return .ending(Ward("passenger", child: text.number(after: "(pid=")), reason: "the watchdog killed it itself")
    }
    guard text.contains(") crashed with signal SIGKILL"), let pid = text.number(after: "(pid="),
      let name = text.between("The ", " (pid=")
    else { return nil }
    return .death(
      .killed(
        "passenger", text, parent: NamedProcess(name: "Passenger watchdog"), child: NamedProcess(pid: pid, name: name),
        comms: ["Passenger*"]))
  }
}
