// Forms in which the text of a log lies within other text: told by the front of a stream, undone as it is read.

import TrailBytes

/// A form whose bytes are not yet the log's.
public enum Wrapping: Hashable, Sendable {
  /// UTF-16, as Windows tools write it.
  case utf16(isBigEndian: Bool)
  /// Lines that end in carriage returns alone.
  case carriageReturns
  /// Syslog records of counted lengths.
  case octetCounted
  /// Syslog records with nothing between them.
  case runTogether
  /// Base64.
  case base64
  /// EC2's answer to who asks for a console.
  case consoleOutput
  /// apport's report of a crash.
  case crashReport
  /// zlib data, or bare deflate data.
  case deflated(isBare: Bool)

  /// The form of text that begins with `sample`; nil where it is plain.
  init?(sniffing sample: Span<UInt8>) {
    if OctetCounted.fits(sample) {
      self = .octetCounted
    } else if RunTogether.fits(sample) {
      self = .runTogether
    } else if ConsoleOutput.fits(sample) {
      self = .consoleOutput
    } else if CrashReport.fits(sample) {
      self = .crashReport
    } else if Base64Text.fits(sample) {
      self = .base64
    } else if CarriageReturns.fits(sample) {
      self = .carriageReturns
    } else {
      return nil
    }
  }

  /// Its name in a sentence.
  var name: String {
    switch self {
    case .utf16: "utf-16 text"
    case .carriageReturns: "text with carriage returns"
    case .octetCounted, .runTogether: "a syslog stream"
    case .base64: "base64 text"
    case .consoleOutput: "JSON of EC2"
    case .crashReport: "a crash report of apport"
    case .deflated(let isBare): isBare ? "deflate data" : "zlib data"
    }
  }

  /// The text in `source`.
  func text(of source: any ByteSource) -> any ByteSource {
    switch self {
    case .utf16(let isBigEndian): TransformedSource(source, UTF16Text(isBigEndian: isBigEndian))
    case .carriageReturns: TransformedSource(source, CarriageReturns())
    case .octetCounted: TransformedSource(source, OctetCounted())
    case .runTogether: TransformedSource(source, RunTogether())
    case .base64: TransformedSource(source, Base64Text())
    case .consoleOutput: TransformedSource(source, ConsoleOutput())
    case .crashReport: TransformedSource(source, CrashReport())
    case .deflated(let isBare): TransformedSource(source, DeflatedText(isBare: isBare))
    }
  }
}
