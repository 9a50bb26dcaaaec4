// Files, directories and pipes for reading: with OutputFile.swift the only system calls there are.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the system said when it refused something.
public struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The `errno` value.
  public var code: Int32

  /// The failure of code `code`.
  public init(code: Int32) { self.code = code }

  /// The failure of the call that was just made. To be read before any other call.
  static var last: SystemFailure { SystemFailure(code: errno) }

  /// The system's words for it.
  public var description: String {
    // strerror answers a string that ends in NUL for any number.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  /// Whether nothing is there under the name.
  public var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
  /// Whether links lead in a circle, or a link stands where none was expected.
  public var isCircle: Bool { code == ELOOP }
  /// Whether the thing can never be opened: a socket, a device that has no driver.
  public var isNotAFile: Bool { code == ENXIO || code == ENODEV }
}

/// What a path names, as the system keeps it.
public struct FileStatus: Sendable {
  /// The kinds of things that have names.
  public enum Kind: Sendable {
    case regular, directory, link, pipe, socket, characterDevice, blockDevice, other

    /// What to call it in a sentence.
    public var noun: String {
      switch self {
      case .regular: "a file"
      case .directory: "a directory"
      case .link: "a link"
      case .pipe: "a named pipe"
      case .socket: "a socket"
      case .characterDevice, .blockDevice: "a device"
      case .other: "of unknown kind"
      }
    }
  }

  /// Which device and which of its files: what makes two paths one file.
  public struct Identity: Hashable, Sendable {
    /// The device.
    public var device: UInt64
    /// The file's number on it.
    public var inode: UInt64

    /// File `inode` of `device`.
    public init(device: UInt64, inode: UInt64) {
      self.device = device
      self.inode = inode
    }
  }

  /// What it is.
  public var kind: Kind
  /// Which it is.
  public var identity: Identity
  /// How many bytes it has, as far as the system knows.
  public var size: Int64
  /// Seconds from 1970 to its last change.
  public var modifiedSeconds: Int64
  /// Nanoseconds on top of ``modifiedSeconds``.
  public var modifiedNanoseconds: Int64
  /// Its permission bits.
  public var permissions: UInt32
  /// Whether it is `/dev/null`, the one device that is a file without bytes.
  public var isNull: Bool

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      case S_IFCHR: .characterDevice
      case S_IFBLK: .blockDevice
      default: .other
      }
    identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    size = Int64(status.st_size)
    modifiedSeconds = Int64(status.st_mtim.tv_sec)
    modifiedNanoseconds = Int64(status.st_mtim.tv_nsec)
    permissions = UInt32(status.st_mode) & 0o777
    // Linux numbers it 1:3.
    isNull = kind == .characterDevice && status.st_rdev == 0x103
  }

  /// What `path` names; a link at its end is followed if `followingLinks`.
  public static func of(_ path: [UInt8], followingLinks: Bool) throws(SystemFailure) -> FileStatus {
    var status = stat()
    let flags = followingLinks ? 0 : AT_SYMLINK_NOFOLLOW
    // The name ends in NUL and is not kept; `status` is written by the call only.
    _ = try unsafe calling(path) { unsafe fstatat(AT_FDCWD, $0, &status, flags) }
    return FileStatus(status)
  }
}

/// Runs `body` with `path` as a C string; an answer below 0 is a failure, but for an interruption, after which it is
/// run again. A path holds no NUL: neither the command line nor a directory can give one.
func calling(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Int32) throws(SystemFailure) -> Int32 {
  let terminated = path + [0]
  while true {
    let (answer, code) = unsafe terminated.withUnsafeBytes { bytes -> (Int32, Int32) in
      guard let base = bytes.baseAddress else { return (-1, EINVAL) }
      // CChar and UInt8 have one layout. errno is read before anything else can change it.
      let answer = unsafe body(base.assumingMemoryBound(to: CChar.self))
      return (answer, errno)
    }
    if answer >= 0 { return answer }
    if code != EINTR { throw SystemFailure(code: code) }
  }
}

/// The path without links, `.` and `..` that `path` leads to.
public func resolvedPath(_ path: [UInt8]) throws(SystemFailure) -> [UInt8] {
  var resolved: [UInt8] = []
  // realpath with no buffer answers one of its own, or nil; it ends in NUL and is ours to free.
  _ = try unsafe calling(path) { name in
    guard let found = unsafe realpath(name, nil) else { return -1 }
    resolved = unsafe Array(UnsafeRawBufferPointer(start: found, count: strlen(found)))
    unsafe free(found)
    return 0
  }
  return resolved
}

/// Where the link at `path` leads, as it says: that need not exist.
public func linkTarget(_ path: [UInt8]) throws(SystemFailure) -> [UInt8] {
  // The system's links are not longer than its paths.
  var target = [UInt8](repeating: 0, count: 4_096)
  let count = try unsafe calling(path) { name in
    // The system writes at most `room.count` bytes to it.
    unsafe target.withUnsafeMutableBytes { room in
      guard let base = room.baseAddress else { return -1 }
      return unsafe Int32(readlink(name, base.assumingMemoryBound(to: CChar.self), room.count))
    }
  }
  return Array(target[..<Int(count)])
}

/// The bytes of a command-line argument, of which `argument` is the text: bytes that are no UTF-8 are lost in that,
/// so the original is looked up among the process's own arguments.
public func argumentBytes(_ argument: String) -> [UInt8] {
  guard argument.unicodeScalars.contains("\u{FFFD}") else { return Array(argument.utf8) }
  for index in 0..<Int(CommandLine.argc) {
    // argv has argc strings, each ending in NUL, which stay as long as the process.
    guard let word = unsafe CommandLine.unsafeArgv[index] else { continue }
    if unsafe String(cString: word) == argument {
      return unsafe Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
    }
  }
  return Array(argument.utf8)
}

/// An open file, closed when it goes out of use.
public struct Descriptor: ~Copyable {
  let number: Int32

  init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  /// How to open.
  public enum Purpose: Sendable {
    /// To read whatever the path leads to.
    case reading
    /// To read what is there under this very name; a link is refused.
    case readingNoLink
    /// To list a directory.
    case listing
    /// To list the directory that is there under this very name; a link is refused.
    case listingNoLink

    /// Opening never waits and never makes a terminal ours: a pipe nobody writes to must not hang the program.
    fileprivate var flags: Int32 {
      let common = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
      switch self {
      case .reading: return common
      case .readingNoLink: return common | O_NOFOLLOW
      case .listing: return common | O_DIRECTORY
      case .listingNoLink: return common | O_DIRECTORY | O_NOFOLLOW
      }
    }
  }

  /// Opens `path`. Paths longer than the system takes at once are opened in steps.
  public init(opening path: [UInt8], for purpose: Purpose) throws(SystemFailure) {
    var base = AT_FDCWD
    var rest = path[...]
    // The kernel takes 4,095 bytes at once; trees copied from elsewhere can be deeper.
    while rest.count > 4_000 {
      guard let slash = rest.prefix(4_000).lastIndex(of: 0x2F), slash > rest.startIndex else { break }
      let step = try Descriptor.open(Array(rest[..<slash]), O_RDONLY | O_CLOEXEC | O_DIRECTORY, from: base)
      if base != AT_FDCWD { close(base) }
      base = step
      rest = rest[(slash + 1)...]
    }
    let flags = purpose.flags
    let opened = Result { () throws(SystemFailure) in try Descriptor.open(Array(rest), flags, from: base) }
    if base != AT_FDCWD { close(base) }
    number = try opened.get()
  }

  /// Standard input: a copy, so that closing it closes nothing that others hold.
  public static func standardInput() throws(SystemFailure) -> Descriptor {
    let copy = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
    if copy < 0 { throw .last }
    return Descriptor(owning: copy)
  }

  private static func open(_ path: [UInt8], _ flags: Int32, from base: Int32) throws(SystemFailure) -> Int32 {
    // The name ends in NUL and is not kept.
    try unsafe calling(path) { unsafe openat(base, $0, flags) }
  }

  /// What is open.
  public func status() throws(SystemFailure) -> FileStatus {
    var status = stat()
    // `status` is written by the call only.
    if unsafe fstat(number, &status) != 0 { throw .last }
    return FileStatus(status)
  }

  /// Whether somebody sits at the other end.
  public var isTerminal: Bool { isatty(number) == 1 }

  /// The number for one who closes it himself.
  consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }
}

/// An open directory.
@safe public struct Directory: ~Copyable {
  private let stream: OpaquePointer

  /// Opens the directory at `path`; a link at its end is followed if `followingLinks`.
  public init(_ path: [UInt8], followingLinks: Bool) throws(SystemFailure) {
    let purpose: Descriptor.Purpose = followingLinks ? .listing : .listingNoLink
    let number = try Descriptor(opening: path, for: purpose).release()
    // fdopendir takes the descriptor over if it answers one of its own.
    guard let stream = unsafe fdopendir(number) else {
      let failure = SystemFailure.last
      close(number)
      throw failure
    }
    unsafe self.stream = unsafe stream
  }

  // The stream is open until here and nothing else closes it.
  deinit { unsafe closedir(stream) }

  /// Which directory it is.
  public func identity() throws(SystemFailure) -> FileStatus.Identity {
    var status = stat()
    // The stream is open; `status` is written by the call only.
    if unsafe fstat(dirfd(stream), &status) != 0 { throw .last }
    return FileStatus(status).identity
  }

  /// The next name in it, in an order of its own; `.` and `..` are left out. Nil at the end.
  public func next() throws(SystemFailure) -> [UInt8]? {
    while true {
      errno = 0
      // The stream is open, and only one thread reads it.
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .last }
        return nil
      }
      guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
      // The name stands at this offset and ends in NUL; the entry stays until the next readdir.
      let name = unsafe UnsafeRawPointer(entry) + offset
      let bytes = unsafe Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
      if bytes != [0x2E], bytes != [0x2E, 0x2E] { return bytes }
    }
  }

  /// What `name` in it is; links are not followed.
  public func status(of name: [UInt8]) throws(SystemFailure) -> FileStatus {
    var status = stat()
    // The stream is open; the name ends in NUL and is not kept; `status` is written by the call only.
    _ = try unsafe calling(name) { unsafe fstatat(dirfd(stream), $0, &status, AT_SYMLINK_NOFOLLOW) }
    return FileStatus(status)
  }
}

/// Bytes of an open file, pipe or device.
public final class FileSource: ByteSource {
  /// What was wrong with the stream so far.
  public private(set) var damage: [SourceDamage] = []

  private let descriptor: Descriptor
  /// Whether bytes may still come when there are none: of a pipe they do, of a file they do not.
  private let comesLater: Bool
  private var offset: Int64 = 0
  private var ended = false
  /// Whether a writer was seen at a named pipe's other end. Before that, no bytes do not mean the end.
  private var hasWriter: Bool
  private let quiet: () -> Void
  /// The same bytes at any place; nil where there is no going back: a pipe, a file that is not read from its start.
  public var archive: (any ByteArchive)? { isArchive ? self : nil }
  private let isArchive: Bool

  /// Reads `descriptor`. `quiet` is called once if a named pipe has no writer for a second.
  public init(_ descriptor: consuming Descriptor, quiet: @escaping () -> Void = {}) {
    let kind = (try? descriptor.status())?.kind
    comesLater = kind == .pipe || kind == .socket || descriptor.isTerminal
    hasWriter = kind != .pipe
    self.quiet = quiet
    isArchive = kind == .regular && lseek(descriptor.number, 0, SEEK_CUR) == 0
    if kind == .regular { _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL) }
    self.descriptor = descriptor
  }

  /// Reads on; 0 means the end.
  public func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    let number = descriptor.number
    while !ended, buffer.count > 0 {
      let count = unsafe buffer.withUnsafeMutableBufferPointer { room in
        // The system writes at most `room.count` bytes to it.
        #if canImport(Glibc)
          unsafe Glibc.read(number, room.baseAddress, room.count)
        #else
          unsafe Musl.read(number, room.baseAddress, room.count)
        #endif
      }
      if count > 0 {
        offset += Int64(count)
        hasWriter = true
        return count
      }
      let code = errno
      if count == 0 {
        if hasWriter { ended = true } else { waitForWriter() }
      } else if code == EINTR {
        continue
      } else if code == EAGAIN || code == EWOULDBLOCK {
        if comesLater { _ = wait(milliseconds: -1) } else { ended = true }
      } else {
        let text = "reading stopped at byte \(offset): \(SystemFailure(code: code))"
        damage.append(SourceDamage(kind: .unreadable, detail: text, offset: offset))
        ended = true
      }
    }
    return 0
  }

  /// Waits until somebody has opened the pipe for writing. Reading after that gives bytes, or truly the end.
  private func waitForWriter() {
    if !wait(milliseconds: 1_000) {
      quiet()
      while !wait(milliseconds: -1) {}
    }
    hasWriter = true
  }

  /// Whether something came, or the other end closed, within `milliseconds` (-1: for ever).
  private func wait(milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    // One request, written by the call only.
    return unsafe poll(&request, 1, milliseconds) > 0
  }
}

extension FileSource: ByteArchive {
  /// Reads at `offset`; never by mapping, as a file that shrinks while it is mapped ends the program.
  public func read(at offset: Int64, into buffer: inout MutableSpan<UInt8>) -> Int {
    let number = descriptor.number
    var filled = 0
    while filled < buffer.count {
      let (count, code) = unsafe buffer.withUnsafeMutableBytes { room -> (Int, Int32) in
        // The system writes at most `room.count - filled` bytes behind the `filled` ones.
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[filled...])
        let count = unsafe pread(number, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
        return (count, errno)
      }
      if count < 0, code == EINTR { continue }
      if count <= 0 { break }
      filled += count
    }
    return filled
  }
}

/// How many processors may be used.
public func coreCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Whether somebody sees what is written to standard error.
public func standardErrorIsTerminal() -> Bool { isatty(STDERR_FILENO) == 1 }

/// Waits.
public func pause(microseconds: UInt32) { usleep(microseconds) }
