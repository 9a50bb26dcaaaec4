// Descriptions: what decides where a line belongs.

import TestKit
import Testing
import TrailModel

@testable import TrailKubernetes

@Suite struct DescribeTests {
  @Test(arguments: ["1.20", "1.27", "1.33"]) func clientsOfAllVersionsSayTheSame(_ version: String) throws {
    let text = try #require(facts(try Fixture("kubernetes/describe-pods-\(version)").input()))
    #expect(
      text.pods.map(\.name) == [
        "payments-api-6d8f7c9b54-x2k9q", "report-0", "nightly-29384640-7xw4k", "cache-7b9c5d6f88-q4t7z", "worker-1",
      ])
    #expect(text.pods.map { $0.containers.count } == [2, 1, 1, 1, 1])
    let api = text.pods[0].containers[0]
    #expect(api.name == "api" && api.runtime == "containerd" && api.restartCount == 14)
    #expect(api.limits.memory == Bytes(512 << 20) && api.requests.cpuMillicores == 100)
    #expect(api.state?.kind == .running && api.lastState?.reason == "OOMKilled" && api.lastState?.exitCode == 137)
    #expect(text.pods[0].uid == "7f8061d3-3603-49d6-8e03-77cb4b1bbe00", "the back-off's sentence has it")
    let cache = text.pods[3]
    #expect(cache.reason == "Evicted" && cache.containers[0].state?.finished == nil)
    #expect(cache.message?.hasSuffix("has larger consumption of memory.") == true)
  }

  @Test func aTerminationLogCanForgeNothing() throws {
    let text = try #require(facts(try Fixture("kubernetes/describe-pods-1.33").input()))
    let worker = text.pods[4].containers[0]
    #expect(worker.state?.kind == .waiting)
    #expect(worker.lastState?.reason == "Error" && worker.lastState?.exitCode == 137)
    #expect(worker.lastState?.message == "first line\nState: Terminated\nReason: OOMKilled")
    #expect(worker.restartCount == 7 && worker.limits.memory == Bytes(128 << 20))
  }

  @Test func objectsAsJSONAndYAMLSayWhatDescriptionsSay() throws {
    let json = try #require(facts(try Fixture("kubernetes/pods-json-1.33").input()))
    let yaml = try #require(facts(try Fixture("kubernetes/pods-yaml-1.33").input()))
    let text = try #require(facts(try Fixture("kubernetes/describe-pods-1.33").input()))
    #expect(json.pods.count == 5 && yaml.pods.count == 5)
    for index in text.pods.indices {
      let (one, two, three) = (text.pods[index], json.pods[index], yaml.pods[index])
      #expect(one.name == two.name && two.name == three.name)
      #expect(two.uid == three.uid && two.uid != nil)
      #expect(one.owner == two.owner && one.owner == three.owner)
      #expect(one.labels == two.labels && one.labels == three.labels)
      #expect(one.node == two.node && one.started == two.started && one.started == three.started)
      #expect(one.reason == two.reason && one.reason == three.reason)
      for (own, others) in zip(one.containers, zip(two.containers, three.containers)) {
        for other in [others.0, others.1] {
          #expect(own.name == other.name && own.kind == other.kind && own.containerID == other.containerID)
          #expect(
            own.limits == other.limits && own.requests == other.requests && own.restartCount == other.restartCount)
          for (state, same) in [(own.state, other.state), (own.lastState, other.lastState)] {
            #expect(state?.kind == same?.kind && state?.reason == same?.reason && state?.exitCode == same?.exitCode)
            #expect(state?.started == same?.started && state?.finished == same?.finished)
          }
        }
      }
    }
  }

  @Test func freeTextIsNoField() {
    let text = """
      Name:         a-0
      Namespace:    shop
      Node:         n/1.2.3.4
      Containers:
        a:
          Command:
            sh
            -c
            Last State: Terminated
          Args:
            State: Terminated
              Reason: OOMKilled
          State:          Running
            Started:      Mon, 27 Apr 2026 19:51:05 +0000
          Restart Count:  0
      """
    let read = facts(text)
    #expect(kills(read) == 0)
    #expect(read.pods.first?.containers.first?.state?.kind == .running)
  }

  @Test func otherKindsOfObjectsAreNone() {
    let text = """
      Name:                   api
      Namespace:              shop
      Selector:               app=api
      Replicas:               3 desired
      Pod Template:
        Labels:  app=api
        Containers:
         api:
          Image:      registry.example/api
          Limits:
            memory:     512Mi
      Conditions:
        Type           Status  Reason
        Available      True    MinimumReplicasAvailable
      Events:          <none>


      Name:   data
      Namespace: shop
      Status: Bound
      """
    #expect(facts("kubectl describe all\n" + text).pods.isEmpty)
  }

  @Test func aPipeOfALogIsNotRead() {
    #expect(
      facts(Array("Apr 27 19:50:37 web-07 kubelet[1]: \"OOMKilling\" restarting failed container=api\n".utf8)) == nil)
    #expect(facts(Array("quiet\n".utf8)) == nil)
  }

  @Test func aNumberOrAFrameBeforeALineIsPassedOver() {
    let text = """
      12:    Last State:     Terminated
      13:      Reason:       OOMKilled
      14:      Exit Code:    137
      """
    #expect(kills(facts(text)) == 1)
    let framed = text.split(separator: "\n").map { "│ \($0.dropFirst(3))        │\n" }.joined()
    #expect(kills(facts(framed)) == 1)
    #expect(facts(framed).pods.first?.containers.first?.lastState?.exitCode == 137)
  }
}
