// php-fpm's master (sapi/fpm/fpm/fpm_children.c): `[pool www] child 7 exited on signal 9 (SIGKILL) after 1.5 seconds`.

import TrailBytes
import TrailModel

extension Speaker {
  static let phpFPM = Speaker(
    "php-fpm", sentinels: ["gnal 9", "fpm is running", "\") execution timed", "NOTICE: Terminating ..."]
  ) { text, voice in
    let master = voice.name.hasPrefix("php") ? voice.pid : nil
    if text.contains("fpm is running, pid "), let pid = text.number(after: "fpm is running, pid ") {
      return .began(kind: "php-fpm", name: nil, pid: pid)
    }
    if text.contains("[pool "), text.contains(" execution timed out ("), let child = text.number(after: "] child ") {
      return .ending(Ward("php-fpm", child: child), reason: "its script ran for too long, and php-fpm ended it")
    }
    if text.contains("NOTICE: Terminating ...") {
      return .ending(Ward("php-fpm", parent: master), reason: "php-fpm was told to stop")
    }
    guard let at = text.offset(of: " exited on signal 9 (SIGKILL") else { return nil }
    if let pid = text.number(after: "oops, unknown child (") ?? text.number(after: "unknown child ") {
      return .death(.killed("php-fpm", text, parent: nil, child: NamedProcess(pid: pid)))
    }
    guard let pid = text.number(after: "] child "), let pool = text.between("[pool ", "] child ") else { return nil }
    var statement = WitnessStatement.killed(
      "php-fpm", text, parent: NamedProcess(pid: master, name: "php-fpm"),
      child: NamedProcess(pid: pid, name: "php-fpm: pool \(pool)"), comms: ["php*"])
    if let seconds = text.decimal(after: " after ", from: at), seconds < 9e8 {
      statement.age = Int64(seconds * 1e9)
    }
    return .death(statement)
  }
}
