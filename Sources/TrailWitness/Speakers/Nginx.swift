// nginx's master (src/os/unix/ngx_process.c): `[alert] 12#12: worker process 13 exited on signal 9`.

import TrailBytes
import TrailModel

extension Speaker {
  static let nginx = Speaker(
    "nginx", sentinels: ["gnal 9", "(SIGTERM) received", "(SIGINT) received"]
  ) { text, _ in
    let mark = text.offset(of: "#")
    guard let mark, let master = number(text, before: mark) else { return nil }
    if text.contains("gracefully shutting down") {
      return .ending(Ward("nginx", child: master), reason: "the worker was told to stop")
    }
    if text.contains(" (SIGTERM) received from ") || text.contains(" (SIGINT) received from ") {
      return .ending(Ward("nginx", parent: master), reason: "the master was told to stop")
    }
    guard let at = text.offset(of: " exited on signal 9"), at + 19 >= text.count || text[at + 19] &- 0x30 > 9,
      let pid = number(text, before: at), let words = text.extracting(0..<at).lastOffset(of: " process ")
    else { return nil }
    let start = text.offset(of: ": ", from: mark).map { $0 + 2 } ?? words
    let name = start < words ? text.text(start..<words) : "worker"
    return .death(
      .killed(
        "nginx", text, parent: NamedProcess(pid: master, name: "nginx"), child: NamedProcess(pid: pid, name: name),
        comms: ["nginx"]))
  }

  /// The number that ends at `end`.
  private static func number(_ text: Span<UInt8>, before end: Int) -> Int64? {
    var start = end
    while start > 0, text[start - 1] &- 0x30 <= 9 { start -= 1 }
    var cursor = Cursor(text.extracting(0..<end), at: start)
    return cursor.number()
  }
}
