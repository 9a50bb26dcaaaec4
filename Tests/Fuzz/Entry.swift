// What libFuzzer calls: `fuzz --target=NAME [libFuzzer's flags] [corpus]`, `fuzz --target=NAME --seeds=FOLDER`.

import Foundation

/// A parser, bytes for it to begin with, and what has to hold for any others.
struct FuzzTarget: Sendable {
  let name: String
  /// Input that the parser has a use for; the fuzzer changes it.
  let seeds: @Sendable () throws -> [[UInt8]]
  /// Parses. Whatever is wrong ends the program.
  let run: @Sendable ([UInt8]) -> Void

  static let all: [FuzzTarget] = [
    .lines, .envelopes, .records, .kubernetes, .witnesses, .owners, .journal, .compressed, .archives, .transforms,
    .hostFiles, .zones, .program,
  ]
}

/// What stands behind `--name=` on the command line. Flags with two hyphens are not libFuzzer's.
private func flag(_ name: String) -> String? {
  let front = "--\(name)="
  return CommandLine.arguments.first { $0.hasPrefix(front) }.map { String($0.dropFirst(front.count)) }
}

private let target: FuzzTarget = {
  let name = flag("target") ?? ""
  if let target = FuzzTarget.all.first(where: { $0.name == name }) { return target }
  print("--target=… is one of: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
  exit(2)
}()

/// Called once, before all else.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer, _ words: UnsafeMutableRawPointer) -> CInt {
  guard let folder = flag("seeds") else { return 0 }
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (number, seed) in try target.seeds().enumerated() {
      try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(number)"))
    }
  } catch {
    print("\(error)")
    exit(2)
  }
  exit(0)
}

/// Called for every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func parseOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Ends the program unless `condition` holds.
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
  if !condition { fatalError(what()) }
}
