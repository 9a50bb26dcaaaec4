// Limits on memory, as cgroups' files, systemctl show and docker inspect have them.

import TestKit
import Testing
import TrailHost
import TrailModel

@Suite struct LimitFileTests {
  /// Limits as `owner bytes @line`.
  private func limits(_ text: String, at path: String) -> [String] {
    var facts = HostFacts()
    let bytes = Array(text.utf8)
    HostFile.at(path)?.file.read(bytes.span, path, &facts)
    return facts.memoryLimits.map { limit in
      let owner =
        switch limit.owner {
        case .cgroup(let path): path
        case .unit(let name): "unit \(name)"
        case .container(let id): "container \(id.prefix(4))"
        }
      return "\(owner) \(limit.bytes.count) @\(limit.line)"
    }
  }

  @Test(arguments: [
    ("c/sys/fs/cgroup/system.slice/web.service/memory.max", "536870912\n", "/system.slice/web.service 536870912 @1"),
    ("c/sys/fs/cgroup/system.slice/web.service/memory.max", "max\n", nil as String?),
    ("c/sys/fs/cgroup/system.slice/web.service/memory.max", "0\n", "/system.slice/web.service 0 @1"),
    ("c/sys/fs/cgroup/memory/docker/ab/memory.limit_in_bytes", "104857600\n", "/docker/ab 104857600 @1"),
    ("c/sys/fs/cgroup/memory/docker/ab/memory.limit_in_bytes", "9223372036854771712\n", nil),
    ("c/sys/fs/cgroup/memory/memory.max", "4096\n", "/memory 4096 @1"),
    ("c/sys/fs/cgroup/memory.max", "4096\n", nil), ("c/sys/fs/cgroup/a/memory.max", "12x\n", nil),
    ("c/sys/fs/cgroup/a/memory.max", "", nil), ("c/sys/fs/cgroup/a/memory.max", "99999999999999999999\n", nil),
  ])
  func cgroups(path: String, text: String, limit: String?) {
    #expect(limits(text, at: path) == (limit.map { [$0] } ?? []))
  }

  @Test func units() {
    let text =
      "Id=a.service\nMemoryHigh=infinity\nMemoryMax=1048576\nMemoryLimit=infinity\n\n"
      + "MemoryMax=infinity\nId=b.service\n\nMemoryLimit=2097152\nId=c.service\nWants=x\n\nMemoryMax=7\n"
    #expect(
      limits(text, at: "c/sos_commands/systemd/systemctl_show_service_--all")
        == ["unit a.service 1048576 @3", "unit c.service 2097152 @9"])
  }

  @Test func containers() {
    let id = String(repeating: "4f", count: 32)
    let text =
      "[\n    {\n        \"Id\": \"\(id)\",\n        \"HostConfig\": {\n            \"Memory\": 1048576,\n"
      + "            \"MemorySwap\": 2097152\n        }\n    },\n    {\n        \"Id\": \"\(id)\",\n"
      + "            \"Memory\": 0,\n    },\n    {\n        \"Id\": \"sha256:4f\",\n            \"Memory\": 5,\n    }\n]\n"
    #expect(limits(text, at: "c/sos_commands/docker/docker_inspect_4f") == ["container 4f4f 1048576 @5"])
  }
}
