// gzip data, member by member: what can be decoded is delivered, what was wrong is told.

public import TrailBytes
import TrailCompression

/// The bytes that gzip data holds.
public final class GzipSource: ByteSource {
  /// Where the reader stands.
  private enum State {
    /// In a member's header.
    case header(GzipHeader)
    /// In its deflate data.
    case body
    /// In its checksum and length.
    case trailer(value: UInt64, count: Int)
    /// Behind a member, where another one, padding or the end may come.
    case between
    case ended
  }

  /// Seconds since 1970 in the first member's header: when what is compressed was last written. Nil where it does
  /// not say, or was not read yet.
  public private(set) var modifiedSeconds: UInt32?

  private let source: any ByteSource
  private var state = State.header(GzipHeader())
  private var inflater: GzipInflater
  private var window: InputWindow

  /// Offset of the member's header.
  private var memberStart: Int64 = 0
  private var ownDamage: [SourceDamage] = []
  private var unsaidDamage = 0
  /// Whether something was lost behind the last byte: the halves of two lines must not become one.
  private var isTorn = false
  /// Before the first byte there is nothing to be torn from, and lines count from it.
  private var hasDelivered = false
  /// Bytes that were decoded only to find the way, which hostile data could ask for without end.
  private var effort: Int64 = 0

  /// Damage beyond so many places is only counted.
  private static let damageLimit = 100

  /// Reads the gzip data that `source` gives; nil where there is no memory for it.
  public init?(_ source: any ByteSource) {
    guard let inflater = GzipInflater() else { return nil }
    self.inflater = inflater
    self.source = source
    window = InputWindow()
  }

  /// What was wrong so far, with the compressed data and with where it came from.
  public var damage: [SourceDamage] {
    var all = source.damage + ownDamage
    if unsaidDamage > 0 {
      let text = "\(unsaidDamage) more places of the gzip data are damaged"
      all.append(SourceDamage(kind: .corrupt, detail: text, offset: nil))
    }
    return all
  }

  /// Reads on; 0 means the end.
  public func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    var filled = 0
    while filled < buffer.count {
      if case .ended = state { break }
      if case .body = state {
        if isTorn {
          buffer[filled] = 0x0A
          filled += 1
          isTorn = false
          continue
        }
        if decode(into: &buffer, &filled) { continue }
        break
      }
      // Hand over what there is before waiting for more.
      if window.isEmpty, filled > 0 { break }
      if window.isEmpty, !window.refill(from: source) {
        end()
        continue
      }
      take(window.takeFirst())
    }
    return filled
  }

  /// One byte of what surrounds the deflate data.
  private func take(_ byte: UInt8) {
    switch state {
    case .header(var header): take(byte, &header)
    case .trailer(let value, let count):
      let value = value | UInt64(byte) << UInt64(8 * count)
      if count == 7 { check(value) } else { state = .trailer(value: value, count: count + 1) }
    case .between:
      if byte == 0 { return }
      window.start -= 1
      beginMember()
    case .body, .ended: break
    }
  }

  /// The compressed data is over.
  private func end() {
    switch state {
    case .header, .body, .trailer:
      let text = "the gzip data stops at byte \(window.offset), before its end"
      if !source.endedEarly { note(.truncated, text, at: window.offset) }
    case .between, .ended: break
    }
    switch state {
    case .body, .trailer:
      // A member that was cut takes the next one for its data, and may run to the end with it.
      lookBack()
      searchMember(since: window.offset) { _, _ in nil }
    case .header, .between, .ended: state = .ended
    }
  }

  // MARK: Members

  /// Something stands behind a member: another one, or bytes that do not belong there.
  private func beginMember() {
    window.fill(4, from: source)
    if window.mayBeginMember {
      memberStart = window.offset
      state = .header(GzipHeader())
    } else {
      let offset = window.offset
      searchMember(since: offset) { count, goesOn in
        let text = "\(count) bytes behind the end of the gzip data, from byte \(offset), are passed over"
        return (.trailing, goesOn ? text + "; gzip data goes on behind them" : text)
      }
    }
  }

  private func take(_ byte: UInt8, _ header: inout GzipHeader) {
    switch header.take(byte) {
    case .more: state = .header(header)
    case .complete:
      if memberStart == 0 { modifiedSeconds = header.modified }
      if !header.isIntact {
        note(.corrupt, "the header of the gzip data at byte \(memberStart) fails its check", at: memberStart)
      }
      inflater.reset()
      state = .body
    case .invalid:
      let offset = memberStart
      window.goBack(to: offset + 1)
      searchMember(since: offset) { count, _ in
        (.corrupt, "no gzip data can be read at byte \(offset); \(count) bytes are passed over")
      }
    }
  }

  /// Decodes as much as there is room for; false to hand over what there is before waiting for more.
  private func decode(into buffer: inout MutableSpan<UInt8>, _ filled: inout Int) -> Bool {
    let step = window.decode(behind: 0, with: &inflater, into: &buffer, from: filled)
    window.start += step.consumed
    filled += step.produced
    hasDelivered = hasDelivered || step.produced > 0
    switch step.outcome {
    case .end: state = .trailer(value: 0, count: 0)
    case .damaged(let reason), .failed(let reason), .refused(let reason): fail(reason)
    case .more:
      if window.isEmpty {
        if filled == buffer.count { return true }
        if filled > 0 { return false }
        if !window.refill(from: source) { end() }
      } else if step.consumed == 0, step.produced == 0 {
        fail("no progress")
      }
    }
    return true
  }

  private func fail(_ reason: String) {
    let stop = window.offset
    isTorn = hasDelivered
    lookBack()
    searchMember(since: stop) { _, goesOn in
      let text = "the gzip data cannot be decoded at byte \(stop) (\(reason))"
      return (.corrupt, text + (goesOn ? "; reading goes on at a later member" : "; what follows is lost"))
    }
  }

  private func check(_ value: UInt64) {
    state = .between
    let checksum = UInt32(truncatingIfNeeded: value)
    let length = UInt32(truncatingIfNeeded: value >> 32)
    if checksum == inflater.checksum, length == inflater.length { return }
    let what = checksum == inflater.checksum ? "length" : "checksum"
    let offset = window.offset
    note(.corrupt, "the gzip data that ends at byte \(offset) does not have the \(what) it claims", at: offset)
    // Damaged data may have ended too late; then the next member is behind us.
    window.fill(4, from: source)
    if window.mayBeginMember { return }
    lookBack()
    while window.skip(to: 0x1F, before: offset) {
      if effort < effortLimit, canDecode() {
        memberStart = window.offset
        state = .header(GzipHeader())
        return
      }
      window.start += 1
    }
  }

  // MARK: Finding the way after damage

  /// Goes back over what was decoded of the damaged member, as far as it is still here: the next one may have been
  /// taken for its data.
  private func lookBack() {
    guard effort < effortLimit / 2 else { return }
    let there = window.offset
    window.goBack(to: memberStart + 1)
    effort += there - window.offset
  }

  /// What may be spent on finding the way: in proportion to what was read, so that the whole stays linear.
  private var effortLimit: Int64 { 8 << 20 + 4 * window.offset }

  /// Goes to the next member that can be decoded, or to the end; tells of the damage at `offset`.
  private func searchMember(
    since offset: Int64, _ tell: (_ count: Int64, _ goesOn: Bool) -> (SourceDamage.Kind, String)?
  ) {
    state = .ended
    while window.skip(to: 0x1F, from: source) {
      if effort > effortLimit { break }
      if canDecode() {
        memberStart = window.offset
        state = .header(GzipHeader())
        if let (kind, text) = tell(memberStart - offset, true) { note(kind, text, at: offset) }
        return
      }
      window.start += 1
    }
    guard let (kind, text) = tell(window.offset - offset, false) else { return }
    let end = effort > effortLimit ? "; there is too much damage to search further" : ""
    note(kind, text + end, at: offset)
  }

  /// Whether a member begins here whose first stretch can be decoded.
  private func canDecode() -> Bool {
    // No member is shorter: a header, an empty block, a checksum, a length.
    window.fill(20, from: source)
    guard window.count >= 20, window.mayBeginMember else { return false }
    window.fill(InputWindow.size, from: source)
    var header = GzipHeader()
    reading: while true {
      guard header.count < window.count else { return false }
      switch header.take(window[header.count]) {
      case .more: continue
      case .complete: break reading
      case .invalid: return false
      }
    }
    guard header.isIntact else { return false }
    var at = header.count
    var scratch = [UInt8](repeating: 0, count: 32 << 10)
    var span = scratch.mutableSpan
    inflater.reset()
    defer { inflater.reset() }
    let step = window.decode(behind: at, with: &inflater, into: &span, from: 0)
    at += step.consumed
    effort += Int64(at + step.produced)
    switch step.outcome {
    case .damaged, .failed, .refused: return false
    case .more: return step.produced > 0
    case .end:
      guard window.count - at >= 8 else { return step.produced > 0 }
      var value: UInt64 = 0
      for index in 0..<8 { value |= UInt64(window[at + index]) << UInt64(8 * index) }
      return value == UInt64(inflater.length) << 32 | UInt64(inflater.checksum)
    }
  }

  private func note(_ kind: SourceDamage.Kind, _ text: String, at offset: Int64) {
    if ownDamage.count < GzipSource.damageLimit {
      ownDamage.append(SourceDamage(kind: kind, detail: text, offset: offset))
    } else {
      unsaidDamage += 1
    }
  }
}
