// Tanuki's Java Service Wrapper: `wrapper | JVM received a signal SIGKILL (9).`

import TrailBytes
import TrailModel

extension Speaker {
  static let javaServiceWrapper = Speaker(
    "java-service-wrapper", sentinels: ["SIGKILL (9)", "JVM appears hung", "JVM did not exit"]
  ) { text, _ in
    if text.contains("JVM appears hung") || text.contains("JVM did not exit on request") {
      return .ending(Ward("java-service-wrapper"), reason: "the wrapper killed it, because it did not answer")
    }
    guard text.contains("JVM received a signal SIGKILL (9)") else { return nil }
    return .death(
      .killed(
        "java-service-wrapper", text, parent: NamedProcess(name: "wrapper"), child: NamedProcess(name: "java"),
        comms: ["java"]))
  }
}
