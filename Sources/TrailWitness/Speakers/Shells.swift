// Job lines of bash, fish and zsh.

import TrailBytes
import TrailModel

extension Speaker {
  /// `./run.sh: line 12:  4711 Killed                  ./solve big.in`: a script's job with its pid.
  static let bash = Speaker("bash", sentinels: ["Killed      "]) { text, _ in
    guard let at = text.offset(of: " Killed      "), let line = text.offset(of: ": line "), line < at else {
      return nil
    }
    var cursor = Cursor(text, at: line + 7)
    guard cursor.number() != nil, cursor.skip(": ") else { return nil }
    cursor.skipBlanks()
    guard let pid = cursor.number(), cursor.position == at else { return nil }
    var start = line
    while start > 0, text[start - 1] != 0x20 { start -= 1 }
    let script = text.text(start..<line)
    return .death(
      .killed(
        "bash", text, parent: NamedProcess(name: "bash (\(script))"),
        child: NamedProcess(pid: pid, name: program(text, from: at + 7)), comms: comms(text, from: at + 7)))
  }

  /// `fish: Job 1, 'php artisan' terminated by signal SIGKILL (Forced quit)`.
  static let fish = Speaker("fish", sentinels: ["terminated by signal SIGKILL"]) { text, _ in
    guard text.contains("terminated by signal SIGKILL"),
      let command = text.range(between: "'", "' terminated by signal"),
      text.contains("fish: ")
    else { return nil }
    return .death(
      .killed(
        "fish", text, parent: NamedProcess(name: "fish"),
        child: NamedProcess(name: program(text, from: command.lowerBound)), comms: comms(text, from: command.lowerBound)
      ))
  }

  /// `zsh: killed     ./solve`.
  static let zsh = Speaker("zsh", sentinels: ["zsh: killed"]) { text, _ in
    guard let at = text.offset(of: "zsh: killed "), at < 16 else { return nil }
    return .death(
      .killed(
        "zsh", text, parent: NamedProcess(name: "zsh"), child: NamedProcess(name: program(text, from: at + 12)),
        comms: comms(text, from: at + 12)))
  }

  /// The program's name in a command line: the last part of its first word.
  static func program(_ text: Span<UInt8>, from start: Int) -> String? {
    var cursor = Cursor(text, at: start)
    cursor.skipBlanks()
    var word = cursor.word()
    if let slash = text.extracting(word).lastOffset(of: "/") { word = word.lowerBound + slash + 1..<word.upperBound }
    while let last = word.last, text[last] == 0x27 || text[last] == 0x29 { word = word.lowerBound..<last }
    return word.isEmpty || word.count > 128 ? nil : text.text(word)
  }

  private static func comms(_ text: Span<UInt8>, from start: Int) -> [String] {
    program(text, from: start).map { [String($0.prefix(15))] } ?? []
  }
}
