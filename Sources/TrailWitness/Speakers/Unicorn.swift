// Unicorn and its kin (lib/unicorn/http_server.rb): both pids stand in the line.

import TrailBytes
import TrailModel

extension Speaker {
  static let unicorn = Speaker(
    "unicorn", sentinels: ["SIGKILL (signal 9)", "s), killing"]
  ) { text, _ in
    let master = text.offset(of: " #").flatMap { at -> Int64? in
      var cursor = Cursor(text, at: at + 2)
      guard let pid = cursor.number(), cursor.skip(byte: 0x5D) else { return nil }
      return pid
    }
    if text.contains("master complete") {
      return master.map { .excuse(Ward("unicorn", parent: $0), reason: "the master itself was stopping") }
    }
    if text.contains("s), killing"), let worker = text.number(after: " PID:") {
      return .ending(
        Ward("unicorn", parent: master, child: worker),
        reason: "the worker did not answer in time, and the master killed it")
    }
    guard text.contains("reaped #<Process::Status: pid "), text.contains(" SIGKILL (signal 9)"),
      let pid = text.number(after: "reaped #<Process::Status: pid ")
    else { return nil }
    let number = text.number(after: " worker=")
    return .death(
      .killed(
        "unicorn", text, parent: NamedProcess(pid: master, name: "unicorn master"),
        child: NamedProcess(pid: pid, name: "unicorn worker" + (number.map { "[\($0)]" } ?? "")),
        comms: ["unicorn*", "ruby*", "bundle*", "rainbows*"]))
  }
}
