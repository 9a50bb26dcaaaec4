// What a form of structured records registers, and the forms there are.

import TrailBytes
import TrailModel

/// A way that logs lay out records in lines: finds the records in a stream that comes line by line.
protocol RecordForm: Sendable {
  /// Its name in `inputs[].envelope`.
  func name(of record: StructuredRecord) -> StaticString

  /// Whether a record, or what holds records, has begun and not ended: the next line is this form's to judge first.
  var isOpen: Bool { get }

  /// Whether the next line is needed although nothing in it announces a report: it ends what is open, and what is open
  /// ends soon.
  var wantsMore: Bool { get }

  /// Reads a line, or a piece of one that goes on (`isPiece`), and hands on the records that end in it or before it.
  ///
  /// - Returns: Whether the line was of this form; where it was not, nothing is open any more.
  mutating func read(
    _ line: Span<UInt8>, isPiece: Bool, at place: LinePlace, _ body: (StructuredRecord, LinePlace) -> Void
  ) -> Bool

  /// Hands on the record that the stream's end ends.
  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void)

  /// Forgets what is open: lines were passed over.
  mutating func passOver()

  /// Says before a line whether all of its records are wanted: nothing but sentinels wakes a reader that sleeps.
  mutating func watch(isAwake: Bool)

  /// Takes over what another reader learnt from the stream's first lines, and looks at its first bytes.
  mutating func learn(from front: Self, _ bytes: Span<UInt8>)
}

extension RecordForm {
  var isOpen: Bool { false }
  var wantsMore: Bool { isOpen }
  mutating func finish(_ body: (StructuredRecord, LinePlace) -> Void) {}
  mutating func passOver() {}
  mutating func watch(isAwake: Bool) {}
  mutating func learn(from front: Self, _ bytes: Span<UInt8>) {}

  /// Learns from `front` where that is of the same form.
  mutating func learn(fromAny front: any RecordForm, _ bytes: Span<UInt8>) {
    if let front = front as? Self { learn(from: front, bytes) }
  }
}

/// Every form of records that is read, in the order of trial. A new one is a file here and a line there.
///
/// `sentinels` say which records of a large document are wanted while nothing is awake; without them all are.
func recordForms(sentinels: LiteralScanner? = nil) -> [any RecordForm] {
  [
    ExportAssembler(),
    VerboseAssembler(),
    CSVAssembler(),
    YAMLAssembler(),
    FluentBitAssembler(),
    JSONAssembler(sentinels: sentinels),
    LogcliLines(),
    CloudWatchLines(),
    DebugAssembler(),
  ]
}
