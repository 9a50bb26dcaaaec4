// gunicorn's arbiter (gunicorn/arbiter.py): from 20.1 it says how a worker died, before that nothing.

import TrailBytes
import TrailModel

extension Speaker {
  static let gunicorn = Speaker(
    "gunicorn", sentinels: ["was sent SIGKILL", "gnal 9", "WORKER TIMEOUT", "Handling signal: "]
  ) { text, voice in
    func arbiter(before end: Int) -> NamedProcess {
      NamedProcess(
        pid: text.bracketedNumber(before: end) ?? (voice.name.contains("gunicorn") ? voice.pid : nil),
        name: "gunicorn")
    }
    if let at = text.offset(of: "WORKER TIMEOUT (pid:") {
      return .ending(
        Ward("gunicorn", parent: arbiter(before: at).pid, child: text.number(after: "WORKER TIMEOUT (pid:")),
        reason: "the worker did not answer in time, and gunicorn ended it")
    }
    if let at = text.offset(of: "Handling signal: ") {
      let isEnd = ["term", "int", "quit", "hup", "usr2", "ttou", "winch"].contains { signal in
        text.word(after: "Handling signal: ") == signal
      }
      return isEnd
        ? .ending(Ward("gunicorn", parent: arbiter(before: at).pid), reason: "gunicorn was told to stop or reload")
        : nil
    }
    var found: (at: Int, pid: Int64)?
    if let at = text.offset(of: "Worker (pid:"), text.contains(") was sent SIGKILL! Perhaps out of memory?") {
      found = text.number(after: "Worker (pid:").map { (at, $0) }
    } else if let at = text.offset(of: "Worker with pid "),
      let end = text.offset(of: " was terminated due to signal 9"),
      end + 31 >= text.count || text[end + 31] &- 0x30 > 9
    {
      found = text.number(after: "Worker with pid ").map { (at, $0) }
    }
    guard let found else { return nil }
    return .death(
      .killed(
        "gunicorn", text, parent: arbiter(before: found.at),
        child: NamedProcess(pid: found.pid, name: "gunicorn worker"),
        comms: ["gunicorn*", "python*"]))
  }
}
