// What the tests of this folder share: byte sources, gzip data made to order, a folder that goes away.

import CZlib
import Foundation
import Testing
import TrailBytes

/// Bytes in memory, given at most `step` at a time.
final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let step: Int
  private var position = 0
  private(set) var reads = 0
  var damage: [SourceDamage] = []

  init(_ bytes: [UInt8], step: Int = .max) {
    self.bytes = bytes
    self.step = step
  }

  func read(into buffer: inout MutableSpan<UInt8>) -> Int {
    reads += 1
    let count = min(buffer.count, step, bytes.count - position)
    for index in 0..<count { buffer[index] = bytes[position + index] }
    position += count
    return count
  }
}

/// Everything that `source` gives, read `room` bytes at a time.
func drain(_ source: any ByteSource, room: Int = 8_192) -> [UInt8] {
  var all: [UInt8] = []
  var buffer = [UInt8](repeating: 0xAA, count: room)
  while true {
    var span = buffer.mutableSpan
    let count = source.read(into: &span)
    if count == 0 { return all }
    all += buffer[..<count]
  }
}

/// One gzip member that holds `bytes`.
func gzip(_ bytes: [UInt8], time: UInt32 = 0, flags: UInt8 = 0, extra: [UInt8] = [], level: Int32 = 6)
  -> [UInt8]
{
  var header: [UInt8] = [0x1F, 0x8B, 8, flags]
  header += (0..<4).map { UInt8(truncatingIfNeeded: time >> UInt32(8 * $0)) } + [0, 3] + extra
  if flags & 2 != 0 {
    let sum = checksum(header)
    header += [UInt8(truncatingIfNeeded: sum), UInt8(truncatingIfNeeded: sum >> 8)]
  }
  let sum = checksum(bytes)
  let trailer = (0..<4).map { UInt8(truncatingIfNeeded: sum >> UInt32(8 * $0)) }
  let length = (0..<4).map { UInt8(truncatingIfNeeded: UInt32(bytes.count) >> UInt32(8 * $0)) }
  return header + deflated(bytes, level: level) + trailer + length
}

private func checksum(_ bytes: [UInt8]) -> UInt32 {
  // zlib reads `count` bytes of the buffer.
  bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
}

/// `bytes` as bare deflate data: a zlib stream without its two bytes of header and four of checksum.
private func deflated(_ bytes: [UInt8], level: Int32) -> [UInt8] {
  var room = Int(compressBound(UInt(bytes.count)))
  var result = [UInt8](repeating: 0, count: room)
  var size = UInt(room)
  // zlib writes at most `size` bytes and says how many.
  let code = result.withUnsafeMutableBufferPointer { output in
    bytes.withUnsafeBufferPointer { input in
      compress2(output.baseAddress, &size, input.baseAddress, UInt(input.count), level)
    }
  }
  precondition(code == Z_OK)
  room = Int(size)
  return Array(result[2..<(room - 4)])
}

/// Log-like text of `count` lines, the same for the same seed.
func sampleText(lines count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  var text = ""
  for line in 0..<count {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    text +=
      "Nov 22 10:\(10 + line % 50):07 node kernel: [\(state >> 44)] oom_reaper: reaped process \(state >> 50)\n"
  }
  return Array(text.utf8)
}

/// A folder that goes away with the test.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "trail-input-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String = "text\n") throws { try file(name, Array(text.utf8)) }

  func file(_ name: String, _ bytes: [UInt8]) throws {
    try folder(name.split(separator: "/").dropLast().joined(separator: "/"))
    try #require(FileManager.default.createFile(atPath: path + "/" + name, contents: Data(bytes)))
  }

  func folder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func hardLink(_ name: String, to other: String) throws {
    try FileManager.default.linkItem(atPath: path + "/" + other, toPath: path + "/" + name)
  }

  func pipe(_ name: String) throws { try #require(mkfifo(path + "/" + name, 0o600) == 0) }

  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  /// `text` without the folder's own path.
  func short(_ text: String) -> String { text.replacingOccurrences(of: path, with: "T") }
}
