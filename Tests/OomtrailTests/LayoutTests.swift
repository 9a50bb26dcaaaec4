// Bundles as collectors lay them out: which one each is, its root, and the hosts of logs that name none.

import Foundation
import TestKit
import Testing
import TrailModel

@testable import Oomtrail

@Suite struct LayoutTests {
  static let fixtures = Fixture.all("layouts")

  /// What is told of an input, with paths below `root`.
  private func told(_ path: String, below root: String) -> JSON {
    let found = Analyzer().analyze(paths: [path]).found
    func short(_ path: String) -> JSON {
      .string(path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path)
    }
    func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
    return .object([
      "bundles": .array(
        found.bundles.map { bundle in
          .object([
            "layout": .string(bundle.layout), "path": short(bundle.path), "host": text(bundle.host),
            "host_basis": text(bundle.hostBasis?.rawValue),
            "nodes": .array(bundle.nodes.map { .object(["host": .string($0.host), "root": short($0.root)]) }),
          ])
        }),
      "events": .array(
        found.events.map { event in
          .object([
            "pid": event.report.victim?.pid.map(JSON.number) ?? .null, "host": text(event.host),
            "host_basis": text(event.hostBasis?.rawValue),
          ])
        }),
      "hosts": .array(
        found.hosts.map { .object(["name": .string($0.name), "facts": .number(Int64($0.facts.known.count))]) }),
    ])
  }

  @Test(arguments: fixtures) func asADirectory(_ fixture: Fixture) throws {
    try Golden.expect(told(fixture.path("tree"), below: fixture.path("tree") + "/"), "expected.json", of: fixture)
  }

  @Test(arguments: fixtures, [("pax", "gzip"), ("zip", nil)]) func asAnArchive(
    _ fixture: Fixture, _ packing: (format: String, compression: String?)
  ) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: fixture.path("tree")).sorted().reversed()
    let files = names.compactMap { name in (try? fixture.bytes("tree/" + name)).map { PackedFile(name, $0) } }
    let scratch = try Scratch()
    let bytes = packed(files, format: packing.format, compression: packing.compression)
    let path = try scratch.write("case-4711", bytes)
    try Golden.expect(told(path, below: path + "!/"), "expected.json", of: fixture)
  }

  @Test func oneLayoutInAnother() throws {
    let scratch = try Scratch()
    for name in ["sosreport", "must-gather"] {
      let tree = Fixture("layouts/\(name)").path("tree")
      for file in try FileManager.default.subpathsOfDirectory(atPath: tree) {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: tree + "/" + file)) else { continue }
        let place = name == "sosreport" ? "outer/nodes/worker-9/" + file : "outer/" + file
        try scratch.write(place, [UInt8](bytes))
      }
    }
    let found = Analyzer().analyze(paths: [scratch.path]).found
    #expect(Set(found.bundles.map(\.layout)) == ["sosreport", "must_gather"])
    #expect(found.bundles.count == 2)
    #expect(Set(found.events.compactMap(\.host)) == ["web-07", "worker-0", "worker-1"])
  }
}
