// Kubernetes' text anywhere in a stream of something else.

import TestKit
import Testing
import TrailBytes
import TrailKubernetes
import TrailModel

@testable import Oomtrail

@Suite struct KubernetesStreamTests {
  /// What is found in a stream that comes in pieces of `sizes`.
  private func read(_ bytes: [UInt8], sizes: [Int] = [.max]) -> Analyzer.Reading {
    let tap = KubernetesTap(SlicedSource(bytes, sizes: sizes), path: "x")
    let analyzer = Analyzer()
    let stream = StreamAnalyzer(tap, scanner: analyzer.scanner, kubernetes: tap).run()
    var reading = Analyzer.Reading(input: Input(path: "x", kind: "text"))
    analyzer.take(stream, into: &reading)
    tap.complete(&reading)
    return reading
  }

  private func told(_ reading: Analyzer.Reading) -> JSON {
    .object([
      "facts": JSON.of(reading.input.kubernetes), "kills": .array(reading.observations.map { .string("\($0.first)") }),
    ])
  }

  /// So many bytes of a log, in lines.
  private func log(_ count: Int, _ line: String = "2026-11-02 something else entirely, nothing to see here") -> String {
    String(repeating: line + "\n", count: count / (line.utf8.count + 1))
  }

  private func describe(_ name: String) -> String {
    """
    Name:             \(name)
    Namespace:        shop
    Node:             web-07/10.0.3.7
    Containers:
      api:
        State:          Running
          Started:      Mon, 27 Apr 2026 19:51:05 +0000
        Last State:     Terminated
          Reason:       OOMKilled
          Exit Code:    137
          Finished:     Mon, 27 Apr 2026 19:51:03 +0000
        Restart Count:  1
    QoS Class:          Burstable

    """
  }

  private func status(_ restarts: Int) -> String {
    """
    "status":{"containerStatuses":[{"name":"api","restartCount":\(restarts),"lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}
    """
  }

  private static let kill =
    "Nov  2 12:00:00 web-07 kernel: [  177.366785] Memory cgroup out of memory: Killed process 4711 (java) "
    + "total-vm:2097152kB, anon-rss:523264kB, file-rss:1024kB, shmem-rss:0kB, UID:1000 pgtables:1288kB oom_score_adj:992\n"

  @Test(arguments: [[997], [4_096, 7], [65_536], [100_003, 1]]) func itIsFoundWhereverItStands(_ sizes: [Int]) {
    let config = "{\n    \"kind\": \"ConfigMap\",\n    \"data\": \"\(String(repeating: "A", count: 70_000))\"\n}\n"
    let pretty =
      "{\n    \"kind\": \"Pod\",\n    \"metadata\": {\n        \"name\": \"json-0\"\n    },\n    \(status(2))\n}\n"
    let line =
      "{\"items\":[{\"data\":\"\(String(repeating: "B", count: 300_000))\"},"
      + "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"line-0\"},\(status(3))},"
      + "{\"metadata\":{\"name\":\"line-1\"},\(status(4))}]}\n"
    let text =
      log(100_000) + Self.kill + log(300) + describe("api-0") + log(3_000_000) + config + pretty
      + log(2_000_000) + Self.kill.replacing("4711", with: "4712") + line + log(1_200_000)
      + "LAST SEEN   TYPE      REASON    OBJECT       MESSAGE\n"
      + "4m          Warning   Evicted   pod/late-0   The node was low on resource: memory.\n" + describe("api-1")
    let bytes = Array(text.utf8)
    let whole = read(bytes)
    let facts = whole.input.kubernetes
    let pods = facts.pods.sorted { $0.source.firstOffset < $1.source.firstOffset }
    #expect(pods.map(\.name) == ["api-0", "json-0", "line-0", "line-1", "api-1"])
    #expect(pods.map { $0.containers.first?.restartCount } == [1, 2, 3, 4, 1])
    #expect(facts.events.map(\.objectName) == ["late-0"])
    #expect(whole.observations.count == 2)
    for pod in facts.pods {
      let start = bytes[Int(pod.source.firstOffset)]
      #expect(start == UInt8(ascii: pod.isObject ? "{" : "N"))
      #expect(bytes[..<Int(pod.source.firstOffset)].count { $0 == 0x0A } + 1 == pod.source.firstLine)
    }
    #expect(told(read(bytes, sizes: sizes)) == told(whole))
  }

  @Test func aLogThatSpeaksOfSuchThingsIsNone() {
    let line =
      "Nov  2 12:00:00 web-07 kubelet[812]: I1102 eviction_manager.go:1 SystemOOM back-off 5m0s restarting failed "
      + "container=api pod=api-0_shop(7f8061d3-3603-49d6-8e03-77cb4b1bbe01)"
    #expect(read(Array((log(100_000) + log(2_000, line)).utf8)).input.kubernetes.isEmpty)
  }

  @Test func anObjectsTextIsItsOwn() throws {
    let pod = String(decoding: try Fixture("kubernetes/quoted-kernel-line").bytes("input.json"), as: UTF8.self)
    for text in [pod, log(100_000) + pod, pod + Self.kill, Self.kill + log(100_000) + pod] {
      let reading = read(Array(text.utf8))
      #expect(reading.input.kubernetes.pods.map(\.name) == ["api-0"])
      #expect(reading.observations.count == (text.contains(Self.kill) ? 1 : 0))
      #expect(reading.input.problems.isEmpty)
    }
  }

  @Test func whatIsNotKeptIsSaid() {
    let container = "{\"name\":\"c\",\"image\":\"x\",\"containerID\":\"\(String(repeating: "f", count: 6_000))\"},\n"
    let text =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"status\":{\"containerStatuses\":[\n"
      + String(repeating: container, count: 1_000) + "{}]}}\n"
    let problems = read(Array((log(100_000) + text).utf8)).input.problems
    #expect(problems.map(\.kind) == [.report] && problems.first?.detail.contains("passed over") == true)
  }
}
