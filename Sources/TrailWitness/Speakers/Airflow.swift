// Apache Airflow's task supervisor and its older task runner.

import TrailBytes
import TrailModel

extension Speaker {
  static let airflow = Speaker(
    "airflow", sentinels: ["SIGKILL"]
  ) { text, _ in
    if text.contains("State of this instance has been externally set") {
      return .ending(Ward("airflow"), reason: "the task's state was set from outside, and the runner ended it")
    }
    let isNew = text.contains("Process terminated by signal") && text.contains("SIGKILL")
    guard isNew || text.contains("Task exited with return code Negsignal.SIGKILL") else { return nil }
    return .death(
      .killed(
        "airflow", text, parent: NamedProcess(name: "airflow task supervisor"),
        child: NamedProcess(name: "airflow task"), comms: ["airflow*", "python*"]))
  }
}
