// The list of envelopes: names, samples, fixtures.

import Foundation
import Testing
import TrailBytes

@testable import TrailEnvelopes

@Suite struct RegistryTests {
  /// Samples that an earlier envelope reads too, and rightly so: (sample's envelope, the earlier one).
  private static let shared: Set<[String]> = []

  @Test func namesAreUnique() {
    let names = Envelope.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }, "\(name)")
    }
    for envelope in Envelope.all { #expect(!envelope.summary.isEmpty, "\(envelope.name)") }
  }

  @Test(arguments: Envelope.all.indices) func samplesAreReadByTheirOwn(index: Int) {
    let envelope = Envelope.all[index]
    #expect(!envelope.samples.isEmpty)
    for sample in envelope.samples {
      let bytes = Array(sample.utf8)
      let head = envelope.read(bytes.span)
      #expect(head != nil, "\(sample)")
      for earlier in Envelope.all[..<index] where !Self.shared.contains([envelope.name, earlier.name]) {
        let taken = earlier.read(bytes.span) != nil
        #expect(!taken, "\(earlier.name) takes \(sample)")
      }
      // A reader that has seen nothing comes to the same.
      #expect(Reading.of(sample).envelope == envelope.name)
      #expect(head.map { ReadLine($0, of: bytes, envelope: envelope.name) } == Reading.of(sample), "\(sample)")
    }
  }

  @Test func everyEnvelopeHasFixturesAndEveryFolderAnEnvelope() {
    let names = Set(Envelope.all.map(\.name))
    let folders = Set(EnvelopeCase.all.map(\.envelope))
    #expect(names.subtracting(folders).sorted() == [])
    #expect(Set(EnvelopeCase.folders(in: EnvelopeCase.root)).subtracting(names).sorted() == [])
  }

  @Test(arguments: EnvelopeCase.all) func casesAreComplete(fixture: EnvelopeCase) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).sorted()
    #expect(files == ["expected.json", "input.log", "source.txt"])
    let source = try String(contentsOf: fixture.folder.appendingPathComponent("source.txt"), encoding: .utf8)
    #expect(source.count > 10)
  }
}
