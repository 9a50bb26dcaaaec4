// supervisord (supervisor/process.py): the child's pid stands in the line that told of its start.

import TrailBytes
import TrailModel

extension Speaker {
  static let supervisord = Speaker(
    "supervisord",
    sentinels: ["terminated by SIGKILL", "spawned: '", "supervisord started with pid", "with SIGKILL"]
  ) { text, voice in
    if let pid = text.number(after: "supervisord started with pid ") {
      return .began(kind: "supervisord", name: nil, pid: pid)
    }
    if let name = text.between("spawned: '", "' with pid "), let pid = text.number(after: "' with pid ") {
      return .began(kind: "supervisord", name: name, pid: pid)
    }
    if let name = text.between("killing '", "' ("), text.contains(") with SIGKILL") {
      return .ending(Ward("supervisord", name: name), reason: "supervisord killed it, because it did not stop")
    }
    if let name = text.between("waiting for ", " to stop"), text.contains("INFO waiting for ") {
      return .ending(Ward("supervisord", name: name), reason: "supervisord was told to stop it")
    }
    guard text.contains("(terminated by SIGKILL") else { return nil }
    let parent = NamedProcess(pid: voice.name == "supervisord" ? voice.pid : nil, name: "supervisord")
    if let pid = text.number(after: "reaped unknown pid ") {
      return .death(.killed("supervisord", text, parent: nil, child: NamedProcess(pid: pid)))
    }
    if let name = text.between("stopped: ", " (terminated by SIGKILL") {
      return .death(
        .otherwise(
          "supervisord", text, reason: "supervisord stopped it", parent: parent, child: NamedProcess(name: name)))
    }
    guard let name = text.between("exited: ", " (terminated by SIGKILL") else { return nil }
    return .death(.killed("supervisord", text, parent: parent, child: NamedProcess(name: name)))
  }
}
