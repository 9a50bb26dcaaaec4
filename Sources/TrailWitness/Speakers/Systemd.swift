// systemd's manager (src/core/{unit,service,scope}.c): what became of a unit's processes, in the words of every era.

import TrailBytes
import TrailModel

extension Speaker {
  static let systemd = Speaker(
    "systemd",
    sentinels: [
      "OOM killer", "oom-kill", "status=9/KILL", "result 'timeout'", "result 'watchdog'", "timed out. Killing",
      "with signal SIGKILL", "oomd killed",
    ]
  ) { text, voice in
    // What another program says of a unit is no word of systemd's.
    guard voice.name.isEmpty || voice.name.hasPrefix("systemd") || isUnit(name: voice.name),
      let unit = unit(text, voice)
    else { return nil }
    let manager = voice.name == "systemd" ? voice.pid : nil
    let said = text.extracting(unit.end..<text.count)
    let name = unit.name
    if said.has("A process of this unit has been killed by the OOM killer") {
      var statement = WitnessStatement.oom("systemd", text)
      statement.unit = name
      statement.manager = manager
      statement.containerID = text.containerID()
      return .death(statement)
    }
    if said.has("systemd-oomd killed ") {
      var statement = WitnessStatement.oom("systemd", text)
      statement.unit = name
      statement.containerID = text.containerID()
      statement.killer = .systemdOOMD
      statement.kills = said.number(after: "oomd killed ")
      statement.reason = "systemd-oomd killed it, not the kernel"
      return .death(statement)
    }
    if let exit = exit(said) {
      guard exit.isKill else { return .nothing }
      var statement = WitnessStatement("systemd", .sigkill, text: text.words)
      statement.unit = name
      statement.isMain = exit.isMain
      if exit.isMain { statement.parent = NamedProcess(pid: manager, name: "systemd") }
      return .death(statement)
    }
    if let result = result(said) { return outcome(result, of: name, text) }
    if said.contains("timed out. Killing") {
      return .ending(
        Ward("systemd", name: name), reason: "systemd killed it, because stopping or starting took too long")
    }
    if said.has("Killing process "), said.contains(" with signal SIGKILL") {
      return .death(killing(said, text, name, manager))
    }
    if said.contains("restart counter is at ") {
      return .aftermath(unit: name, restarts: said.number(after: "restart counter is at "), memoryPeak: nil)
    }
    if said.has("Consumed "), let peak = memoryPeak(said) {
      return .aftermath(unit: name, restarts: nil, memoryPeak: peak)
    }
    return nil
  }

  /// `Killing process 7 (x) with signal SIGKILL.`: systemd's own doing. It begins with the main process.
  private static func killing(
    _ said: Span<UInt8>, _ text: Span<UInt8>, _ unit: String, _ manager: Int64?
  ) -> WitnessStatement {
    var statement = WitnessStatement.otherwise("systemd", text, reason: "systemd killed it, to stop the unit")
    statement.unit = unit
    statement.signal = 9
    statement.child = NamedProcess(
      pid: said.number(after: "Killing process "), name: said.between(" (", ") with signal"))
    statement.parent = NamedProcess(pid: manager, name: "systemd")
    statement.isMain = true
    return statement
  }

  /// What the unit's result says of the death before it.
  private static func outcome(_ result: Result, of unit: String, _ text: Span<UInt8>) -> Heard {
    switch result {
    case .oom:
      var statement = WitnessStatement.oom("systemd", text)
      statement.unit = unit
      statement.containerID = text.containerID()
      return .death(statement)
    case .timeout:
      return .excuse(Ward("systemd", name: unit), reason: "systemd killed it: its result is `timeout`")
    case .watchdog:
      return .excuse(Ward("systemd", name: unit), reason: "systemd killed it: its result is `watchdog`")
    case .other: return .nothing
    }
  }

  private enum Result { case oom, timeout, watchdog, other }

  /// `Failed with result 'oom-kill'.`; to 235 `Unit entered failed state.` and `Failed with result` in other words.
  private static func result(_ said: Span<UInt8>) -> Result? {
    guard said.has("Failed with result '") || said.has("Unit entered failed state") || said.contains("with result '")
    else { return nil }
    if said.contains("'oom-kill'") { return .oom }
    if said.contains("'timeout'") { return .timeout }
    return said.contains("'watchdog'") ? .watchdog : .other
  }

  /// `Main process exited, code=killed, status=9/KILL`; before 231 in small letters.
  private static func exit(_ said: Span<UInt8>) -> (isMain: Bool, isKill: Bool)? {
    let isMain = said.has("Main process exited, code=") || said.has("main process exited, code=")
    guard isMain || said.has("Control process exited, code=") || said.has("control process exited, code=") else {
      return nil
    }
    return (isMain, said.contains("code=killed, status=9/KILL") || said.contains("code=killed, signal=KILL"))
  }

  /// `186.7M memory peak`.
  private static func memoryPeak(_ said: Span<UInt8>) -> Bytes? {
    guard let end = said.offset(of: " memory peak") else { return nil }
    var start = end
    while start > 0, said[start - 1] != 0x20 { start -= 1 }
    return Bytes(systemd: said.extracting(start..<end))
  }

  /// The unit that a line begins with, or that its envelope took for the program, or its record names; and where the
  /// words begin. Old versions have no colon behind some.
  private static func unit(_ text: Span<UInt8>, _ voice: Voice) -> (name: String, end: Int)? {
    var cursor = Cursor(text)
    cursor.skipBlanks()
    skipTimeOfDay(&cursor)
    // Terminals' own columns: `- systemd - x.service: …`.
    if let column = text.offset(of: "- systemd - "), column < 32 { cursor.position = column + 12 }
    if voice.name == "" || voice.name.hasPrefix("systemd") { _ = skipTag(&cursor) }
    let start = cursor.position
    _ = cursor.skip("Unit ")
    var word = cursor.word()
    if word.count > 1, text[word.upperBound - 1] == 0x3A { word = word.lowerBound..<word.upperBound - 1 }
    if isUnit(text.extracting(word)) {
      cursor.skipBlanks()
      return (text.text(word), cursor.position)
    }
    if isUnit(name: voice.name) { return (voice.name, start) }
    if voice.name == "systemd", let unit = voice.unit, isUnit(name: unit) { return (unit, start) }
    return nil
  }

  /// Reads `19:50:37.416 `, which is all that people copy of a stamp.
  private static func skipTimeOfDay(_ cursor: inout Cursor) {
    let start = cursor.position
    if cursor.digits(2) != nil, cursor.skip(byte: 0x3A), cursor.digits(2) != nil, cursor.skip(byte: 0x3A),
      cursor.digits(2) != nil
    {
      _ = cursor.word()
      if cursor.skipBlanks() > 0 { return }
    }
    cursor.position = start
  }

  /// Reads `systemd[1]: ` where the envelope is not a known one.
  private static func skipTag(_ cursor: inout Cursor) -> Bool {
    let start = cursor.position
    let bytes = cursor.bytes
    guard let at = bytes.offset(of: "systemd[", from: start), at - start < 64 else { return false }
    cursor.position = at + 8
    if cursor.number() != nil, cursor.skip("]: ") { return true }
    cursor.position = start
    return false
  }

  private static func isUnit(name: String) -> Bool {
    let bytes = Array(name.utf8)
    return isUnit(bytes.span)
  }

  private static func isUnit(_ name: Span<UInt8>) -> Bool {
    guard name.count > 6, name.count < 256 else { return false }
    let kinds: [StaticString] = [".service", ".scope", ".slice", ".socket", ".mount", ".swap"]
    return kinds.contains { name.ends(in: $0) }
  }
}

extension Bytes {
  /// A size as systemd prints it (`format_bytes`): `388.4M`, `1.2G`, `0B`.
  init?(systemd text: Span<UInt8>) {
    var cursor = Cursor(text)
    guard let number = Span<UInt8>.decimal(&cursor) else { return nil }
    let shift: Double
    switch cursor.peek {
    case 0x42, nil: shift = 0
    case 0x4B: shift = 10
    case 0x4D: shift = 20
    case 0x47: shift = 30
    case 0x54: shift = 40
    case 0x50: shift = 50
    default: return nil
    }
    var scaled = number
    for _ in 0..<Int(shift) { scaled *= 2 }
    guard scaled < 9e18 else { return nil }
    self.init(Int64(scaled))
  }
}
