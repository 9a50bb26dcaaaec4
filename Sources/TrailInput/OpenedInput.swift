// An input, opened and recognised: what it is, when it was written, and its bytes.

public import TrailBytes
public import TrailModel

/// One input, ready to be read.
public struct OpenedInput {
  /// What an input was taken for.
  public enum Kind: String, Sendable {
    case text, gzip, journal, empty, binary, unreadable
  }

  /// The path as it is shown.
  public var path: String
  /// What it was taken for.
  public var kind: Kind
  /// More about the kind: what binary data is, why something cannot be read.
  public var detail: String?
  /// Its text, decompressed; nil where there is none.
  public var source: (any ByteSource)?
  /// The same bytes at any place, for a kind that asks for that; nil where they come only once.
  public var archive: (any ByteArchive)?
  /// When the file was last changed; nil for pipes and standard input.
  public var modified: Instant?
  /// When what is compressed was last changed, as the gzip header says.
  public var compressed: Instant?
  /// Of which dump a file is a part; nil for what is none.
  public var dumpPart: DumpPart?
  /// How many bytes the file has on disk; nil for pipes and standard input.
  public var size: Int64?

  /// What was wrong at opening.
  private var atOpening: [Problem] = []

  /// gzip within gzip is opened so many times.
  public static let nestingLimit = 4

  fileprivate init(path: String) {
    self.path = path
    kind = .unreadable
  }

  /// What was wrong with the input; complete once `source` was read to its end.
  public var problems: [Problem] {
    atOpening + (source?.damage ?? []).map { Problem(path: path, damage: $0) }
  }

  /// Passes the input over: there is nothing to read.
  fileprivate mutating func refuse(_ problem: Problem.Kind, _ detail: String) {
    kind = .unreadable
    self.detail = detail
    atOpening.append(Problem(path: path, kind: problem, detail: detail))
  }

  /// Passes the input over: it holds `name`, which is no text.
  fileprivate mutating func pass(over name: String) {
    kind = .binary
    detail = name
    let unread = ["xz data", "zstd data", "bzip2 data", "lz4 data", "archive"]
    if unread.contains(where: { name.hasSuffix($0) }) {
      atOpening.append(Problem(path: path, kind: .unsupported, detail: "\(name) may hold logs and cannot be read yet"))
    } else {
      atOpening.append(Problem(path: path, kind: .format, detail: "\(name) is not read as a log"))
    }
  }
}

extension Problem {
  /// The problem that `damage` is for the input at `path`.
  public init(path: String, damage: SourceDamage) {
    let kind: Kind =
      switch damage.kind {
      case .unreadable: .unreadable
      case .truncated: .truncated
      case .corrupt: .corrupt
      case .trailing: .trailing
      case .unsupported: .unsupported
      }
    self.init(path: path, kind: kind, detail: damage.detail, offset: damage.offset)
  }
}

/// Opens `entry` and finds out what it holds. What cannot be opened is an ``OpenedInput`` too, with a problem.
///
/// `quiet` is called with the path if that is a named pipe to which nobody has written for a second: reading waits.
public func openInput(_ entry: InputEntry, quiet: @escaping (String) -> Void = { _ in }) -> OpenedInput {
  var input = OpenedInput(path: entry.path)
  let file: FileSource
  do throws(SystemFailure) {
    let descriptor = try descriptor(of: entry)
    let status = try descriptor.status()
    if let reason = entry.refusal(status, isTerminal: descriptor.isTerminal) {
      input.refuse(.notAFile, reason)
      return input
    }
    if status.kind == .regular, !entry.isStandardInput {
      input.modified = Instant(modified: status)
      input.size = status.size
    }
    let path = entry.path
    file = FileSource(descriptor) { quiet(path) }
  } catch {
    input.refuse(error.isNotAFile ? .notAFile : .unreadable, "\(error)")
    return input
  }
  input.recognise(file)
  return input
}

private func descriptor(of entry: InputEntry) throws(SystemFailure) -> Descriptor {
  if entry.isStandardInput { return try Descriptor.standardInput() }
  // A file found in a directory was no link then; if it is one now, somebody plays with us.
  return try Descriptor(opening: entry.bytes, for: entry.isNamed ? .reading : .readingNoLink)
}

extension InputEntry {
  /// Why what was opened is not read; nil if it is.
  fileprivate func refusal(_ status: FileStatus, isTerminal: Bool) -> String? {
    switch status.kind {
    case .regular: return nil
    // Standard input may be anything that gives bytes.
    case .pipe, .socket: if isNamed { return nil }
    case .characterDevice: if isNamed, isTerminal || status.isNull { return nil }
    case .directory: return "a directory cannot be read as a log"
    case .link, .blockDevice, .other: break
    }
    return "\(status.kind.noun) cannot be read as a log"
  }
}

extension OpenedInput {
  /// Looks into `file`, and into the forms one in the other that it may be.
  fileprivate mutating func recognise(_ file: FileSource) {
    var peeked = PeekedSource(file)
    var outer: GzipSource?
    var content = peeked.peek(Content.sampleSize) { Content(sniffing: $0) }
    var prefix = ""
    for _ in 0..<OpenedInput.nestingLimit {
      if case .wrapped(let wrapping) = content {
        peeked = PeekedSource(wrapping.text(of: peeked))
        prefix += wrapping.name + " holding "
      } else if content == .gzip {
        guard let gzip = GzipSource(peeked, within: outer) else {
          refuse(.unreadable, "not enough memory to decompress it")
          return
        }
        outer = gzip
        peeked = PeekedSource(gzip)
        prefix = "gzip data holding "
      } else {
        break
      }
      content = peeked.peek(Content.sampleSize) { Content(sniffing: $0) }
      if let seconds = outer?.modifiedSeconds {
        compressed = Instant(nanoseconds: Int64(seconds) * 1_000_000_000, fractionDigits: 0)
      }
    }
    switch content {
    case .empty:
      kind = outer == nil ? .empty : .gzip
      if outer == nil, file.damage.count > 0 {
        kind = .unreadable
        detail = file.damage.first?.detail
      }
      source = peeked
    case .text, .wrapped:
      kind = outer == nil ? .text : .gzip
      source = peeked
      if size != nil { dumpPart = peeked.peek(64) { DumpPart($0) } }
    case .gzip:
      pass(over: "gzip data within gzip data, more than \(OpenedInput.nestingLimit) times")
    case .binary(Magic.journal):
      kind = .journal
      source = peeked
      archive = prefix.isEmpty ? file.archive : nil
    case .binary(Magic.zone) where prefix.isEmpty:
      // No log, and nothing wrong with it.
      kind = .binary
      detail = Magic.zone
      archive = file.archive
    case .binary(let name): pass(over: prefix + name)
    }
  }
}

extension Instant {
  /// The time of the last change, where it can be told in nanoseconds.
  fileprivate init?(modified status: FileStatus) {
    let (scaled, high) = status.modifiedSeconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = scaled.addingReportingOverflow(status.modifiedNanoseconds)
    if high || carry { return nil }
    self.init(nanoseconds: sum, fractionDigits: 9)
  }
}
