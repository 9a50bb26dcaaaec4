// How much inputs may ask for, and the count of what they did.

import TrailBytes

/// Limits that honest bundles never meet. What lies behind one is not read, and a problem says so.
public struct InputLimits: Hashable, Sendable {
  /// How many archives may lie one in the other, and how often data may be compressed.
  public var nesting = 5
  /// How many members archives that lie in one input may have, taken together.
  public var members = 2_000_000
  /// How many bytes may come of one input: out of all compressions and archives, whatever lies how deep in it.
  public var expanded: Int64 = 1 << 40
  /// How many bytes may come of one byte of the input, once ``ratioFloor`` bytes have. gzip's most is 1,032.
  public var ratio: Int64 = 2_000

  /// How many kills of one log are kept.
  public var events = 500_000

  /// How many bytes of process tables are held in memory; more go to a file.
  public var tables: Int64 = 8 << 20

  /// Before so many bytes of one file the ratio is not asked for: a log may be all alike.
  public var ratioFloor: Int64 = 128 << 20
  /// Before so many bytes of all files taken together it is not asked for either: one bomb does not end the reading of
  /// what lies beside it, many do.
  var totalRatioFloor: Int64 { ratioFloor &* 16 }

  /// The default limits.
  public init() {}
}

/// What was read of one input, and what came of it.
final class Expansion {
  let limits: InputLimits
  private let onRead: (Int) -> Void
  /// Bytes of the input itself.
  private(set) var read: Int64 = 0
  /// Bytes that were decompressed.
  fileprivate(set) var produced: Int64 = 0
  /// Members that were met.
  var members = 0

  /// Why nothing more may come of it; nil while something may.
  fileprivate var excess: String? {
    if produced > limits.expanded { return "more than \(limits.expanded) bytes came of the whole input" }
    if produced > limits.totalRatioFloor, isExcessive(produced) {
      return "the whole input expands more than \(limits.ratio) times"
    }
    return nil
  }

  /// Whether nothing more may come of it.
  var isExhausted: Bool { excess != nil }

  init(_ limits: InputLimits, onRead: @escaping (Int) -> Void = { _ in }) {
    self.limits = limits
    self.onRead = onRead
  }

  /// Whether `count` bytes are too many for what was read.
  fileprivate func isExcessive(_ count: Int64) -> Bool { count / max(1, read) > limits.ratio }

  /// Counts bytes of the input.
  fileprivate func didRead(_ count: Int) {
    read += Int64(count)
    onRead(count)
  }
}

/// Counts what is read of the input itself where it is read at any place, but no byte more than it has.
final class MeteredArchive: ByteArchive {
  private let bytes: any ByteArchive
  private let size: Int64
  private let expansion: Expansion

  init(_ bytes: any ByteArchive, size: Int64, _ expansion: Expansion) {
    self.bytes = bytes
    self.size = size
    self.expansion = expansion
  }

  func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) -> Int {
    let count = bytes.read(at: offset, into: &buffer)
    expansion.didRead(max(0, min(count, Int(clamping: size - expansion.read))))
    return count
  }
}

/// Counts the bytes of another source, and ends them where a limit is met.
final class MeteredSource: ByteSource {
  private let source: any ByteSource
  private let expansion: Expansion
  /// What the bytes come of; nil for those of the input itself.
  private let name: String?
  private var count: Int64 = 0
  private var excess: SourceDamage?

  /// Counts what `source` gives: data decompressed from what `name` says, or else the input itself.
  init(_ source: any ByteSource, _ expansion: Expansion, name: String?) {
    self.source = source
    self.expansion = expansion
    self.name = name
  }

  var damage: [SourceDamage] { source.damage + (excess.map { [$0] } ?? []) }

  func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    guard excess == nil else { return 0 }
    let read = source.read(into: &buffer)
    count += Int64(read)
    guard let name else {
      expansion.didRead(read)
      return read
    }
    expansion.produced += Int64(read)
    if count > expansion.limits.ratioFloor, expansion.isExcessive(count) {
      stop("the \(name) expands more than \(expansion.limits.ratio) times")
    } else if let reason = expansion.excess {
      stop(reason)
    }
    return read
  }

  private func stop(_ reason: String) {
    excess = SourceDamage(kind: .corrupt, detail: "\(reason); the rest is not read", offset: count)
  }
}
