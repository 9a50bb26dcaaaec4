// RFC 3164 as rsyslog writes it: a kernel message of several lines becomes several lines, each with its stamp.

struct SyslogFormatter {
  private var stampedSecond = -1
  private var stamp: [UInt8] = []

  mutating func append(_ record: Record, from host: Host, at time: Int, to output: inout [UInt8]) {
    renewStamp(at: time)
    guard record.program.isKernel else {
      appendHead(host, record.program, to: &output)
      output.append(UInt8(ascii: "["))
      output.append(decimal: record.pid)
      output.append(utf8Of: "]: ")
      appendEscaped(record.message.bytes, to: &output)
      return output.append(UInt8(ascii: "\n"))
    }
    let uptime = time - host.bootTime
    let message = record.message.bytes
    guard message.hasControlCharacters else {
      return appendKernelLine(message[...], uptime, host, to: &output)
    }
    for line in message.split(separator: UInt8(ascii: "\n")) {
      appendKernelLine(line, uptime, host, to: &output)
    }
  }

  private func appendKernelLine(
    _ line: ArraySlice<UInt8>, _ uptime: Int, _ host: Host, to output: inout [UInt8]
  ) {
    appendHead(host, .kernel, to: &output)
    output.append(utf8Of: ": [")
    output.append(decimal: uptime / 1_000_000, width: 5)
    output.append(UInt8(ascii: "."))
    output.append(decimal: uptime % 1_000_000, width: 6, fill: UInt8(ascii: "0"))
    output.append(utf8Of: "] ")
    output.append(contentsOf: line)
    output.append(UInt8(ascii: "\n"))
  }

  private func appendHead(_ host: Host, _ program: Program, to output: inout [UInt8]) {
    output.append(contentsOf: stamp)
    output.append(utf8Of: host.name)
    output.append(UInt8(ascii: " "))
    output.append(utf8Of: program.identifier)
  }

  private mutating func renewStamp(at time: Int) {
    guard time / 1_000_000 != stampedSecond else { return }
    stampedSecond = time / 1_000_000
    let civil = CivilTime(seconds: stampedSecond)
    let text: Text = "\(civil.monthName) \(civil.day, width: 2) \(civil.clock) "
    stamp = text.bytes
  }

  /// rsyslog writes control characters as `#` and three octal digits.
  private func appendEscaped(_ message: [UInt8], to output: inout [UInt8]) {
    guard message.hasControlCharacters else { return output.append(contentsOf: message) }
    for byte in message {
      if byte >= 32 {
        output.append(byte)
      } else {
        output.append(UInt8(ascii: "#"))
        for shift: UInt8 in [6, 3, 0] { output.append(UInt8(ascii: "0") + (byte >> shift) & 7) }
      }
    }
  }
}
