// What all decompressors have in common: compressed bytes in, piece by piece, and what they hold out.

/// Decodes compressed streams, one after the other.
public protocol StreamDecoder: AnyObject {
  /// Begins anew, with the front of a stream.
  func reset()

  /// Decodes the front of `input` to `output` from `offset` on, as far as either of them goes.
  func decode(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, from offset: Int) -> DecoderStep

  /// Writes what the input tells that has no more to come, though the stream has not ended. To be called until nothing is
  /// written.
  func finish(into output: inout MutableSpan<UInt8>, from offset: Int) -> DecoderStep
}

/// How far a decoder went.
public struct DecoderStep {
  /// How it goes on.
  public enum Outcome: Equatable, Sendable {
    /// With more input or more room.
    case more
    /// Not at all: the stream ends here.
    case end
    /// With more input or more room, but a part of the stream is lost here, for this reason.
    case damaged(String)
    /// Not at all: it cannot be decoded, for this reason.
    case failed(String)
    /// Not at all: it asks for more than it is given, such as memory.
    case refused(String)
  }

  /// How many bytes of the input were used.
  public var consumed: Int
  /// How many bytes were written.
  public var produced: Int
  /// How it goes on.
  public var outcome: Outcome

  /// A step.
  public init(consumed: Int, produced: Int, outcome: Outcome) {
    self.consumed = consumed
    self.produced = produced
    self.outcome = outcome
  }
}

extension StreamDecoder {
  /// Nothing: what could be decoded was.
  public func finish(into output: inout MutableSpan<UInt8>, from offset: Int) -> DecoderStep {
    DecoderStep(consumed: 0, produced: 0, outcome: .more)
  }

  /// Decodes the front of a stream to the front of `output`: how many bytes there are, or as many as there is room for.
  /// Nil where it is damaged, goes on behind `input`, or asks for too much.
  public func decodeFront(of input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Int? {
    reset()
    var (used, filled) = (0, 0)
    while true {
      let step = decode(input.extracting(used...), into: &output, from: filled)
      used += step.consumed
      filled += step.produced
      switch step.outcome {
      case .end: return filled
      case .damaged, .failed, .refused: return nil
      case .more:
        if filled == output.count { return filled }
        if step.consumed == 0, step.produced == 0 { return nil }
      }
    }
  }
}
