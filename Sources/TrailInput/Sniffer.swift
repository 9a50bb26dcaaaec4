// What a stream holds, told from its first bytes and never from its name.

import TrailBytes

/// What a stream holds.
public enum Content: Hashable, Sendable {
  /// Nothing at all.
  case empty
  /// Text, however damaged.
  case text
  /// gzip data.
  case gzip
  /// Data that is compressed otherwise.
  case compressed(CompressedForm)
  /// An archive.
  case archive(ArchiveForm)
  /// Text that holds the log in another form.
  case wrapped(Wrapping)
  /// Something else, named as well as it can be.
  case binary(String)

  /// How many bytes are looked at.
  public static let sampleSize = 64 << 10

  /// What a stream holds that begins with `sample`.
  ///
  /// When in doubt it is text: reading binary data in vain costs a moment, passing over a log costs its kills.
  public init(sniffing sample: Span<UInt8>) {
    if sample.isEmpty {
      self = .empty
    } else if sample.count > 2, GzipHeader.mayBegin(sample) {
      self = .gzip
    } else if let form = CompressedForm(sample) {
      self = .compressed(form)
    } else if let form = ArchiveForm(sample) {
      self = .archive(form)
    } else if let magic = Magic.certain.first(where: { $0.fits(sample) }) {
      self = .binary(magic.name)
    } else if let isBigEndian = utf16Mark(sample) {
      self = .wrapped(.utf16(isBigEndian: isBigEndian))
    } else if isLoginRecords(sample) {
      self = .binary("login records")
    } else {
      let census = Census(sample)
      if !census.isBinary {
        self = Wrapping(sniffing: sample).map { .wrapped($0) } ?? .text
      } else if let isBigEndian = census.utf16IsBigEndian {
        self = .wrapped(.utf16(isBigEndian: isBigEndian))
      } else if let isBare = DeflatedText.isBare(sample) {
        self = .wrapped(.deflated(isBare: isBare))
      } else {
        self = .binary(Magic.likely.first { $0.fits(sample) }?.name ?? "data")
      }
    }
  }
}

extension Content {
  /// What to call it in a sentence.
  var name: String {
    switch self {
    case .empty: "nothing"
    case .text: "text"
    case .gzip: "gzip data"
    case .compressed(let form): "\(form) data"
    case .archive(let form): "\(form.rawValue) archive"
    case .wrapped(let wrapping): wrapping.name
    case .binary(let name): name
    }
  }

  /// Whether all of a sample can be text.
  static func isText(_ sample: Span<UInt8>) -> Bool { !sample.isEmpty && !Census(sample).isBinary }
}

/// How often the kinds of bytes occur that tell text from other data.
private struct Census {
  /// NULs in a longer run are a hole: `copytruncate` leaves one at the front, a power cut anywhere.
  private static let shortestHole = 32

  /// Bytes that are no NUL.
  private var solid = 0
  /// Control characters that no log has a use for.
  private var controls = 0
  /// NULs in short runs, at even and at odd offsets.
  private var nuls = (even: 0, odd: 0)

  init(_ sample: Span<UInt8>) {
    var at = 0
    while at < sample.count {
      let byte = sample[at]
      if byte == 0 {
        var end = at + 1
        while end < sample.count, sample[end] == 0 { end += 1 }
        if end - at < Census.shortestHole {
          let even = (end - at + (at & 1 == 0 ? 1 : 0)) / 2
          nuls.even += even
          nuls.odd += end - at - even
        }
        at = end
        continue
      }
      solid += 1
      // Tab, line feed, form feeds and the like, escape, and backspace, which consoles send, belong to text.
      if byte < 0x20 ? !(0x08...0x0D).contains(byte) && byte != 0x1B : byte == 0x7F { controls += 1 }
      at += 1
    }
  }

  /// Every 20th byte a control character: compressed data has one in ten, a log with a damaged block one in a hundred.
  /// Single NULs stand in frames (Docker's have six to a line) and between fields, so it takes many of them.
  var isBinary: Bool { controls * 20 > solid || (nuls.even + nuls.odd) * 10 > solid * 3 }

  /// Which way round the NULs are the upper halves of 16-bit characters; nil where they are none.
  var utf16IsBigEndian: Bool? {
    let (few, many) = (min(nuls.even, nuls.odd), max(nuls.even, nuls.odd))
    return many * 2 > solid && few * 20 < many ? nuls.even > nuls.odd : nil
  }
}

/// The order of the bytes that the mark in front of UTF-16 tells; nil where there is none.
private func utf16Mark(_ sample: Span<UInt8>) -> Bool? {
  guard sample.count >= 2 else { return nil }
  switch (sample[0], sample[1]) {
  case (0xFE, 0xFF): return true
  case (0xFF, 0xFE): return false
  default: return nil
  }
}

/// `wtmp` and `btmp`, which lie beside the logs: records of 384 bytes that begin with a small number.
private func isLoginRecords(_ sample: Span<UInt8>) -> Bool {
  guard sample.count >= 384, (1...9).contains(sample[0]) else { return false }
  for record in stride(from: 0, through: min(sample.count - 4, 3 * 384), by: 384) {
    if sample[record] > 9 || sample[record + 1] != 0 || sample[record + 2] != 0 || sample[record + 3] != 0 {
      return false
    }
  }
  return true
}
