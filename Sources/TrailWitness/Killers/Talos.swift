// The OOM controller of Talos Linux's machined (from 1.12): kills the control groups of whole pods.

import TrailBytes
import TrailModel

extension Speaker {
  /// `Sending SIGKILL to cgroup {"component": …, "cgroup": "kubepods/besteffort/pod…"}`.
  static let talos = Speaker("talos", sentinels: ["Sending SIGKILL to cgroup"]) { text, _ in
    var part = KillPart(.talos, .kill)
    part.scope = .pressure
    if text.contains("Sending SIGKILL to cgroup"),
      let path = text.between("\"cgroup\": \"", "\"") ?? text.between("\"cgroup\":\"", "\"")
    {
      var victim = Victim()
      victim.cgroup = path.hasPrefix("/") ? path : "/\(path)"
      part.victim = victim
      part.kill.signal = 9
      return .kill(part)
    }
    guard text.contains("victim processes"), text.contains("\"processes\": [") || text.contains("\"processes\":[")
    else {
      return nil
    }
    part.stage = .after
    return .kill(part)
  }
}
