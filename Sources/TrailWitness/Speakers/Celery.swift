// Celery's pool (billiard/pool.py): `Process 'ForkPoolWorker-3' pid:7 exited with 'signal 9 (SIGKILL)'`.

import TrailBytes
import TrailModel

extension Speaker {
  static let celery = Speaker(
    "celery", sentinels: ["gnal 9", "Hard time limit ("]
  ) { text, voice in
    if text.contains("Hard time limit ("), text.contains("exceeded for") {
      return .ending(
        Ward("celery"), reason: "a task ran for longer than its hard time limit, and the pool killed its worker")
    }
    guard let at = text.offset(of: "' pid:"), text.contains(" exited with 'signal 9 (SIGKILL)'"),
      let pid = text.number(after: "' pid:"), let name = text.range(between: "Process '", "' pid:"),
      name.upperBound == at
    else { return nil }
    return .death(
      .killed(
        "celery", text, parent: NamedProcess(pid: voice.name.hasPrefix("celery") ? voice.pid : nil, name: "celery"),
        child: NamedProcess(pid: pid, name: text.text(name)), comms: ["celery*", "python*", "[celeryd*", "ForkPool*"]))
  }
}
