// Containers as JSON objects.

import TrailBytes
import TrailModel

extension ByteWriter {
  /// The members of a container: those of the contract in its order, then the additions.
  mutating func members(of container: Container) {
    field("namespace", container.namespace)
    field("pod", container.pod)
    field("pod_uid", container.podUID)
    field("container", container.name)
    field("kind", container.kind?.rawValue)
    field("node", container.node)
    object("workload", container.workload) { $0.members(of: $1) }
    field("qos_class", container.qosClass)
    field("container_id", container.containerID)
    field("runtime", container.runtime)
    field("restart_count", container.restartCount)
    object("limits") { $0.members(of: container.limits) }
    object("requests") { $0.members(of: container.requests) }
    object("state", container.state) { $0.members(of: $1) }
    object("last_state", container.lastState) { $0.members(of: $1) }
    field("pod_status", container.podStatus)
    field("pod_reason", container.podReason)
    field("pod_message", container.podMessage)
    field("verdict", container.verdict.rawValue)
    field("verdict_reason", container.verdictReason)
    array("event_ids", container.joins.map(\.eventID))
    array("sources", container.sources) { $0.members(of: $1) }
    array("joins", container.joins) { writer, join in
      writer.field("event_id", join.eventID)
      writer.field("basis", join.basis.rawValue)
      writer.field("confidence", join.confidence.rawValue)
    }
  }

  private mutating func members(of amounts: ContainerResources) {
    field("memory_bytes", amounts.memory)
    field("cpu_millicores", amounts.cpuMillicores)
  }

  private mutating func members(of state: ContainerState) {
    field("kind", state.kind.rawValue)
    field("reason", state.reason)
    field("exit_code", state.exitCode)
    field("signal", state.signal)
    field("started", state.started)
    field("finished", state.finished)
    field("message", state.message)
    field("container_id", state.containerID)
  }
}
