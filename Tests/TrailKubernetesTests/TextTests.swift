// Texts of several objects, logs and notes: what belongs to what.

import TestKit
import Testing
import TrailModel

@testable import TrailKubernetes

@Suite struct TextTests {
  private func read(_ name: String) throws -> KubernetesFacts {
    try #require(facts(try Fixture("kubernetes/\(name)").input()))
  }

  @Test func aLogBetweenObjectsIsNone() throws {
    let text = try read("dump-with-logs")
    #expect(text.pods.map(\.name) == ["api-0", "api-1", "api-2"])
    #expect(text.pods.map { $0.source.firstLine } == [8, 227, 300], "each by its own line")
    #expect(kills(text) == 3)
  }

  @Test func anObjectBeginsAnewAtTheLeftEdge() throws {
    let text = try read("cut-lines")
    #expect(text.pods.compactMap(\.name) == ["api-0", "api-1", "api-2"] && kills(text) == 3)
  }

  @Test(arguments: ["coloured", "mail-quote", "numbered-lines", "byte-order-mark"])
  func whatSurroundsALineIsNone(_ name: String) throws {
    let pod = try #require(try read(name).pods.last { $0.name == "api-0" })
    #expect(pod.name == "api-0" && pod.namespace == "shop" && pod.node == "web-07" && pod.qosClass == "Burstable")
    let container = try #require(pod.containers.first)
    #expect(container.name == "api" && container.restartCount == 1 && container.limits.memory == Bytes(256 << 20))
    #expect(container.lastState?.reason == "OOMKilled" && container.lastState?.exitCode == 137)
  }

  @Test func flowStyleSaysWhatBlocksSay() throws {
    let text = try read("flow-yaml")
    #expect(text.pods.map(\.name) == ["api-0", "api-1"] && text.pods.map(\.node) == ["web-07", "web-08"])
    #expect(text.pods[0].labels == ["job-name": "it's, quoted"])
    #expect(text.pods[0].uid == "7f8061d3-3603-49d6-8e03-77cb4b1bbe01")
    let (api, side) = (text.pods[0].containers[0], text.pods[0].containers[1])
    #expect(api.limits.memory == Bytes(256 << 20) && api.requests.memory == Bytes(128_000_000))
    #expect(api.state?.kind == .running && api.lastState?.exitCode == 137 && api.lastState?.reason == "OOMKilled")
    #expect(side.state?.kind == .running && side.lastState == nil && side.restartCount == 0)
    #expect(text.pods[1].containers.map(\.limits.memory) == [Bytes(1 << 30)])
  }

  @Test func aValueThatIsNeverClosedEndsWithItsObject() {
    let text = facts(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: a-0, labels: {x: [
      status:
        phase: Running
      apiVersion: v1
      kind: Pod
      metadata:
        name: "b-0
      apiVersion: v1
      kind: Pod
      metadata:
        name: c-0
      status: {phase: Running}

      """)
    #expect(text.pods.map(\.name).contains("a-0") && text.pods.last?.name == "c-0")
    #expect(text.pods.last?.status == "Running")
  }

  @Test func whatIsNotKeptOfAnObjectIsSaid() {
    let container =
      "{\"name\":\"c\",\"lastState\":{\"terminated\":{\"message\":\""
      + String(repeating: "x", count: 4_000) + "\"}}},"
    let pod = { (name: String, count: Int) in
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"\(name)\"},\"status\":{\"containerStatuses\":["
        + String(repeating: container, count: count) + "{}]}}\n"
    }
    let text = facts(pod("a", 1) + pod("b", 1_200) + pod("c", 1))
    #expect(text.pods.map(\.name) == ["a", "b", "c"] && text.pods.map(\.containers.count).last == 2)
    #expect(text.cut?.count == 1 && text.cut?.first.firstLine == 2)
    let rows = (0...DescribedObject.most).map { "  c\($0):\n    State:  Running\n    Restart Count:  \($0)\n" }.joined()
    let described = facts("Name:  a\nNode:  n/1\nContainers:\n\(rows)QoS Class:  Burstable\n\nName:  b\nNode:  n/1\n")
    #expect(described.pods.map(\.name) == ["a", "b"] && described.cut?.count == 1)
    #expect(described.pods[0].containers.last?.restartCount == Int64(DescribedObject.most - 1))
  }
}
