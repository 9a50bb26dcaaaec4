// Compilers, linkers and build tools whose helper was killed.

import TrailBytes
import TrailModel

extension Speaker {
  /// `make: *** [Makefile:12: prog] Killed`, or the status 137 of a shell between.
  static let make = Speaker("make", sentinels: ["] Killed", "] Error 137"]) { text, voice in
    // `make[2]: ` looks like a tag.
    let isMake = voice.name.hasSuffix("make") || text.offset(of: "make").map { $0 < 32 } ?? false
    guard isMake, text.contains("*** ["),
      text.ends(in: "] Killed") || text.ends(in: "] Error 137") || text.ends(in: "] Error 137 (ignored)")
    else { return nil }
    return .death(.killed("make", text, parent: NamedProcess(name: "make"), child: nil))
  }

  /// `g++: fatal error: Killed signal terminated program cc1plus`; before gcc 9 `internal compiler error: Killed
  /// (program cc1plus)`.
  static let gcc = Speaker("gcc", sentinels: ["Killed signal terminated", "error: Killed (program"]) { text, _ in
    let new = text.offset(of: ": fatal error: Killed signal terminated program ")
    guard let at = new ?? text.offset(of: ": internal compiler error: Killed (program ") else { return nil }
    let program = new == nil ? text.between("Killed (program ", ")") : text.word(after: "terminated program ")
    var start = at
    while start > 0, text[start - 1] != 0x20 { start -= 1 }
    return .death(
      .killed(
        "gcc", text, parent: NamedProcess(name: Self.program(text.extracting(0..<at), from: start)),
        child: NamedProcess(name: program), comms: program.map { [String($0.prefix(15))] } ?? []))
  }

  /// `collect2: fatal error: ld terminated with signal 9 [Killed]`.
  static let collect2 = Speaker("collect2", sentinels: ["gnal 9 [Killed]"]) { text, _ in
    guard text.contains("collect2: "), let name = text.between("error: ", " terminated with signal 9 [Killed]") else {
      return nil
    }
    return .death(
      .killed(
        "collect2", text, parent: NamedProcess(name: "collect2"), child: NamedProcess(name: name), comms: ["\(name)*"]))
  }

  /// `clang: error: unable to execute command: Killed`.
  static let clang = Speaker("clang", sentinels: ["execute command: Killed"]) { text, _ in
    guard text.contains("error: unable to execute command: Killed") else { return nil }
    return .death(
      .killed(
        "clang", text, parent: NamedProcess(name: "clang"), child: NamedProcess(name: "clang"),
        comms: ["clang*", "ld*"]))
  }

  /// ``process didn't exit successfully: `rustc …` (signal: 9, SIGKILL: kill)``.
  static let cargo = Speaker("cargo", sentinels: ["(signal: 9, SIGKILL: kill)"]) { text, _ in
    guard text.contains("(signal: 9, SIGKILL: kill)") else { return nil }
    let command = text.offset(of: "exit successfully: `").map { $0 + 20 }
    let name = command.flatMap { program(text, from: $0) } ?? "rustc"
    return .death(
      .killed(
        "cargo", text, parent: NamedProcess(name: "cargo"), child: NamedProcess(name: name),
        comms: [String(name.prefix(15)), "rustc", "ld*", "cc*"]))
  }

  /// `go build example.org/x: /usr/lib/go/pkg/tool/linux_amd64/compile: signal: killed`.
  static let go = Speaker("go", sentinels: ["signal: killed"]) { text, _ in
    guard let at = text.offset(of: ": signal: killed"), at + 16 == text.trimmed(0..<text.count).upperBound else {
      return nil
    }
    var start = at
    while start > 0, text[start - 1] != 0x20, text[start - 1] != 0x2F { start -= 1 }
    let name = text.text(start..<at)
    guard !name.isEmpty, name.utf8.count < 64, text.contains("/tool/") || text.has("go ") else { return nil }
    return .death(
      .killed(
        "go", text, parent: NamedProcess(name: "go"), child: NamedProcess(name: name), comms: [String(name.prefix(15))])
    )
  }

  /// `Command '['x']' died with <Signals.SIGKILL: 9>.` of Python's subprocess.
  static let python = Speaker("python", sentinels: ["died with <Signals.SIGKILL"]) { text, _ in
    guard text.contains(" died with <Signals.SIGKILL: 9>") else { return nil }
    return .death(.killed("python", text, parent: NamedProcess(name: "python"), child: nil))
  }

  /// `stress: FAIL: [7] (425) <-- worker 8 got signal 9`.
  static let stress = Speaker("stress", sentinels: ["gnal 9"]) { text, _ in
    guard let at = text.offset(of: " <-- worker "), text.ends(in: " got signal 9"), text.contains("FAIL: "),
      let pid = text.number(after: " <-- worker "), let parent = text.bracketedNumber(before: at)
    else { return nil }
    return .death(
      .killed(
        "stress", text, parent: NamedProcess(pid: parent, name: "stress"),
        child: NamedProcess(pid: pid, name: "stress worker"), comms: ["stress"]))
  }
}
