// What an envelope hands on: the head of one line, beside its bytes.

/// Whether a line is the kernel's.
public enum Origin: Sendable {
  /// The envelope says it is the kernel's.
  case kernel
  /// The envelope says another program wrote it.
  case program
  /// The envelope does not say.
  case unknown
}

/// What an envelope says of one line; the ranges are offsets into the line's bytes.
public struct RecordHead: Sendable {
  /// The message, without the envelope.
  public var text: Range<Int>
  /// The host's name.
  public var host: Range<Int>?
  /// The boot's id, 32 hexadecimal digits; stands behind the host's name.
  public var boot: Range<Int>?
  /// The program's name, without its pid.
  public var ident: Range<Int>?
  /// The program's pid, where a record has it apart from the line.
  public var pid: Int64?
  /// The unit that a record of the journal speaks of.
  public var unit: Range<Int>?
  /// The leftmost stamp as printed, without brackets or padding.
  public var stampText: Range<Int>?
  /// What the stamps mean.
  public var stamp: Stamp
  /// The printk caller (`T123`, `C1`): the thread or CPU that printed the line.
  public var caller: Range<Int>?
  /// Who wrote the line.
  public var origin: Origin
  /// Whether the line carries no envelope where its neighbours do: a further line of the record before it, or foreign.
  public var isBare: Bool

  /// A head around `text`.
  public init(
    text: Range<Int>, host: Range<Int>? = nil, ident: Range<Int>? = nil, stampText: Range<Int>? = nil,
    stamp: Stamp = Stamp(), caller: Range<Int>? = nil, origin: Origin = .unknown, isBare: Bool = false
  ) {
    self.text = text
    self.host = host
    self.ident = ident
    self.stampText = stampText
    self.stamp = stamp
    self.caller = caller
    self.origin = origin
    self.isBare = isBare
  }
}

/// Where one line stands in its input.
public struct LinePlace: Hashable, Sendable {
  /// The line's number, from 1.
  public var line: Int
  /// Offset of its first byte in the decoded stream.
  public var offset: Int64
  /// Offset behind its last byte (the line end aside).
  public var end: Int64

  /// A place.
  public init(line: Int, offset: Int64, end: Int64) {
    self.line = line
    self.offset = offset
    self.end = end
  }

  /// The place of all from here to the end of `last`.
  public func through(_ last: LinePlace) -> LinePlace { LinePlace(line: line, offset: offset, end: last.end) }
}
