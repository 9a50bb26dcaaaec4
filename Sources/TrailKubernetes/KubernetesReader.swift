// The room's face: bytes in, pods, nodes and events out. Where they begin is told by a stream's beginning, or by words
// anywhere in it.

public import TrailBytes
public import TrailModel

/// Reads what Kubernetes says of itself out of one stream, once, in constant memory but for what is found.
///
/// It reads from the beginning of a stream that begins like Kubernetes' text, else from where ``wake(_:at:line:)`` finds
/// some; and until none has come for long. Asleep it only counts bytes.
public struct KubernetesReader {
  private var reader: TextReader
  /// Whether it reads what it is given.
  public private(set) var isAwake = false
  /// The front of a line whose end has not come.
  private var line: [UInt8] = []
  /// Whether the line's front was read, and what comes is the rest of it.
  private var isCut = false
  private var number = 1
  private var offset: Int64 = 0
  private var lineOffset: Int64 = 0
  /// Where something of Kubernetes' was last seen, and how much was found by then.
  private var sign: Int64 = 0
  private var known = 0

  /// Of a longer line that is no JSON the front is read: messages of events have at most 1,024 bytes.
  private static let longestLine = 64 << 10

  /// How much of a stream's beginning is looked at.
  public static let sample = 64 << 10
  /// How far before a sentinel an object may begin.
  public static let reach = 24 << 10
  /// After so many bytes that tell nothing it falls asleep; and after so many if an object is open, which none has.
  private static let patience: Int64 = 1 << 20
  private static let largestObject: Int64 = 64 << 20

  /// A reader of the input at `path` that sleeps.
  public init(path: String) { reader = TextReader(path: path, form: .text) }

  /// A reader of the input at `path` that begins with `front`; nil where that does not look like Kubernetes'.
  public init?(_ front: Span<UInt8>, path: String) {
    guard let form = KubernetesForm(uncoloured: front) else { return nil }
    reader = TextReader(path: path, form: form)
    isAwake = true
  }

  /// Reads on.
  public mutating func read(_ bytes: Span<UInt8>) {
    var at = 0
    while at < bytes.count {
      guard isAwake else {
        offset += Int64(bytes.count - at)
        return
      }
      let end = bytes.nextNewline(from: at)
      let piece = bytes.extracting(at..<(end ?? bytes.count))
      if line.isEmpty, !isCut, end != nil, piece.count <= Self.longestLine {
        readLine(piece)
      } else {
        take(piece)
        if end != nil { endLine() }
      }
      offset += Int64(piece.count)
      at += piece.count
      if end != nil {
        at += 1
        offset += 1
        number += 1
        lineOffset = offset
        // Longer than patience may be a single line, within an object.
        if isCut { sign = offset }
        isCut = false
        if offset - sign > Self.patience { rest() }
      }
    }
  }

  /// Takes a piece of a line that did not come in one.
  private mutating func take(_ piece: Span<UInt8>) {
    let place = LinePlace(line: number, offset: lineOffset, end: lineOffset + Int64(Self.longestLine))
    if isCut { return reader.readOn(piece, at: place) }
    let room = Self.longestLine - line.count
    line.append(piece.extracting(0..<min(room, piece.count)))
    guard piece.count > room else { return }
    endLine()
    isCut = true
    reader.readOn(piece.extracting(room..<piece.count), at: place)
  }

  private mutating func endLine() {
    guard !line.isEmpty else { return }
    let whole = line
    line.removeAll(keepingCapacity: true)
    readLine(whole.span)
  }

  private mutating func readLine(_ text: Span<UInt8>) {
    reader.read(text, at: LinePlace(line: number, offset: lineOffset, end: lineOffset + Int64(text.count)))
    if reader.isInLog || offset - sign > Self.patience / 2 && Self.scanner.next(in: text, from: 0) != nil {
      sign = lineOffset
    }
  }

  /// Falls asleep, unless something was found of late.
  private mutating func rest() {
    if reader.count > known {
      (known, sign) = (reader.count, offset)
    } else if !reader.isInObject || offset - sign > Self.largestObject {
      reader.endAll(at: LinePlace(line: number, offset: offset, end: offset))
      isAwake = false
    }
  }

  /// Reads from where the object may begin that the sentinel at `hit` is of. `bytes` are the last that were passed over,
  /// not fewer than ``reach`` before the hit if there were so many; `number` is that of the hit's line.
  public mutating func wake(_ bytes: Span<UInt8>, at hit: Int, line number: Int) {
    let base = offset - Int64(bytes.count)
    let read = Int(clamping: lineOffset - base)
    guard !isAwake, hit >= read, !isNoise(bytes, hit) else { return }
    var start = max(0, read)
    if hit - Self.reach > start {
      start = hit - Self.reach
      if let newline = bytes.nextNewline(from: start), newline < hit {
        start = newline + 1
      } else if let brace = bytes.extracting(start..<hit).lastOffset(of: "{\"") {
        start += brace
      }
    }
    self.number = number - bytes.newlines(in: start..<hit)
    offset = base + Int64(start)
    lineOffset = offset
    sign = base + Int64(hit)
    known = reader.count
    isAwake = true
    self.read(bytes.extracting(start..<bytes.count))
  }

  /// Everything that was read, when no more comes.
  public mutating func finish() -> KubernetesFacts {
    endLine()
    return reader.finish(at: LinePlace(line: number, offset: lineOffset, end: max(lineOffset, offset)))
  }
}

extension KubernetesReader {
  /// What wakes a reader: words of objects, of kubectl's layouts and of events that other texts hardly have. They are
  /// looked for in all that is passed over, so that none is made of common letters only.
  public static let sentinels: [StaticString] =
    loud + [
      "\"kind\": \"Pod", "\"kind\":\"Pod", "kind: Pod", "kind: \"Pod", "involvedObject", "Restart Count", "Last State:",
      " RESTARTS ", "LAST SEEN ",
    ]

  /// Those that the logs of a node have as well.
  private static let loud: [StaticString] = [
    "SystemOOM", "EvictionThresholdMet", "The node was low on resource", "KubeletHasSufficientMemory",
    "KubeletHasInsufficientMemory",
  ]

  /// Finds them.
  public static let scanner = LiteralScanner(sentinels)

  /// Whether what woke is a line of a log that only speaks of such things.
  private func isNoise(_ bytes: Span<UInt8>, _ hit: Int) -> Bool {
    guard Self.loud.contains(where: { bytes.has($0, at: hit) }) else { return false }
    let start = max(0, hit - Self.reach)
    let front = bytes.extracting(start..<hit)
    return front.extracting((front.lastNewline(before: front.count).map { $0 + 1 } ?? 0)..<front.count).beginsAsLog
  }
}
