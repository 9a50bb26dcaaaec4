// What one kind of notice registers, and the order in which kinds are tried.

import TrailBytes
import TrailModel

/// One kind of line that is no kill: a file here, a fixture folder, a line in ``NoticeReader/all``.
struct NoticeReader: Sendable {
  /// What such a line tells.
  let kind: Notice.Kind
  /// Literals that are worth waking for; every line that is read holds one.
  let sentinels: [StaticString]
  /// Whether a stack dump and memory counters follow, which are of no report of the OOM killer.
  let hasBody: Bool
  /// Reads a line into the notice, or leaves that alone and says false.
  let read: @Sendable (_ text: Span<UInt8>, _ notice: inout Notice) -> Bool

  init(
    _ kind: Notice.Kind, sentinels: [StaticString], hasBody: Bool = false,
    read: @escaping @Sendable (_ text: Span<UInt8>, _ notice: inout Notice) -> Bool
  ) {
    self.kind = kind
    self.sentinels = sentinels
    self.hasBody = hasBody
    self.read = read
  }

  /// Every kind.
  static let all: [NoticeReader] = [
    .allocationFailure, .allocationStall, .zoneFailure, .memcgProtection, .vmallocFailure, .vmapFailure, .slabFailure,
    .nommuFailure, .hungTask, .softLockup, .hardLockup, .rcuStall, .workqueueLockup, .faultRetry, .faultKill,
    .requestIgnored, .linesLost,
  ]

  /// Those with a body, which are tried before the sections; the others come behind them.
  private static let withBody = all.filter(\.hasBody)
  private static let alone = all.filter { !$0.hasBody }

  /// The notice that a line begins which has a body.
  static func withBody(_ text: Span<UInt8>) -> Notice? { first(of: withBody, text) }

  /// Whether a line may begin such a notice: all of their words have this in common.
  static func mayHaveBody(_ text: Span<UInt8>) -> Bool { text.contains("lloc") }

  /// The notice that a line is by itself.
  static func alone(_ text: Span<UInt8>) -> Notice? { first(of: alone, text) }

  /// Bytes of a line that are kept.
  static let keptBytes = 200

  private static func first(of readers: [NoticeReader], _ text: Span<UInt8>) -> Notice? {
    var notice = Notice(kind: .linesLost, text: "")
    for reader in readers where reader.read(text, &notice) {
      notice.kind = reader.kind
      notice.text = text.text(0..<min(text.count, keptBytes))
      return notice
    }
    return nil
  }
}

extension Span<UInt8> {
  /// Offset behind the watchdog's name, which kernels print before its words or not.
  var behindWatchdog: Int { has("watchdog: ") ? 10 : has("NMI watchdog: ") ? 14 : 0 }
}
