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

  /// Before so many bytes the ratio is not asked for: a log may be all alike.
  public static let ratioFloor: Int64 = 128 << 20

  /// The default limits.
  public init() {}
}

/// What was read of one input, and what came of it.
final class Expansion {
  let limits: InputLimits
  fileprivate let onRead: (Int) -> Void
  /// Bytes of the input itself.
  fileprivate(set) var read: Int64 = 0
  /// Bytes that were decompressed.
  fileprivate(set) var produced: Int64 = 0
  /// Members that were met.
  var members = 0

  /// Whether nothing more may come of it.
  var isExhausted: Bool { produced > limits.expanded }

  init(_ limits: InputLimits, onRead: @escaping (Int) -> Void = { _ in }) {
    self.limits = limits
    self.onRead = onRead
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
      expansion.read += Int64(read)
      expansion.onRead(read)
      return read
    }
    expansion.produced += Int64(read)
    let limits = expansion.limits
    if count > InputLimits.ratioFloor, count / max(1, expansion.read) > limits.ratio {
      stop("the \(name) expands more than \(limits.ratio) times; the rest is not read")
    } else if expansion.isExhausted {
      stop("more than \(limits.expanded) bytes came of the whole input; the rest is not read")
    }
    return read
  }

  private func stop(_ text: String) { excess = SourceDamage(kind: .corrupt, detail: text, offset: count) }
}
