// Journal entries in the two text forms of journalctl.

enum JournalForm {
  case export
  case json
}

struct JournalFormatter {
  let form: JournalForm
  private var sequence: UInt64 = 0

  init(form: JournalForm) { self.form = form }

  /// `invocation`: the id of the service's current run.
  mutating func append(
    _ record: Record, from host: Host, invocation: String, at time: Int, to output: inout [UInt8]
  ) {
    sequence += 1
    let uptime = time - host.bootTime
    let program = record.program
    if form == .json { output.append(UInt8(ascii: "{")) }
    appendCursor(host, uptime, time, to: &output)
    append("__REALTIME_TIMESTAMP", time, to: &output)
    append("__MONOTONIC_TIMESTAMP", uptime, to: &output)
    append("_BOOT_ID", host.bootID, to: &output)
    append("_MACHINE_ID", host.machineID, to: &output)
    append("_HOSTNAME", host.name, to: &output)
    append("PRIORITY", record.priority, to: &output)
    append("SYSLOG_FACILITY", program.facility, to: &output)
    append("SYSLOG_IDENTIFIER", program.identifier, to: &output)
    if program.isKernel {
      append("_TRANSPORT", "kernel", to: &output)
      append("_SOURCE_MONOTONIC_TIMESTAMP", uptime, to: &output)
    } else {
      appendProcess(program, record.pid, invocation, time, to: &output)
    }
    appendMessage(record.message.bytes, to: &output)
  }

  private func appendProcess(
    _ program: Program, _ pid: Int, _ invocation: String, _ time: Int, to output: inout [UInt8]
  ) {
    append("_TRANSPORT", program.facility == 3 ? "stdout" : "syslog", to: &output)
    append("_PID", pid, to: &output)
    append("_UID", 0, to: &output)
    append("_GID", 0, to: &output)
    append("_COMM", program.command, to: &output)
    append("_EXE", program.executable, to: &output)
    append("_CMDLINE", program.commandLine, to: &output)
    append("_CAP_EFFECTIVE", "1ffffffffff", to: &output)
    append("_SELINUX_CONTEXT", "unconfined", to: &output)
    append("_SYSTEMD_CGROUP", program.cgroup, to: &output)
    append("_SYSTEMD_UNIT", program.unit, to: &output)
    append("_SYSTEMD_SLICE", "system.slice", to: &output)
    append("_SYSTEMD_INVOCATION_ID", invocation, to: &output)
    append("_SOURCE_REALTIME_TIMESTAMP", time - 13, to: &output)
  }

  private func appendCursor(_ host: Host, _ uptime: Int, _ time: Int, to output: inout [UInt8]) {
    open("__CURSOR", in: &output)
    output.append(utf8Of: "s=")
    output.append(utf8Of: host.machineID)
    output.append(utf8Of: ";i=")
    output.append(shortHex: sequence)
    output.append(utf8Of: ";b=")
    output.append(utf8Of: host.bootID)
    output.append(utf8Of: ";m=")
    output.append(shortHex: UInt64(uptime))
    output.append(utf8Of: ";t=")
    output.append(shortHex: UInt64(time))
    output.append(utf8Of: ";x=")
    output.append(shortHex: sequence &* 0x9E37_79B9_7F4A_7C15)
    close(in: &output)
  }

  /// Values come from here and need no escaping; only messages do.
  private func append(_ name: String, _ value: String, to output: inout [UInt8]) {
    open(name, in: &output)
    output.append(utf8Of: value)
    close(in: &output)
  }

  private func append(_ name: String, _ value: Int, to output: inout [UInt8]) {
    open(name, in: &output)
    output.append(decimal: value)
    close(in: &output)
  }

  private func open(_ name: String, in output: inout [UInt8]) {
    if form == .json { output.append(UInt8(ascii: "\"")) }
    output.append(utf8Of: name)
    output.append(utf8Of: form == .json ? "\":\"" : "=")
  }

  private func close(in output: inout [UInt8]) {
    output.append(utf8Of: form == .json ? "\"," : "\n")
  }

  private func appendMessage(_ message: [UInt8], to output: inout [UInt8]) {
    if form == .json {
      output.append(utf8Of: "\"MESSAGE\":\"")
      appendEscaped(message, to: &output)
      return output.append(utf8Of: "\"}\n")
    }
    output.append(utf8Of: "MESSAGE")
    if message.hasControlCharacters, message.contains(UInt8(ascii: "\n")) {
      output.append(UInt8(ascii: "\n"))
      for shift in 0..<8 { output.append(UInt8(truncatingIfNeeded: message.count >> (8 * shift))) }
    } else {
      output.append(UInt8(ascii: "="))
    }
    output.append(contentsOf: message)
    output.append(utf8Of: "\n\n")
  }

  private func appendEscaped(_ message: [UInt8], to output: inout [UInt8]) {
    var done = 0
    for (index, byte) in message.enumerated()
    where byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
      output.append(contentsOf: message[done..<index])
      done = index + 1
      switch byte {
      case UInt8(ascii: "\n"): output.append(utf8Of: "\\n")
      case UInt8(ascii: "\t"): output.append(utf8Of: "\\t")
      case ..<32:
        output.append(utf8Of: "\\u")
        output.append(hex: UInt64(byte), digits: 4)
      default:
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      }
    }
    output.append(contentsOf: message[done...])
  }
}
