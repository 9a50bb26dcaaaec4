// Every format of every sample, byte for byte.

import Foundation
import Testing
import TrailModel

@testable import TrailRender

@Suite struct GoldenTests {
  @Test(arguments: SampleCase.all, Renderer.all.map(\.name))
  func output(_ sample: SampleCase, _ format: String) throws {
    let renderer = try #require(Renderer.named(format))
    let actual = render(sample.trail, renderer)
    let file = Golden.file(sample, renderer)
    if Golden.isRecording {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: file)
      Issue.record("\(file.path) was written; read the difference and run again without UPDATE_FIXTURES")
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    if actual == expected { return }
    let difference = zip(actual.split(separator: "\n"), expected.split(separator: "\n")).first { $0 != $1 }
    Issue.record(
      """
      \(file.path) differs, first here:
        is:       \(difference?.0 ?? "(longer or shorter)")
        expected: \(difference?.1 ?? "(longer or shorter)")
      UPDATE_FIXTURES=1 records what it is now.
      """)
  }

  @Test func foldersAndSamplesAreTheSame() throws {
    let names = Set(SampleCase.all.map(\.name))
    for renderer in Renderer.all {
      let folder = Golden.root.appendingPathComponent(renderer.name).path
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == names)
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1 << 20])
  func theSizeOfPiecesChangesNothing(_ capacity: Int) {
    for sample in SampleCase.all {
      for renderer in Renderer.all {
        let same = render(sample.trail, renderer, capacity: capacity) == render(sample.trail, renderer)
        #expect(same, "\(sample.name) \(renderer.name)")
      }
    }
  }
}
