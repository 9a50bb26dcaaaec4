// Evictions, as the kubelet's own log tells them (pkg/kubelet/eviction/eviction_manager.go).

import TrailBytes
import TrailModel

extension Speaker {
  /// `"Eviction manager: attempting to reclaim" resourceName="memory"`, before 1.19 `eviction manager: attempting to
  /// reclaim memory`, then `"Eviction manager: pod is evicted successfully" pod="shop/api-0"`, before 1.19 `eviction
  /// manager: pod api-0_shop(<uid>) is evicted successfully`.
  static let kubeletEviction = Speaker(
    "kubelet-eviction", sentinels: ["viction manager: attempting to reclaim", "is evicted successfully"]
  ) { text, _ in
    if let at = text.offset(of: "viction manager: attempting to reclaim"), at > 0 {
      // With the quote before it, where the log has one.
      let start = at > 1 && text[at - 2] == UInt8(ascii: "\"") ? at - 2 : at - 1
      return .reclaiming(text.extracting(start..<text.count).words)
    }
    guard let at = text.offset(of: "viction manager: pod "), text.contains("is evicted successfully") else {
      return nil
    }
    var pod = PodName()
    let isRead =
      if let path = text.offset(of: " pod=\"", from: at) {
        pod.readPath(text, from: path + 6) != nil
      } else {
        pod.readFullName(text, from: at + 21)
      }
    guard isRead else { return nil }
    var statement = WitnessStatement("kubelet", .notOOM, text: text.words)
    statement.evicted = pod
    return .death(statement)
  }
}
