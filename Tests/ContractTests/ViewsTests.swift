// Many views of one death, and the parent that starts again what is killed.

import Foundation
import TestKit
import Testing

@Suite struct ViewsTests {
  private func document(_ path: String) throws -> [String: Any] {
    try BuiltProgram.run(["--format", "json", Fixture("bundles").folder.path + "/" + path]).json()
  }

  private func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

  /// Two kernels' logs, containerd's, gunicorn's in the containers, and a description that shows the last kill only.
  @Test func fiveViewsAreOneKillEach() throws {
    let found = try document("five-views/logs")
    let events = objects(found["events"])
    #expect(events.compactMap { $0["host"] as? String } == ["node-a", "node-a", "node-b", "node-b"])
    #expect(events.compactMap { ($0["victim"] as? [String: Any])?["pid"] as? Int } == [4212, 4388, 7712, 7700])

    let groups = try #require(found["groups"] as? [String: Any])
    let workloads = objects(groups["by_workload"])
    #expect(workloads.count == 1)
    let key = try #require(workloads.first?["key"] as? [String: String])
    #expect(key["name"] == "payments-api" && key["namespace"] == "shop" && key["container"] == "api")
    #expect(workloads.first?["kills"] as? Int == 4)
    #expect(workloads.first?["restarts"] as? Int == 1)

    // The arbiter of node-a is in the kernel's tables; that of node-b is known by its own log alone.
    let parents = events.map { $0["parent"] as? [String: Any] }
    #expect(parents.map { $0?["pid"] as? Int } == [4197, 4197, 1, nil])
    #expect(parents.map { $0?["comm"] as? String } == ["gunicorn", "gunicorn", "gunicorn", nil])
    #expect(parents.map { $0?["is_pid_of_container"] as? Bool } == [false, false, true, nil])

    let ids = events.compactMap { $0["id"] as? String }
    for kind in ["containerd", "gunicorn"] {
      let seen = objects(found["witnesses"]).filter { $0["kind"] as? String == kind }.map { $0["event_id"] as? String }
      #expect(Set(seen) == Set((kind == "gunicorn" ? ids.dropLast() : ids[...]).map(Optional.some)))
    }
    let joined = objects(found["containers"]).flatMap { $0["event_ids"] as? [String] ?? [] }
    #expect(joined.sorted() == ids.sorted())
    // The description shows one of them, which is that kill's second source.
    #expect(events.map { objects($0["sources"]).count } == [1, 1, 1, 2])
    #expect(objects(found["problems"]).isEmpty)
  }

  /// The supervisor of a lab run, with a list of processes and without one; the guest itself wrote who was whose parent.
  @Test func aRespawningParentIsSurerWithAListOfProcesses() throws {
    let bundle = Fixture("bundles/respawning-worker")
    let truth = try #require(
      try JSONSerialization.jsonObject(with: Data(try bundle.bytes("truth.json"))) as? [String: Any])
    for (path, confidences) in [("node-a", ["low", "medium"]), ("node-a/dmesg.txt", ["low"])] {
      let found = try document("respawning-worker/" + path)
      let events = objects(found["events"])
      #expect(events.compactMap { ($0["victim"] as? [String: Any])?["pid"] as? Int } == truth["children"] as? [Int])
      let parents = events.compactMap { $0["parent"] as? [String: Any] }
      #expect(parents.count == events.count)
      #expect(parents.allSatisfy { $0["pid"] as? Int == truth["parent"] as? Int })
      #expect(parents.allSatisfy { $0["comm"] as? String == truth["comm"] as? String })
      #expect(Set(parents.compactMap { $0["confidence"] as? String }).sorted() == confidences)
      let groups = objects((found["groups"] as? [String: Any])?["by_parent"])
      #expect(groups.map { $0["kills"] as? Int } == [events.count])
    }
  }
}
