// An input, opened and recognised: what it is, when it was written, and its bytes.

public import TrailBytes
public import TrailModel

/// One input, ready to be read.
public struct OpenedInput {
  /// What an input was taken for.
  public enum Kind: String, Sendable {
    case text, gzip, xz, zstd, bzip2, lz4, tar, zip, cpio, journal, empty, binary, unreadable
    case sevenZip = "7z"
  }

  /// The path as it is shown.
  public var path: String
  /// What it was taken for.
  public var kind: Kind
  /// More about the kind: what binary data is, why something cannot be read.
  public var detail: String?
  /// Its text, decompressed; nil where there is none.
  public var source: (any ByteSource)?
  /// What lies in an archive; nil for what is none.
  public var contents: ArchiveContents?
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
  fileprivate var atOpening: [Problem] = []

  init(path: String) {
    self.path = path
    kind = .unreadable
  }

  /// What was wrong with the input; complete once `source`, or `contents`, was read to its end.
  public var problems: [Problem] {
    atOpening + (source?.damage ?? []).map { Problem(path: path, damage: $0) } + (contents?.problems ?? [])
  }

  /// Whether it is a file of the zone database, which `archive` gives.
  public var isZoneFile: Bool { kind == .binary && detail == Magic.zone }

  /// Passes the input over: there is nothing to read.
  mutating func refuse(_ problem: Problem.Kind, _ detail: String) {
    kind = .unreadable
    self.detail = detail
    atOpening.append(Problem(path: path, kind: problem, detail: detail))
  }

  /// Passes the input over: it holds `name`, which is no text.
  fileprivate mutating func pass(over name: String) {
    kind = .binary
    detail = name
    let unread = ["xz data", "zstd data", "bzip2 data", "lz4 data", "lzma data", "lzip data", "archive"]
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
/// `onRead` is called with how many bytes of it were read, while they are. `quiet` is called with the path if that is a
/// named pipe to which nobody has written for a second: reading waits.
public func openInput(
  _ entry: InputEntry, limits: InputLimits = InputLimits(), quiet: @escaping (String) -> Void = { _ in },
  onRead: @escaping (Int) -> Void = { _ in }
) -> OpenedInput {
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
      input.modified = Instant(seconds: status.modifiedSeconds, nanoseconds: status.modifiedNanoseconds)
      input.size = status.size
    }
    let path = entry.path
    file = FileSource(descriptor) { quiet(path) }
  } catch {
    input.refuse(error.isNotAFile ? .notAFile : .unreadable, "\(error)")
    return input
  }
  let archive = file.archive.flatMap { bytes in input.size.map { (bytes, $0) } }
  input.recognise(file, archive: archive, Expansion(limits, onRead: onRead))
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
  /// Looks into `root`, whose bytes are also at any place in `archive` where that is possible, and into the forms one in
  /// the other that it may be. It lies in so many archives as `level` says.
  mutating func recognise(
    _ root: any ByteSource, archive: (bytes: any ByteArchive, size: Int64)?, _ expansion: Expansion, level: Int = 0
  ) {
    var peeked = PeekedSource(level == 0 ? MeteredSource(root, expansion, name: nil) : root)
    var outer: Kind?
    var gzip: GzipSource?
    var content = peeked.peek(Content.sampleSize) { Content(sniffing: $0) }
    var prefix = ""
    func unwrap(_ source: any ByteSource) {
      peeked = PeekedSource(MeteredSource(source, expansion, name: content.name))
      prefix += "\(content.name) holding "
    }
    for _ in 0..<expansion.limits.nesting {
      if case .wrapped(let wrapping) = content {
        unwrap(wrapping.text(of: peeked))
      } else if content == .gzip {
        gzip = GzipSource(peeked)
        guard let gzip else { return refuse(.unreadable, "not enough memory to decompress it") }
        outer = outer ?? .gzip
        unwrap(gzip)
      } else if case .compressed(let form) = content, let decompressed = DecompressedSource(peeked, form) {
        outer = outer ?? Kind(rawValue: form.rawValue)
        unwrap(decompressed)
      } else {
        break
      }
      content = peeked.peek(Content.sampleSize) { Content(sniffing: $0) }
      // gzip's header was read once something came out.
      if let seconds = gzip?.modifiedSeconds {
        compressed = Instant(nanoseconds: Int64(seconds) * 1_000_000_000, fractionDigits: 0)
      }
    }
    switch content {
    case .empty:
      kind = outer ?? .empty
      if outer == nil, let first = root.damage.first {
        kind = .unreadable
        detail = first.detail
      }
      source = peeked
    case .text, .wrapped:
      kind = outer ?? .text
      source = peeked
      if size != nil { dumpPart = peeked.peek(64) { DumpPart($0) } }
    case .compressed(let form) where form.decoder == nil: pass(over: prefix + content.name)
    case .gzip, .compressed:
      let most = expansion.limits.nesting
      refuse(.depth, "compressed data within compressed data is opened \(most) times; this is more")
    case .archive(let form):
      guard level < expansion.limits.nesting else {
        let most = expansion.limits.nesting
        return refuse(.depth, "archives are read \(most) levels deep; this one is deeper")
      }
      let whole = prefix.isEmpty ? archive.map { (MeteredArchive($0.bytes, size: $0.size, expansion), $0.size) } : nil
      contents = ArchiveContents(peeked, form, archive: whole, path: path, expansion, level: level + 1)
      guard contents != nil else { return pass(over: prefix + content.name) }
      kind = Kind(rawValue: form.rawValue) ?? .binary
      detail = prefix.isEmpty ? nil : prefix + "a \(content.name)"
    case .binary(Magic.journal):
      kind = .journal
      source = peeked
      self.archive = prefix.isEmpty ? archive?.bytes : nil
    case .binary(Magic.zone) where prefix.isEmpty:
      // No log, and nothing wrong with it.
      kind = .binary
      detail = Magic.zone
      self.archive = archive?.bytes ?? ByteStore(peeked, limit: Content.sampleSize)
    case .binary(let name):
      pass(over: prefix + name)
      // Damage may be why it looks like nothing known.
      if !prefix.isEmpty { atOpening += peeked.damage.map { Problem(path: path, damage: $0) } }
    }
  }
}

/// An input whose bytes are kept, to be read once more when its archive has gone on.
public struct KeptInput: Sendable {
  /// The path as it is shown.
  public let path: String
  private let bytes: [UInt8]
  private let kind: OpenedInput.Kind
  private let modified: Instant?
  private let atOpening: [Problem]

  /// More than this is not kept: records of dumps are smaller.
  private static let sizeLimit = 1 << 20

  /// Reads `input`, which was just opened, to its end; nil, and nothing lost, where it is too large to be kept.
  public init?(_ input: inout OpenedInput) {
    guard let source = input.source else { return nil }
    let peeked = PeekedSource(source)
    input.source = peeked
    let bytes = peeked.peek(Self.sizeLimit) { $0.array }
    guard peeked.isComplete else { return nil }
    path = input.path
    kind = input.kind
    modified = input.modified
    atOpening = input.problems
    self.bytes = bytes
  }

  /// The input once more.
  public var opened: OpenedInput {
    var input = OpenedInput(path: path)
    input.kind = kind
    input.modified = modified
    input.size = Int64(bytes.count)
    input.atOpening = atOpening
    input.source = ByteStore(bytes)
    return input
  }
}
