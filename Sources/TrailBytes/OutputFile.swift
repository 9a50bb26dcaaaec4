// Where results go: standard output, or a file that appears whole or not at all.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Something that takes bytes. Each call is one write to the system, so callers gather bytes first.
public protocol ByteSink: AnyObject {
  /// Writes all of `bytes`.
  func write(_ bytes: Span<UInt8>) throws(OutputFailure)
}

/// Output that could not be written.
public struct OutputFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where to: a path, or `standard output`.
  public var path: String
  /// What the system said.
  public var cause: SystemFailure

  /// Output to `path` failed because of `cause`.
  public init(path: String, cause: SystemFailure) {
    self.path = path
    self.cause = cause
  }

  /// Whether the reader went away (`| head`): no reason to complain.
  public var isBrokenPipe: Bool { cause.code == EPIPE }

  /// A sentence.
  public var description: String { "\(path): \(cause)" }
}

/// Makes writing to a closed pipe an ``OutputFailure`` instead of the program's end. To be called once, at the start.
public func ignoreBrokenPipes() {
  _ = signal(SIGPIPE, SIG_IGN)
}

/// Standard output.
public final class StandardOutput: ByteSink {
  /// Standard output.
  public init() {}

  /// Writes all of `bytes`.
  public func write(_ bytes: Span<UInt8>) throws(OutputFailure) {
    do throws(SystemFailure) {
      try writeAll(bytes, to: STDOUT_FILENO)
    } catch { throw OutputFailure(path: "standard output", cause: error) }
  }
}

/// Standard error: for people, never for data.
public final class StandardError: ByteSink {
  /// Standard error.
  public init() {}

  /// Writes all of `bytes`.
  public func write(_ bytes: Span<UInt8>) throws(OutputFailure) {
    do throws(SystemFailure) {
      try writeAll(bytes, to: STDERR_FILENO)
    } catch { throw OutputFailure(path: "standard error", cause: error) }
  }
}

/// A file that is written without a name, or under another one beside its place, and put there when it is whole.
///
/// What is there already and is no regular file (`/dev/stdout`, `/dev/null`, a named pipe) is written straight.
public final class OutputFile: ByteSink {
  private let path: String
  private var number: Int32
  /// The name being written and the name it gets; nil where the path is written straight. Where the file has no name yet
  /// nothing is left of it however the program ends.
  private var places: (temporary: [UInt8]?, final: [UInt8])?

  /// Begins the file at `path`, of which `bytes` are the bytes.
  public init(path: String, bytes: [UInt8]) throws(OutputFailure) {
    self.path = path
    do throws(SystemFailure) {
      if let open = OutputFile.openDescriptor(namedBy: bytes) {
        number = fcntl(open, F_DUPFD_CLOEXEC, 0)
        if number < 0 { throw .last }
        return
      }
      let present = try? FileStatus.of(bytes, followingLinks: true)
      if let present, present.kind != .regular {
        // The system says itself that a directory cannot be written.
        number = try OutputFile.open(bytes, O_WRONLY | O_CLOEXEC | O_NOCTTY, 0)
        return
      }
      // A link's target is replaced, not the link. Where nothing is there yet, its name is the place.
      let final = present == nil ? bytes : try resolvedPath(bytes)
      if present != nil {
        // Renaming would also replace a file that may not be written.
        _ = try unsafe calling(final) { unsafe access($0, W_OK) }
      }
      if let unnamed = OutputFile.openUnnamed(beside: final) {
        number = unnamed
        places = (nil, final)
      } else {
        (number, places) = try OutputFile.openBeside(final)
      }
      // Permissions are a courtesy: where they cannot be kept, the file is still right.
      if let present { _ = fchmod(number, mode_t(present.permissions)) }
    } catch { throw OutputFailure(path: path, cause: error) }
  }

  /// Begins the file at `path`.
  public convenience init(path: String) throws(OutputFailure) {
    try self.init(path: path, bytes: Array(path.utf8))
  }

  deinit { discard() }

  /// Writes all of `bytes`.
  public func write(_ bytes: Span<UInt8>) throws(OutputFailure) {
    do throws(SystemFailure) {
      try writeAll(bytes, to: number)
    } catch {
      discard()
      throw OutputFailure(path: path, cause: error)
    }
  }

  /// Puts the file in its place. To be called once, after the last write.
  public func commit() throws(OutputFailure) {
    guard number >= 0 else { throw OutputFailure(path: path, cause: SystemFailure(code: EBADF)) }
    // Between its first name and its last one nobody is to end the program.
    let held = HeldSignals()
    defer { held.release() }
    do throws(SystemFailure) { try nameIt() } catch { throw OutputFailure(path: path, cause: error) }
    // Some file systems tell a full disk only here.
    let closed = close(number)
    var failure: SystemFailure? = closed == 0 || errno == EINTR ? nil : .last
    number = -1
    if let places, let temporary = places.temporary, failure == nil {
      do throws(SystemFailure) {
        try OutputFile.rename(temporary, to: places.final)
        self.places = nil
      } catch { failure = error }
    }
    guard let failure else { return }
    discard()
    throw OutputFailure(path: path, cause: failure)
  }

  /// Leaves the place as it was. Nothing can be written afterwards.
  public func discard() {
    if number >= 0 { close(number) }
    number = -1
    // The name ends in NUL and is not kept.
    if let name = places?.temporary { _ = try? unsafe calling(name) { unsafe unlink($0) } }
    places = nil
  }

  /// Gives a file that has no name its temporary one; a link, unlike renaming, puts nothing over what is there.
  private func nameIt() throws(SystemFailure) {
    guard let places, places.temporary == nil else { return }
    let open = Array("/proc/self/fd/\(number)".utf8)
    let (temporary, _) = try OutputFile.withFreeName(beside: places.final) { name throws(SystemFailure) in
      // As open(2) says to give a name to what was opened without one.
      try unsafe OutputFile.callingBoth(open, name) { unsafe linkat(AT_FDCWD, $0, AT_FDCWD, $1, AT_SYMLINK_FOLLOW) }
    }
    self.places?.temporary = temporary
  }

  /// The open descriptor that `path` is a name of. Opening such a name anew would begin at the front of what the
  /// shell has redirected, over what stands there.
  private static func openDescriptor(namedBy path: [UInt8]) -> Int32? {
    let text = String(decoding: path, as: UTF8.self)
    switch text {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/"] where text.hasPrefix(folder) {
        return Int32(text.dropFirst(folder.count))
      }
      return nil
    }
  }

  private static func open(_ path: [UInt8], _ flags: Int32, _ mode: mode_t) throws(SystemFailure) -> Int32 {
    // The name ends in NUL and is not kept.
    try unsafe calling(path) { unsafe openat(AT_FDCWD, $0, flags, mode) }
  }

  private static func rename(_ old: [UInt8], to new: [UInt8]) throws(SystemFailure) {
    // The names are the call's only.
    try unsafe callingBoth(old, new) { unsafe renameat(AT_FDCWD, $0, AT_FDCWD, $1) }
  }

  /// Calls the system with two names, which end in NUL and are not kept.
  private static func callingBoth(
    _ first: [UInt8], _ second: [UInt8], _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
  ) throws(SystemFailure) {
    var failure: SystemFailure?
    _ = try unsafe calling(first) { one in
      do throws(SystemFailure) {
        return try unsafe calling(second) { unsafe call(one, $0) }
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
  }

  private static func folder(of path: [UInt8]) -> [UInt8] { path.lastIndex(of: 0x2F).map { Array(path[...$0]) } ?? [] }

  /// Calls `body` with names in the folder of `final` until one is free; gives that, and what `body` did.
  private static func withFreeName<Result>(
    beside final: [UInt8], _ body: ([UInt8]) throws(SystemFailure) -> Result
  ) throws(SystemFailure) -> (name: [UInt8], result: Result) {
    var attempt = 0
    while true {
      // Not made of the final name, which may be as long as a name can be.
      let name = folder(of: final) + Array(".oomtrail-\(getpid())-\(attempt).tmp".utf8)
      do throws(SystemFailure) {
        return (name, try body(name))
      } catch {
        attempt += 1
        if error.code != EEXIST || attempt == 100 { throw error }
      }
    }
  }

  /// Opens a file without a name in the folder of `final`; nil where the file system has none (Linux 3.11, open(2),
  /// `O_TMPFILE`), or where what is open cannot be named later.
  private static func openUnnamed(beside final: [UInt8]) -> Int32? {
    let unnamed = 0o20000000 | O_DIRECTORY
    let folder = folder(of: final)
    guard (try? FileStatus.of(Array("/proc/self/fd".utf8), followingLinks: true)) != nil else { return nil }
    return try? open(folder.isEmpty ? [0x2E] : folder, O_WRONLY | unnamed | O_CLOEXEC, 0o666)
  }

  /// Opens a new file in the folder of `final`, so that renaming it never crosses a file system.
  private static func openBeside(
    _ final: [UInt8]
  ) throws(SystemFailure) -> (Int32, (temporary: [UInt8]?, final: [UInt8])) {
    let (name, number) = try withFreeName(beside: final) { name throws(SystemFailure) in
      try open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    return (number, (name, final))
  }
}

/// Signals that end a program from outside, held back until they are released.
private struct HeldSignals {
  private var before = sigset_t()

  init() {
    var held = sigset_t()
    // Both sets are this function's own.
    unsafe sigemptyset(&held)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { unsafe sigaddset(&held, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &held, &before)
  }

  func release() {
    var before = before
    // The set is this function's own.
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}

/// Writes all of `bytes`, however many calls that takes.
private func writeAll(_ bytes: Span<UInt8>, to number: Int32) throws(SystemFailure) {
  var done = 0
  while done < bytes.count {
    let rest = bytes.extracting(done..<bytes.count)
    let count = unsafe rest.withUnsafeBufferPointer { room in
      // The system reads `room.count` bytes of it.
      #if canImport(Glibc)
        unsafe Glibc.write(number, room.baseAddress, room.count)
      #else
        unsafe Musl.write(number, room.baseAddress, room.count)
      #endif
    }
    if count >= 0 {
      done += count
    } else if errno == EAGAIN || errno == EWOULDBLOCK {
      // A pipe that others made non-blocking: wait until it takes more. One request, written by the call only.
      var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&request, 1, -1)
    } else if errno != EINTR {
      throw .last
    }
  }
}
