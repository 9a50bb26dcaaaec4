// Puma in cluster mode (lib/puma/cluster.rb). It says nothing of a worker that the kernel killed.

import TrailBytes
import TrailModel

extension Speaker {
  static let puma = Speaker(
    "puma", sentinels: ["SIGKILL (signal 9)"]
  ) { text, _ in
    guard text.contains("! reaped unknown child process pid="), text.contains("SIGKILL"),
      let pid = text.number(after: "child process pid=")
    else { return nil }
    return .death(.killed("puma", text, parent: nil, child: NamedProcess(pid: pid)))
  }
}
