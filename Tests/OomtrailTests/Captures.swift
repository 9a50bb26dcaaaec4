// The captures and what the witness says of them.

import Foundation
import TestKit
import Testing
import TrailBytes

/// A capture: a log and the truth beside it.
struct Capture: Sendable, CustomTestStringConvertible {
  let fixture: Fixture
  var name: String { fixture.lastName }
  var testDescription: String { name }
  var path: String { fixture.path("input.log") }

  static let all = Fixture.all("captures").map(Capture.init)

  /// Those that tests look at in many forms. A debug build is some thirty times slower and looks at a few that differ most;
  /// `swift test -c release -Xswiftc -enable-testing` looks at all.
  static let manyForms: [Capture] = {
    #if DEBUG
      [
        "arm64-6.12-16k--global-noswap", "uml-5.10--memcg1-memsw", "uml-7.2--comm-names", "x86_64-6.1--leader-exit",
        "x86_64-6.1--memcg2-flood", "x86_64-6.1--memcg2-group", "x86_64-6.12--memcg2-k8s-pod",
      ].map(named)
    #else
      all
    #endif
  }()

  static func named(_ name: String) -> Capture { Capture(fixture: Fixture("captures/" + name)) }

  func bytes() throws -> [UInt8] { try fixture.bytes("input.log") }

  /// The lines without their line ends.
  func lines() throws -> [[UInt8]] { Capture.lines(of: try bytes()) }

  static func lines(of bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The lines from a little before the first report on: the boot is long and says nothing.
  func reportLines() throws -> [[UInt8]] {
    let lines = try lines()
    let first = lines.firstIndex { $0.text.contains("invoked oom-killer") } ?? 0
    return Array(lines[max(0, first - 5)...])
  }

  func truth() throws -> Truth {
    try JSONDecoder().decode(Truth.self, from: Data(contentsOf: URL(fileURLWithPath: fixture.path("truth.json"))))
  }
}

/// What `condense` made of the witness's record; see Fixtures/lab/README.md.
struct Truth: Decodable {
  struct Process: Decodable {
    struct Thread: Decodable {
      var tid: Int64
      var comm: String
    }
    var pid: Int64
    var comm: String
    var uid: Int64
    var oom_score_adj: Int64
    var anon_kb: Int64?
    var cgroup: String?
    var threads: [Thread]?

    /// Each pid and name that a kill line may give it: its own and its threads'.
    var names: Set<Name> {
      Set([Name(pid, comm.bytesAsText)] + (threads ?? []).map { Name($0.tid, $0.comm.bytesAsText) })
    }
  }

  struct Kill: Decodable {
    var count: Int
    var group: Bool
    var died: [Process]
    var unaccounted: Int?
    var limits_reached: [String]?
    var swap_total_kb: Int64
  }

  var release: String
  var page_size: Int64
  var kills: [Kill]
  var panic: Bool?
}

/// A process as kill lines name it.
struct Name: Hashable, CustomStringConvertible {
  let pid: Int64
  let comm: String

  init(_ pid: Int64, _ comm: String) {
    self.pid = pid
    self.comm = comm
  }

  var description: String { "\(pid) (\(comm))" }
}

extension String {
  /// The witness writes a byte in each code point; this is the text that those bytes are.
  var bytesAsText: String { unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }.text }
}

extension [UInt8] {
  /// As the program shows bytes.
  var text: String { span.text(0..<count) }
}
