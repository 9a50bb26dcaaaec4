// The demo bundle against its story: each dead process once, with its copies, and nothing that is none.

import Foundation
import TestKit
import Testing

@Suite struct BundleTests {
  typealias Object = [String: Any]
  static let bundle = Fixture("bundles/checkout-outage")

  /// A dead process of the story.
  struct Death: Decodable {
    var host: String
    var wall: String
    var report_wall: String
    var pid: Int
    var comm: String
    var uid: Int
    var scope: String
    var limit_cgroup: String?
    var task_cgroup: String
    var files: [String]
    var parent_comm: String
  }

  private func deaths() throws -> [Death] {
    try JSONDecoder().decode([Death].self, from: Data(Self.bundle.bytes("expected-events.json")))
  }

  /// The run on the four hosts' folders, which the tests share.
  private static let run = Result {
    try BuiltProgram.run(["--format", "json"] + Fixture.folders("bundles/checkout-outage").map { bundle.path($0) })
  }

  private func document() throws -> Object { try Self.run.get().json() }

  private func list(_ value: Any?) throws -> [Object] { try #require(value as? [Object]) }

  @Test func everyDeathIsThereOnce() throws {
    let deaths = try deaths()
    let events = try list(document()["events"])
    // A report of several deaths is one event.
    let reports = Set(deaths.map { $0.host + $0.report_wall })
    #expect(events.count == reports.count)
    var found: [String] = []
    for event in events {
      let victims = [try #require(event["victim"] as? Object)] + (try list(event["also_killed"]))
      for victim in victims {
        let pid = try #require(victim["pid"] as? Int)
        let host = try #require(event["host"] as? String)
        let files = try list(event["sources"]).map { source in
          String((source["path"] as? String ?? "").dropFirst(Self.bundle.folder.path.count + 1))
        }
        let death = try #require(
          deaths.first { $0.host == host && $0.pid == pid && Set($0.files) == Set(files) }, "\(host) \(pid) \(files)")
        found.append("\(host) \(pid) \(death.wall)")
        #expect(files.count == death.files.count)
        #expect(victim["comm"] as? String == death.comm)
        #expect(victim["uid"] as? Int == death.uid)
        #expect(event["scope"] as? String == death.scope)
        #expect(event["outcome"] as? String == "killed")
        #expect((event["memcg"] as? Object)?["limit_cgroup"] as? String == death.limit_cgroup)
        let wall = try #require((event["time"] as? Object)?["wall"] as? String)
        expectAgrees(wall, with: death.report_wall)
        #expect(event["complete"] as? Bool == true)
      }
      let victim = try #require(victims.first)
      let own = try #require(deaths.first { $0.host == event["host"] as? String && $0.pid == victim["pid"] as? Int })
      #expect(victim["cgroup"] as? String == own.task_cgroup)
    }
    #expect(found.count == deaths.count)
    #expect(Set(found).count == deaths.count)
  }

  // MARK: Packed

  /// The bundle as one file: format and compression, and what that lies in.
  static let packings: [(format: String, compression: String?, around: String?)] = [
    ("pax", nil, nil), ("gnutar", "gzip", nil), ("pax", "xz", nil), ("ustar", "zstd", nil), ("zip", nil, nil),
    ("7zip", nil, nil), ("newc", "bzip2", nil), ("pax", nil, "zip"), ("gnutar", "gzip", "pax"),
  ]

  @Test(arguments: packings) func packedItIsTheSame(format: String, compression: String?, around: String?) throws {
    var bytes = packed(try Self.files(), format: format, compression: compression)
    if let around { bytes = packed([PackedFile("case/inner", bytes)], format: around) }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oomtrail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appendingPathComponent("case-4711")
    try Data(bytes).write(to: place)
    let run = try BuiltProgram.run(["--year", "2026", "--format", "json", place.path])
    #expect(run.status == 0)
    let whole = try BuiltProgram.run(["--year", "2026", "--format", "json", Self.bundle.folder.path])
    #expect(try Self.events(of: run) == Self.events(of: whole))
  }

  /// The events but for their sources.
  private static func events(of run: BuiltProgram.Outcome) throws -> NSArray {
    let events = try #require(run.json()["events"] as? [Object])
    return events.map { event in
      var event = event
      event["sources"] = nil
      return withoutPaths(event)
    } as NSArray
  }

  /// The same but for the files that told names.
  private static func withoutPaths(_ value: Any) -> Any {
    guard var object = value as? Object else { return value }
    object["named_by"] = nil
    return object.mapValues(withoutPaths)
  }

  /// The bundle's files by their paths in it.
  static func files() throws -> [PackedFile] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: bundle.folder.path).sorted()
    // A folder cannot be read.
    return names.compactMap { name in (try? bundle.bytes(name)).map { PackedFile(name, $0) } }
  }

  /// A time may show fewer digits than the story, and is then cut, not rounded.
  private func expectAgrees(_ wall: String, with story: String) {
    #expect(wall.hasSuffix("Z"))
    #expect(story.hasPrefix(wall.dropLast()), "\(wall) is not \(story)")
  }

  @Test func whatIsNoLogIsListed() throws {
    let document = try document()
    let inputs = try list(document["inputs"])
    #expect(inputs.count == 8)
    let binary = try #require(inputs.first { ($0["path"] as? String)?.hasSuffix("db-01/sar.bin") == true })
    #expect(binary["kind"] as? String == "binary")
    #expect(binary["events"] as? Int == 0)
    #expect(inputs.filter { $0["kind"] as? String == "gzip" }.count == 2)
  }

  @Test func hostsAndEnvelopesAreThose() throws {
    let document = try document()
    let hosts = Set(try list(document["hosts"]).compactMap { $0["name"] as? String })
    #expect(hosts == ["web-01", "node-a", "node-b", "db-01"])
    let envelopes = try list(document["inputs"]).compactMap { $0["envelope"] as? String }
    #expect(Set(envelopes).isSuperset(of: ["syslog-rfc3164", "syslog-rfc3339", "dmesg-T"]))
  }

  @Test func theQuotedKillIsNone() throws {
    let text = try Self.bundle.text("web-01/var/log/syslog")
    #expect(text.contains("09:20:02"), "the decoy stands in the log")
    for event in try list(document()["events"]) where event["host"] as? String == "web-01" {
      let wall = (event["time"] as? Object)?["wall"] as? String ?? ""
      #expect(!wall.hasPrefix("2026-11-03T09:20:0"))
    }
  }

  @Test func theWorkersHaveOneGroup() throws {
    let groups = try #require(try document()["groups"] as? Object)
    let workers = try list(groups["by_process"]).first { (($0["key"] as? Object)?["name"] as? String) == "worker" }
    #expect(workers?["kills"] as? Int == 6)
  }

  @Test func theStoryIsNotALog() throws {
    // The whole bundle, with its story and the expected events beside the logs: still the same events.
    let whole = try BuiltProgram.run(["--format", "json", Self.bundle.folder.path]).json()
    #expect(try list(whole["events"]).count == 13)
  }
}
