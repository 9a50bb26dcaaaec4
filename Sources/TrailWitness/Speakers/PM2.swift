// PM2 (lib/God.js): `App [api:3] exited with code [0] via signal [SIGKILL]`.

import TrailBytes
import TrailModel

extension Speaker {
  static let pm2 = Speaker(
    "pm2", sentinels: ["via signal [SIGKILL]", "max-memory-restart value"]
  ) { text, _ in
    if text.contains("restarted because it exceeds --max-memory-restart value") {
      return .ending(
        Ward("pm2", name: text.word(after: "Process ")), reason: "PM2 restarted it at a memory limit of its own")
    }
    guard text.contains("exited with code ["), text.contains("] via signal [SIGKILL]"),
      let app = text.between("App [", "] exited") ?? text.between("App name:", " ")
    else { return nil }
    let name = app.split(separator: ":").first.map(String.init) ?? app
    return .death(
      .killed("pm2", text, parent: NamedProcess(name: "PM2"), child: NamedProcess(name: name), comms: ["node*"]))
  }
}
