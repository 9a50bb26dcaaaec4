// Spark and YARN where they tell of kills that are not their NodeManager's own words.

import TrailBytes
import TrailModel

extension Speaker {
  /// `Container killed by YARN for exceeding memory limits. 5.1 GB of 5 GB physical memory used.`
  static let spark = Speaker(
    "spark", sentinels: ["killed by YARN for", "possible container OOM", "Exit status: 137"]
  ) { text, _ in
    if text.contains("Container killed by YARN for exceeding") {
      return .death(
        .otherwise(
          "spark", text,
          reason: text.contains("virtual memory used")
            ? "YARN killed it for its address space" : "YARN killed it at a limit of its own"))
    }
    guard text.contains("xecutor") || text.contains("ontainer"),
      text.contains("exit code 137") || text.contains("Exit status: 137")
    else { return nil }
    return .death(.killed("spark", text, parent: nil, child: nil, comms: ["java"]))
  }
}
