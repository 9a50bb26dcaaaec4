// A file without a name for what need not be in memory all the time.

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes on disk that nobody else sees, and that are gone with the program however it ends.
public final class ScratchFile: Sendable {
  private let number: Int32
  private let size = Atomic<Int64>(0)

  /// A file in the folder that `TMPDIR` names, or in `/tmp`.
  public init() throws(SystemFailure) {
    // A variable's value ends in NUL, and nothing here changes it.
    let folder = unsafe getenv("TMPDIR").map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    let path = (folder.flatMap { $0.isEmpty ? nil : $0 } ?? Array("/tmp".utf8)) + Array("/oomtrail-XXXXXX".utf8)
    var name = path + [0]
    // The name ends in NUL; its last letters are replaced.
    let (number, code) = unsafe name.withUnsafeMutableBytes { bytes -> (Int32, Int32) in
      guard let base = bytes.baseAddress else { return (-1, EINVAL) }
      let number = unsafe mkstemp(base.assumingMemoryBound(to: CChar.self))
      let code = errno
      if number >= 0 { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
      // Without a name it goes when it is closed.
      if number >= 0 { unsafe unlink(base.assumingMemoryBound(to: CChar.self)) }
      return (number, code)
    }
    if number < 0 { throw SystemFailure(code: code) }
    self.number = number
  }

  deinit { close(number) }

  /// Writes `bytes` at the end and says where; nil where they cannot be written, as on a full disk.
  public func append(_ bytes: Span<UInt8>) -> Int64? {
    let start = size.add(Int64(bytes.count), ordering: .relaxed).oldValue
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(done..<bytes.count)
      let count = unsafe rest.withUnsafeBufferPointer { room in
        // The system reads `room.count` bytes of it.
        unsafe pwrite(number, room.baseAddress, room.count, off_t(start) + off_t(done))
      }
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        return nil
      }
    }
    return start
  }

  /// The `count` bytes at `offset`; nil where they cannot be read.
  public func bytes(at offset: Int64, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = bytes.fill(from: 0) { room in
      let size = room.count
      var done = 0
      while done < size {
        let count = unsafe room.withUnsafeMutableBufferPointer { room in
          // The system writes at most `size - done` bytes behind those that are there.
          unsafe pread(number, room.baseAddress.map { unsafe $0 + done }, size - done, off_t(offset) + off_t(done))
        }
        if count > 0 {
          done += count
        } else if count == 0 || errno != EINTR {
          break
        }
      }
      return done
    }
    return filled == count ? bytes : nil
  }
}
