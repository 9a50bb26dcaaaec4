// Comparison with recorded files, and the way to record them anew.

import Foundation
import Testing

/// Recorded files.
public enum Golden {
  /// Whether to write the files instead of comparing them; see ``expect(_:_:of:)``.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" }

  /// Expects `actual` to be what `file` of `fixture` holds.
  ///
  /// With `UPDATE_FIXTURES=1` it writes the file where it differs and fails, so that nobody records by accident.
  public static func expect(_ actual: JSON, _ file: String, of fixture: Fixture) throws {
    let text = actual.pretty + "\n"
    let url = fixture.folder.appendingPathComponent(file)
    let expected = try? String(contentsOf: url, encoding: .utf8)
    if text == expected { return }
    if isRecording {
      try Data(text.utf8).write(to: url)
      Issue.record("\(fixture.name)/\(file) was written; read the difference and run again without UPDATE_FIXTURES")
      return
    }
    Issue.record(
      """
      \(fixture.name)/\(file) differs:
      \(difference(from: expected ?? "", to: text))
      UPDATE_FIXTURES=1 records what it is now.
      """)
  }

  /// The first lines that differ, expected and actual.
  static func difference(from expected: String, to actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(old, new).prefix { $0 == $1 }.count
    let was = old.dropFirst(same).prefix(8).map { "  - " + $0 }
    let now = new.dropFirst(same).prefix(8).map { "  + " + $0 }
    return (["  line \(same + 1):"] + was + now).joined(separator: "\n")
  }
}
