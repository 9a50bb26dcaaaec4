// Data that is compressed with anything but gzip: what can be decoded is delivered, what was wrong is told.

import TrailBytes
import TrailCompression

/// The bytes that compressed data holds: those of one stream, or of several that stand behind each other.
final class DecompressedSource: ByteSource {
  private enum State { case inside, between, ended }

  private let source: any ByteSource
  private let form: CompressedForm
  private let decoder: any StreamDecoder
  private var window = InputWindow()
  private var state = State.inside
  private var ownDamage: [SourceDamage] = []
  /// Whether something was lost behind the last byte: the halves of two lines must not become one.
  private var isTorn = false
  /// Before the first byte there is nothing to be torn from, and lines count from it.
  private var hasDelivered = false

  /// Damage beyond so many places is not told.
  private static let damageLimit = 100

  /// Reads the data that `source` gives; nil where this build cannot decode it.
  init?(_ source: any ByteSource, _ form: CompressedForm) {
    guard let decoder = form.decoder else { return nil }
    self.source = source
    self.form = form
    self.decoder = decoder
  }

  var damage: [SourceDamage] { source.damage + ownDamage }

  func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    var filled = 0
    while filled < buffer.count, state != .ended {
      // Hand over what there is before waiting for more.
      if window.isEmpty, filled > 0 { break }
      if window.isEmpty, !window.refill(from: source) {
        if state == .inside {
          let rest = decoder.finish(into: &buffer, from: filled).produced
          filled += rest
          if rest > 0 { break }
          cut()
        }
        state = .ended
      } else if isTorn {
        buffer[filled] = 0x0A
        filled += 1
        isTorn = false
      } else if state == .inside {
        decode(into: &buffer, &filled)
      } else if window[0] == 0 {
        // xz pads streams with NULs, and tapes are filled up with them.
        window.start += 1
      } else {
        begin()
      }
    }
    return filled
  }

  private func decode(into buffer: inout MutableSpan<UInt8>, _ filled: inout Int) {
    let step = window.decode(with: decoder, into: &buffer, from: filled)
    window.start += step.consumed
    filled += step.produced
    hasDelivered = hasDelivered || step.produced > 0
    switch step.outcome {
    case .end: state = .between
    case .refused(let reason):
      note(.unsupported, "the \(form) data at byte \(window.offset) cannot be decoded: \(reason)")
      state = .ended
    case .damaged(let reason):
      isTorn = hasDelivered
      note(.corrupt, "a part of the \(form) data before byte \(window.offset) is lost (\(reason)); reading goes on")
    case .failed(let reason): goOn(behind: reason)
    case .more:
      if step.consumed == 0, step.produced == 0, filled < buffer.count { goOn(behind: "no progress") }
    }
  }

  /// Something stands behind a stream: another one, or bytes that do not belong there.
  private func begin() {
    let offset = window.offset
    search()
    let count = window.offset - offset
    if count == 0 { return }
    let end = state == .ended ? "" : "; \(form) data goes on behind them"
    note(
      .trailing, "\(count) bytes behind the end of the \(form) data, from byte \(offset), are passed over\(end)",
      at: offset)
  }

  private func goOn(behind reason: String) {
    let offset = window.offset
    // What failed may still stand at its first byte.
    if !window.isEmpty { window.start += 1 }
    search()
    isTorn = hasDelivered && state == .inside
    let end = state == .ended ? "what follows is lost" : "reading goes on at byte \(window.offset)"
    note(.corrupt, "the \(form) data cannot be decoded at byte \(offset) (\(reason)); \(end)", at: offset)
  }

  /// Goes to the next stream, or to the end.
  private func search() {
    state = .ended
    while window.skip(to: form.firstByte, from: source) {
      window.fill(CompressedForm.longestMagic, from: source)
      if window.mayBegin(form) {
        decoder.reset()
        state = .inside
        return
      }
      window.start += 1
    }
  }

  private func cut() {
    if !source.endedEarly { note(.truncated, "the \(form) data stops at byte \(window.offset), before its end") }
  }

  private func note(_ kind: SourceDamage.Kind, _ text: String, at offset: Int64? = nil) {
    guard ownDamage.count < Self.damageLimit else { return }
    ownDamage.append(SourceDamage(kind: kind, detail: text, offset: offset ?? window.offset))
  }
}
