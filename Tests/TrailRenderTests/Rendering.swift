// Rendering to a String, and the folder of golden files.

import Foundation
import TrailBytes
import TrailModel

@testable import TrailRender

/// What `renderer` makes of `trail`, through pieces of `capacity` bytes.
func render(_ trail: Case, _ renderer: Renderer, capacity: Int = 4_096) -> String {
  var bytes: [UInt8] = []
  var writer = ByteWriter(capacity: capacity) { piece in
    for index in 0..<piece.count { bytes.append(piece[index]) }
    return true
  }
  renderer.render(trail, &writer)
  writer.flush()
  return String(decoding: bytes, as: UTF8.self)
}

/// The text that `body` writes.
func written(capacity: Int = 64, _ body: (inout ByteWriter) -> Void) -> String {
  var bytes: [UInt8] = []
  var writer = ByteWriter(capacity: capacity) { piece in
    for index in 0..<piece.count { bytes.append(piece[index]) }
    return true
  }
  body(&writer)
  writer.flush()
  return String(decoding: bytes, as: UTF8.self)
}

enum Golden {
  /// `Fixtures/outputs`.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/outputs")

  static func file(_ sample: SampleCase, _ renderer: Renderer) -> URL {
    root.appendingPathComponent("\(renderer.name)/\(sample.name)/expected.\(renderer.fileExtension)")
  }

  /// Whether to write the files instead of comparing them; the tests then fail, so that nobody does it by
  /// accident.
  static var isRecording: Bool { ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" }
}
