// The kernel's audit trail (audit.rules(7)): who sent SIGKILL to whom, where a rule watches kill(2).

import TrailBytes
import TrailModel

extension Speaker {
  /// `type=SYSCALL msg=audit(1714247437.416:9): arch=c000003e syscall=62 … a0=1f90 a1=9 … pid=7 … comm="x"`.
  static let audit = Speaker("audit", sentinels: [" a1=9 "]) { text, _ in
    guard text.contains("type=SYSCALL"), text.contains(" a1=9 "), text.contains(" success=yes ") else { return nil }
    let isKill =
      text.contains("arch=c000003e syscall=62 ") || text.contains("arch=c00000b7 syscall=129 ")
      || text.contains("arch=40000003 syscall=37 ")
    guard isKill, let at = text.offset(of: " a0=") else { return nil }
    var cursor = Cursor(text, at: at + 4)
    guard let target = cursor.hexadecimal(), target > 0, target <= 1 << 22 else { return nil }
    let sender = text.between(" comm=\"", "\"")
    var statement = WitnessStatement.otherwise(
      "audit", text,
      reason: "\(sender.map { "`\($0)`" } ?? "a process")\(text.number(after: " pid=").map { " (pid \($0))" } ?? "")"
        + " sent it SIGKILL",
      child: NamedProcess(pid: Int64(target)))
    statement.signal = 9
    return .death(statement)
  }
}
