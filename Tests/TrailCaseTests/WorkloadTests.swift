// Workloads by the names of their pods.

import Testing
import TrailModel

@Suite struct WorkloadTests {
  @Test(
    arguments: [
      ("payments-api-6d5c7b8f9d-x2x7k", "Deployment", "payments-api"),
      ("web-7bd9f8c6f-24567", "Deployment", "web"),
      ("db-0", "StatefulSet", "db"), ("cache-shard-12", "StatefulSet", "cache-shard"),
      // The set's own name holds a hash: the ordinal is looked at first.
      ("search-6d5c7b8f9d-0", "StatefulSet", "search-6d5c7b8f9d"),
      ("nightly-29374560-hq5zz", "CronJob", "nightly"), ("nightly-1700000000-hq5zz", "CronJob", "nightly"),
      // An index of a Job, or a roll-out of OpenShift: one name, two kinds.
      ("resize-3-hq5zz", nil, "resize"), ("router-17-hq5zz", nil, "router"),
      // A DaemonSet, a Job, a ReplicaSet by itself: five letters say no more.
      ("log-shipper-x2x7k", nil, "log-shipper"), ("kube-proxy-24567", nil, "kube-proxy"),
    ] as [(String, String?, String)])
  func byName(pod: String, kind: String?, name: String) throws {
    let workload = try #require(Workload(pod: pod))
    #expect(workload.kind == kind)
    #expect(workload.name == name)
    #expect(workload.basis == .name)
    #expect(workload.namespace == nil)
  }

  @Test(
    arguments: [
      // Vowels, 0, 1 and 3 are not in the generator's alphabet.
      "my-proxy", "redis-cache", "web-a2x7k", "web-x2x71", "web", "", "-x2x7k", "x2x7k", "-", "--", "web-",
      // Too long for an ordinal, too short for letters.
      "web-123456", "web-x2x7", "web-x2x7kk", String(repeating: "x", count: 300) + "-0",
    ])
  func noOtherName(pod: String) { #expect(Workload(pod: pod) == nil) }

  @Test func staticPodsAreCalledAfterTheirNode() throws {
    let workload = try #require(Workload(pod: "etcd-node-1", node: "node-1"))
    #expect(workload.kind == "Node")
    #expect(workload.name == "etcd")
    #expect(Workload(pod: "db-0", node: "node-1")?.kind == "StatefulSet")
  }
}
