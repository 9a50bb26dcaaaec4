// Small files as strings, and the few other things that are done to files here.

import Glibc

enum TextFile {
  static func read(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path) }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { return String(decoding: text, as: UTF8.self) }
      text += block[..<count]
    }
  }

  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("write", path) }
    defer { close(descriptor) }
    Console.writeAll(Array(text.utf8), to: descriptor)
  }

  static func size(of path: String) -> Int? {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_size) : nil
  }

  static func move(_ old: String, to new: String) throws {
    guard rename(old, new) == 0 else { throw failure("rename", old) }
  }

  static func makeDirectory(_ path: String) throws {
    var prefix = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      prefix += "/\(part)"
      guard mkdir(prefix, 0o755) == 0 || errno == EEXIST else { throw failure("create", prefix) }
    }
  }

  private static func failure(_ action: String, _ path: String) -> Child.Failure {
    Child.Failure(description: "cannot \(action) \(path): \(String(cString: strerror(errno)))")
  }
}
