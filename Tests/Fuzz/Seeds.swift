// Input that is known to be good for something: the fixtures.

import Foundation
import TestKit

/// The files called `name` below folders of `Fixtures`, each at most `limit` bytes of it; gzip data is unpacked.
func fixtures(_ folders: [String], _ names: (String) -> Bool, limit: Int = 16 << 10) -> [[UInt8]] {
  var found: [[UInt8]] = []
  for folder in folders {
    let root = Fixture(folder).folder.path
    for path in ((try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []).sorted() where names(path) {
      guard let bytes = try? Fixture(folder).bytes(path), let text = path.hasSuffix(".gz") ? unpacked(bytes) : bytes
      else { continue }
      found.append(Array(text.prefix(limit)))
    }
  }
  return found
}

private func unpacked(_ bytes: [UInt8]) -> [UInt8]? {
  let path = NSTemporaryDirectory() + "oomtrail-seed-\(getpid())"
  defer { unlink(path) }
  guard (try? Data(bytes).write(to: URL(fileURLWithPath: path))) != nil else { return nil }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/gzip")
  process.arguments = ["-dc", path]
  let output = Pipe()
  process.standardOutput = output
  guard (try? process.run()) != nil else { return nil }
  let text = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return [UInt8](text)
}

/// A short log with a report in it.
let shortLog = Array(
  """
  Nov 22 10:00:00 web-01 systemd[1]: Started Daily apt download activities.
  Nov 22 10:00:01 web-01 kernel: [  203.413356] hog invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0
  Nov 22 10:00:01 web-01 kernel: [  203.413359] CPU: 0 PID: 386 Comm: hog Not tainted 6.1.0-44-amd64 #1  Debian 6.1.164-1
  Nov 22 10:00:01 web-01 kernel: [  203.413420] Out of memory: Killed process 386 (hog) total-vm:125828kB, anon-rss:123344kB, file-rss:1060kB, shmem-rss:0kB, UID:0 pgtables:284kB oom_score_adj:0

  """.utf8)
