// What the reader of a table must know about the machine it came from.

import Glibc

enum Machine {
  static func caveats() -> String {
    var load = [0.0, 0, 0]
    getloadavg(&load, 3)
    let loads = load.map { Console.decimal($0, places: 2) }.joined(separator: " ")
    var lines = [
      "- CPU: \(processorModel()), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores",
      "- Kernel: \(kernelRelease())",
      "- Load average at start: \(loads)",
    ]
    for tool in ["rg", "grep", "gzip"] { lines.append("- \(tool): \(version(of: tool))") }
    if !hasProgram("rg") {
      lines.append("- Jobs against rg show oomtrail alone: apt-get install ripgrep")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func hasProgram(_ name: String) -> Bool {
    if name.contains("/") { return access(name, X_OK) == 0 }
    guard let path = getenv("PATH") else { return false }
    return String(cString: path).split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Peak memory of this program. The kernel starts a child's account at its parent's peak; `getrusage` would
  /// also count what ran in this process before it, such as `swift run`.
  static func ownPeakBytes() -> Int {
    let lines = (try? TextFile.read("/proc/self/status"))?.split(separator: "\n") ?? []
    let peak = lines.first { $0.hasPrefix("VmHWM:") }?.split { $0 == " " || $0 == "\t" }.dropFirst().first
    return peak.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }

  private static func version(of program: String) -> String {
    guard hasProgram(program) else { return "not installed" }
    let child = Child(program: program, arguments: ["--version"], keeping: 4096)
    let text = (try? child.run()).map { String(decoding: $0.kept, as: UTF8.self) } ?? ""
    return text.split(separator: "\n").first.map(String.init) ?? "unknown version"
  }

  private static func processorModel() -> String {
    let lines = (try? TextFile.read("/proc/cpuinfo"))?.split(separator: "\n") ?? []
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    return model.map { String($0.drop { $0 == " " }) } ?? "unknown"
  }

  private static func kernelRelease() -> String {
    (try? TextFile.read("/proc/sys/kernel/osrelease"))?.split(separator: "\n").first.map(String.init)
      ?? "unknown"
  }
}
