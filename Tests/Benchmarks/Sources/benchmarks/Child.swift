// Runs one program and measures it: wall time here, CPU time and peak memory from the kernel's own account.

import Glibc

struct Child {
  enum Output {
    /// /dev/null. Some programs notice: GNU grep then stops at its first match.
    case discarded
    /// A pipe that is read to its end.
    case drained
    case file(String)
  }

  struct Result {
    var exitStatus: Int
    var wallSeconds: Double
    var processorSeconds: Double
    var peakBytes: Int
    /// The start of what was drained, as far as `keeping` allows.
    var kept: [UInt8] = []
    var markerCount = 0
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  var program: String
  var arguments: [String]
  var output = Output.drained
  /// Where stderr goes; nil is /dev/null.
  var errorPath: String?
  /// How many drained bytes to keep.
  var keeping = 0
  /// Counts occurrences of these bytes in what is drained.
  var marker: [UInt8] = []

  func run() throws -> Result {
    var pipeEnds: (read: Int32, write: Int32)?
    if case .drained = output {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw Failure(description: "pipe: \(Self.reason(errno))") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      pipeEnds = (ends[0], ends[1])
    }
    let start = Self.now()
    let pid: pid_t
    do {
      pid = try spawn(standardOutput: pipeEnds?.write)
    } catch {
      if let pipeEnds {
        close(pipeEnds.read)
        close(pipeEnds.write)
      }
      throw error
    }
    var drain = Drain(keeping: keeping, marker: marker)
    if let pipeEnds {
      close(pipeEnds.write)
      drain.read(pipeEnds.read)
      close(pipeEnds.read)
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return Result(
      exitStatus: Int(signal == 0 ? (status >> 8) & 0xFF : 128 + signal),
      wallSeconds: Self.now() - start,
      processorSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
      peakBytes: usage.ru_maxrss * 1024, kept: drain.kept, markerCount: drain.markerCount)
  }

  private func spawn(standardOutput: Int32?) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorPath ?? "/dev/null", create, 0o644)
    switch output {
    case .discarded: posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    case .file(let path): posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, create, 0o644)
    case .drained:
      if let standardOutput { posix_spawn_file_actions_adddup2(&actions, standardOutput, STDOUT_FILENO) }
    }
    let words = Self.terminated([program] + arguments)
    let environment = Self.terminated(Self.environment)
    defer { for word in words + environment { free(word) } }
    var pid: pid_t = 0
    let error = posix_spawnp(&pid, program, &actions, nil, words, environment)
    guard error == 0 else { throw Failure(description: "cannot start \(program): \(Self.reason(error))") }
    return pid
  }

  /// The same for all programs and on all machines: the C locale and what is needed to start.
  private static var environment: [String] {
    let copied = ["PATH", "HOME", "LD_LIBRARY_PATH"].compactMap { (name: String) in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    return copied + ["LC_ALL=C", "TZ=UTC"]
  }

  private static func terminated(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    return pointers
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// Reads a descriptor to its end in blocks and looks at what passes.
private struct Drain {
  let keeping: Int
  let marker: [UInt8]
  var kept: [UInt8] = []
  var markerCount = 0

  mutating func read(_ descriptor: Int32) {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var matched = 0
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      if kept.count < keeping { kept += block[..<min(count, keeping - kept.count)] }
      if !marker.isEmpty { countMarkers(in: block[..<count], &matched) }
    }
  }

  /// `matched`: bytes of the marker seen so far. Its first byte may come again only at its end.
  private mutating func countMarkers(in bytes: ArraySlice<UInt8>, _ matched: inout Int) {
    for byte in bytes {
      matched = byte == marker[matched] ? matched + 1 : byte == marker[0] ? 1 : 0
      if matched == marker.count {
        markerCount += 1
        matched = 0
      }
    }
  }
}
