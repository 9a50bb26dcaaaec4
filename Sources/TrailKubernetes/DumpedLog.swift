// The borders of a container's log within `kubectl cluster-info dump` (k8s.io/kubectl, pkg/cmd/clusterinfo):
// `==== START logs for container api of pod shop/api-0 ====`.

import TrailBytes

/// A log that has begun, of which nothing is Kubernetes' own.
struct DumpedLog {
  /// Whose it is: what both borders say.
  private let name: [UInt8]

  /// Nil where no log begins with the line.
  init?(_ line: Span<UInt8>) {
    let border = line.extracting(line.trimmed(0..<line.count))
    guard border.has("==== START logs for container "), border.ends(in: " ===="), border.count < 1_024 else {
      return nil
    }
    name = border.extracting(11..<border.count).array
  }

  /// Whether it ends with the line, which the log's last may share.
  func ends(_ line: Span<UInt8>) -> Bool {
    guard let start = line.lastOffset(of: "==== END logs for container ") else { return false }
    let end = line.extracting(line.trimmed(start + 9..<line.count))
    return end.array == name
  }
}
