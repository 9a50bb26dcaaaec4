// Runs the program that was built together with the tests.

import Foundation
import Testing

/// The `oomtrail` binary beside the running test bundle, whatever the build folder is called.
public enum BuiltProgram {
  /// Its path.
  public static let path: String = {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("oomtrail").path
  }()

  /// What a run came to.
  public struct Outcome: Sendable {
    /// The exit status; for a run that was ended by a signal, its number negated.
    public let status: Int32
    /// Standard output.
    public let output: [UInt8]
    /// Standard error.
    public let errors: String
    /// Whether it had to be stopped.
    public let timedOut: Bool

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard output as JSON.
    public func json() throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any])
    }
  }

  /// Runs it with `arguments`. Its standard input holds `input`; nil is an input that never ends nor says anything.
  public static func run(_ arguments: [String], input: [UInt8]? = [], folder: String? = nil, seconds: Double = 60)
    throws -> Outcome
  {
    try launch(path, arguments, input: input, folder: folder, seconds: seconds)
  }

  /// Runs `script` in a shell in which `$oomtrail` is the program.
  public static func shell(_ script: String, folder: String? = nil, seconds: Double = 60) throws -> Outcome {
    try launch("/bin/bash", ["-c", "oomtrail='\(path)'; \(script)"], input: [], folder: folder, seconds: seconds)
  }

  static func launch(
    _ program: String, _ arguments: [String], input: [UInt8]? = [], folder: String? = nil, seconds: Double
  ) throws -> Outcome {
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // Files and not pipes, so that no side waits for the other.
    process.standardOutput = FileHandle(forWritingAtPath: try scratch.write("output", []))
    process.standardError = FileHandle(forWritingAtPath: try scratch.write("errors", []))
    let silence = Pipe()
    if let input {
      process.standardInput = FileHandle(forReadingAtPath: try scratch.write("input", input))
    } else {
      process.standardInput = silence
    }
    try process.run()
    let end = Date().addingTimeInterval(seconds)
    while process.isRunning, Date() < end { usleep(2_000) }
    let timedOut = process.isRunning
    if timedOut { process.terminate() }
    process.waitUntilExit()
    try? silence.fileHandleForWriting.close()
    let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return Outcome(
      status: status, output: try scratch.bytes("output"),
      errors: String(decoding: try scratch.bytes("errors"), as: UTF8.self), timedOut: timedOut)
  }
}

/// A folder that goes away with the test.
public final class Scratch {
  /// Its path.
  public let path: String

  /// A new, empty folder.
  public init() throws {
    path = NSTemporaryDirectory() + "oomtrail-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, the folders above it too; returns its path.
  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Writes a file of text.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  /// The bytes of a file.
  public func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  /// A file as text.
  public func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// The names in it, in order.
  public func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}
