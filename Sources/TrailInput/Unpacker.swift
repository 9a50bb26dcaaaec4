// Compressed data that is a part of something else: told by its first bytes, unpacked as it comes.

import TrailBytes
import TrailCompression

/// Unpacks gzip, zlib, zstd or bare deflate data of moderate size.
final class Unpacker {
  /// What the data is.
  enum Form {
    /// What its first bytes say: apport writes gzip data, zstd data where that came so from systemd-coredump, and wrote
    /// zlib data once.
    case told
    /// Deflate data with nothing around it.
    case bare
  }

  private enum State {
    case front, header(GzipHeader), body, ended
  }

  /// No kernel's log is so long.
  private static let largest = 256 << 20

  private var state: State
  private var inflater: Inflater?
  /// Decodes what is no deflate data.
  private var zstd: (any StreamDecoder)?
  private var produced = 0
  /// Whether the text so far ends in a newline.
  private(set) var endsLine = true
  /// How many of the last bytes stand behind the data's end.
  private(set) var unread = 0

  init(_ form: Form = .told) {
    state = form == .bare ? .body : .front
    inflater = form == .bare ? Inflater() : nil
  }

  /// Whether the data has ended, or cannot be read further.
  var isEnded: Bool {
    if case .ended = state { true } else { false }
  }

  /// Unpacks `bytes`; says what is wrong with them, once.
  func unpack(_ bytes: Span<UInt8>, into text: inout [UInt8]) -> String? {
    var at = 0
    while at < bytes.count {
      switch state {
      case .ended:
        unread = bytes.count - at
        return nil
      case .front:
        switch bytes[at] {
        case 0x1F:
          inflater = Inflater()
          state = .header(GzipHeader())
        case 0x28:
          zstd = CompressedForm.zstd.decoder
          guard zstd != nil else { return end("is zstd data, which cannot be read here") }
          state = .body
        case let first where Self.beginsZlib(first):
          inflater = Inflater(.zlib)
          state = .body
        default: return end("is packed in a way that cannot be read yet")
        }
      case .header(var header):
        switch header.take(bytes[at]) {
        case .more: state = .header(header)
        case .complete: state = .body
        case .invalid: return end("is no gzip data")
        }
        at += 1
      case .body:
        let (consumed, detail) = decode(bytes.extracting(at..<bytes.count), &text)
        at += consumed
        if let detail { return detail }
      }
    }
    return nil
  }

  /// What is wrong where the data ends here.
  func finish() -> String? { isEnded ? nil : "stops before its end" }

  /// Whether a zlib stream can begin with this byte (RFC 1950): deflate, with a window of 256 bytes to 32 KiB.
  static func beginsZlib(_ byte: UInt8) -> Bool { byte & 0x0F == 8 && byte >> 4 <= 7 }

  private func step(_ bytes: Span<UInt8>, into room: inout MutableSpan<UInt8>) -> DecoderStep {
    if let zstd { return zstd.decode(bytes, into: &room, from: 0) }
    return inflater?.decode(bytes, into: &room, from: 0)
      ?? DecoderStep(consumed: 0, produced: 0, outcome: .failed("not enough memory"))
  }

  /// Decodes all that can be made of `bytes`.
  private func decode(_ bytes: Span<UInt8>, _ text: inout [UInt8]) -> (consumed: Int, detail: String?) {
    var at = 0
    while true {
      var room = [UInt8](repeating: 0, count: 16 << 10)
      var span = room.mutableSpan
      let step = step(bytes.extracting(at..<bytes.count), into: &span)
      at += step.consumed
      produced += step.produced
      text += room[..<step.produced]
      if step.produced > 0 { endsLine = room[step.produced - 1] == 0x0A }
      switch step.outcome {
      case .end: return (at, end(nil))
      case .damaged(let reason), .failed(let reason), .refused(let reason):
        return (at, end("cannot be unpacked further (\(reason))"))
      case .more:
        if produced > Self.largest {
          return (at, end("unpacks to more than \(Self.largest) bytes; the rest is not read"))
        }
        // Room that was filled may not have held all.
        if step.produced < room.count { return (bytes.count, nil) }
      }
    }
  }

  private func end(_ detail: String?) -> String? {
    state = .ended
    return detail
  }
}
