// The line that a person at a terminal sees while long work goes on: on stderr, and gone when it is over.

import Dispatch
import Oomtrail
import Synchronization
import TrailBytes
import TrailModel
import TrailRender

/// Shows how far reading has come, until it is stopped.
final class ProgressLine: Sendable {
  private enum State { case waiting, shown, stopped }

  private let progress: ReadingProgress
  private let start = DispatchTime.now()
  private let state = Mutex(State.waiting)

  /// Nothing is shown of what takes no longer than this.
  private static let patience: UInt32 = 700_000
  private static let pace: UInt32 = 200_000

  /// A line about `progress`; nil where stderr is no terminal.
  init?(_ progress: ReadingProgress) {
    guard standardErrorIsTerminal() else { return nil }
    self.progress = progress
    DispatchQueue.global().async {
      pause(microseconds: Self.patience)
      while self.show() { pause(microseconds: Self.pace) }
    }
  }

  /// Takes the line away.
  func stop() {
    state.withLock { state in
      if state == .shown { Self.write("\r\u{1B}[K") }
      state = .stopped
    }
  }

  /// Shows the line; false where it was stopped.
  private func show() -> Bool {
    state.withLock { state in
      guard state != .stopped else { return false }
      state = .shown
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
      let bytes = progress.bytes.load(ordering: .relaxed)
      let parts = [
        Bytes(Int64(bytes)).human, Bytes(Int64(Double(bytes) / max(seconds, 0.001))).human + "/s",
        "\(progress.done.load(ordering: .relaxed)) of \(progress.inputs.load(ordering: .relaxed)) inputs",
        "\(progress.reports.load(ordering: .relaxed)) reports",
      ]
      Self.write("\r\u{1B}[Koomtrail: " + parts.joined(separator: ", "))
      return true
    }
  }

  private static func write(_ text: String) {
    // Nobody is left to tell of a stream that is closed.
    try? StandardError().write(Array(text.utf8).span)
  }
}
