// The stretch of compressed bytes that is in memory.

import TrailBytes
import TrailCompression

/// A fixed buffer over a source, with the offset of each byte in it.
struct InputWindow: ~Copyable {
  /// How many bytes it holds.
  static let size = 64 << 10

  /// How many used bytes stay before new ones: some decoders read ahead.
  private static let kept = 8

  private var bytes = [UInt8](repeating: 0, count: InputWindow.size)
  /// Where the bytes that were not used yet begin.
  var start = 0
  /// Where they end.
  private var end = 0
  /// Offset in the source of the first byte in memory.
  private var base: Int64 = 0
  private var sourceEnded = false

  /// Whether nothing is left of what was read.
  var isEmpty: Bool { start == end }
  /// How much is left of what was read.
  var count: Int { end - start }
  /// Offset in the source of the next byte.
  var offset: Int64 { base + Int64(start) }

  /// Byte number `index` of what is left.
  subscript(index: Int) -> UInt8 { bytes[start + index] }

  /// Whether what is left may begin with a gzip header.
  var mayBeginMember: Bool { GzipHeader.mayBegin(bytes.span.extracting(start..<end)) }

  /// Decodes what is left, but for its first `header` bytes.
  func decode(
    behind header: Int, with inflater: inout GzipInflater, into output: inout MutableSpan<UInt8>, from offset: Int
  ) -> DecoderStep {
    inflater.decode(bytes.span.extracting((start + header)..<end), into: &output, from: offset)
  }

  /// Whether what is left may begin a stream of a form.
  func mayBegin(_ form: CompressedForm) -> Bool { form.mayBegin(bytes.span.extracting(start..<end)) }

  /// Decodes what is left.
  func decode(
    with decoder: any StreamDecoder, into output: inout MutableSpan<UInt8>, from offset: Int
  ) -> DecoderStep {
    decoder.decode(bytes.span.extracting(start..<end), into: &output, from: offset)
  }

  /// The next byte, of which there must be one.
  mutating func takeFirst() -> UInt8 {
    start += 1
    return bytes[start - 1]
  }

  /// Replaces used bytes by new ones; false, and nothing changed, at the end of the source. To be called when nothing
  /// is left.
  mutating func refill(from source: any ByteSource) -> Bool {
    let used = end
    let kept = min(used, Self.kept)
    let last = Array(bytes[(used - kept)..<used])
    start = kept
    end = kept
    if readMore(from: source) {
      for index in 0..<kept { bytes[index] = last[index] }
      base += Int64(used - kept)
      return true
    }
    start = used
    end = used
    return false
  }

  /// Sees to it that `wanted` bytes are left, or all there are.
  mutating func fill(_ wanted: Int, from source: any ByteSource) {
    if count >= wanted { return }
    if start + wanted > InputWindow.size {
      for index in start..<end { bytes[index - start] = bytes[index] }
      base += Int64(start)
      end -= start
      start = 0
    }
    while count < wanted, readMore(from: source) {}
  }

  /// Goes to the next `byte`; false, and to the end, where there is none.
  mutating func skip(to byte: UInt8, from source: any ByteSource) -> Bool {
    while true {
      if let found = bytes.span.extracting(0..<end).firstIndex(of: byte, from: start) {
        start = found
        return true
      }
      start = end
      if !refill(from: source) { return false }
    }
  }

  /// Goes to the next `byte` before `limit`, an offset that is in memory; false, and to the limit, where there is none.
  mutating func skip(to byte: UInt8, before limit: Int64) -> Bool {
    let last = Int(limit - base)
    let found = bytes.span.extracting(0..<last).firstIndex(of: byte, from: start)
    start = found ?? last
    return found != nil
  }

  /// Goes back to `offset`, or as near to it as there are bytes; never forward.
  mutating func goBack(to offset: Int64) {
    start = min(start, max(0, Int(clamping: offset - base)))
  }

  private mutating func readMore(from source: any ByteSource) -> Bool {
    if sourceEnded || end == bytes.count { return false }
    let used = end
    var span = bytes.mutableSpan
    var room = span._mutatingExtracting(used..<InputWindow.size)
    let count = source.read(into: &room)
    sourceEnded = count == 0
    end += count
    return count > 0
  }
}

extension ByteSource {
  /// Whether the bytes ended before their end, and that is said already: what is decoded from them need not say it again.
  var endedEarly: Bool { damage.last.map { $0.kind == .truncated || $0.kind == .unreadable } ?? false }
}
