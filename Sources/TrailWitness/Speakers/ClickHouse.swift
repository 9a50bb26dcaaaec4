// ClickHouse's watchdog (src/Daemon/BaseDaemon.cpp), which hedges: its own words name the OOM killer as possible.

import TrailBytes
import TrailModel

extension Speaker {
  static let clickHouse = Speaker("clickhouse", sentinels: ["gnal 9 (KILL)"]) { text, _ in
    guard let at = text.offset(of: "Child process was terminated by signal 9 (KILL)") else { return nil }
    return .death(
      .killed(
        "clickhouse", text, parent: NamedProcess(pid: text.bracketedNumber(before: at), name: "clickhouse-watchdog"),
        child: NamedProcess(name: "clickhouse-server"), comms: ["clickhouse-serv", "clickhouse*"]))
  }
}
