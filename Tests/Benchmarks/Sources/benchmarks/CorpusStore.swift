// Keeps corpora in a folder: makes what is missing, takes again what was made with the same options.

import Glibc
import LogCorpus

/// Files to give to a program, and what is in them.
struct Corpus {
  var paths: [String]
  var plainBytes: Int
  var kills: Int
}

struct CorpusStore {
  let folder: String
  let size: Int
  let seed: Int

  private static let reportInterval = 20 << 20
  private static let gzipFiles = 20
  private static let denseBytes = 100_000_000

  init(folder: String, size: Int, seed: Int) throws {
    self.folder = folder
    self.size = size
    self.seed = seed
    try TextFile.makeDirectory(folder)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// One report in 20 MiB.
  func withReports(_ format: LogFormat) throws -> Corpus {
    try make("\(format.rawValue)-reports", options(format, every: Self.reportInterval))
  }

  func withoutReports(_ format: LogFormat) throws -> Corpus {
    try make("\(format.rawValue)-quiet", options(format, every: nil))
  }

  func dense() throws -> Corpus {
    let options = [
      "--dense", "--format", "syslog", "--bytes", String(min(size, Self.denseBytes)), "--rows", "300",
      "--hosts", "8", "--seed", String(seed),
    ]
    return try make("syslog-dense", options)
  }

  /// The first `count` of twenty files, one hour of log each, that hold one large corpus together.
  func compressed(count: Int) throws -> Corpus {
    var whole = Corpus(paths: [], plainBytes: 0, kills: 0)
    for index in 0..<count {
      let bytes = size / Self.gzipFiles
      let options = [
        "--format", "syslog", "--bytes", String(bytes), "--oom-every",
        String(min(Self.reportInterval, bytes)), "--seed", String(seed + 1 + index),
        "--start-hour", String(index),
      ]
      let part = try make("syslog-hour\(index)", options, compress: true)
      whole.paths += part.paths
      whole.plainBytes += part.plainBytes
      whole.kills += part.kills
    }
    return whole
  }

  var compressedFileCount: Int { Self.gzipFiles }

  /// A literal list of the package as a plain pattern file, without its first line, which says what it is.
  func patterns(_ list: LiteralList) throws -> String {
    let text = try TextFile.read(list.path)
    let kept = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    let path = path("literals-\(list.rawValue).txt")
    try TextFile.write(kept.map { "\($0)\n" }.joined(), to: path)
    return path
  }

  private func options(_ format: LogFormat, every interval: Int?) -> [String] {
    [
      "--format", format.rawValue, "--bytes", String(size), "--oom-every",
      interval.map { String($0) } ?? "none", "--seed", String(seed),
    ]
  }

  /// The generator runs as a process of its own, so that this one stays small (see `Machine.ownPeakBytes`).
  private func make(_ name: String, _ options: [String], compress: Bool = false) throws -> Corpus {
    let log = path(name + (compress ? ".log.gz" : ".log"))
    let note = path("\(name).made")
    let recipe = "revision=\(CorpusGenerator.revision) " + options.joined(separator: " ")
    if let old = try? TextFile.read(note), let corpus = known(old, recipe, log) { return corpus }
    Console.warn("making \(log)")
    unlink(note)
    let plain = path("\(name).part")
    let summary = path("\(name).summary")
    let generator = Child(
      program: "/proc/self/exe", arguments: ["generate", "--summary"] + options, output: .file(plain),
      errorPath: summary)
    try check(generator, reads: summary)
    if compress {
      let errors = path("gzip.stderr")
      let packed = path("\(name).part.gz")
      let gzip = Child(
        program: "gzip", arguments: ["-6", "-n", "-c", plain], output: .file(packed), errorPath: errors)
      try check(gzip, reads: errors)
      unlink(plain)
      try TextFile.move(packed, to: log)
    } else {
      try TextFile.move(plain, to: log)
    }
    let made = "\(recipe)\nfile_bytes=\(TextFile.size(of: log) ?? 0) \(try TextFile.read(summary))"
    unlink(summary)
    try TextFile.write(made, to: note)
    guard let corpus = known(made, recipe, log) else {
      throw Child.Failure(description: "\(log) is not what was asked for")
    }
    return corpus
  }

  private func check(_ child: Child, reads errors: String) throws {
    let result = try child.run()
    guard result.exitStatus == 0 else {
      let text = (try? TextFile.read(errors)) ?? ""
      throw Child.Failure(description: "\(child.program) failed with status \(result.exitStatus): \(text)")
    }
  }

  /// A note's first line is the recipe; the second one has what came out.
  private func known(_ note: String, _ recipe: String, _ log: String) -> Corpus? {
    let lines = note.split(separator: "\n")
    guard lines.count == 2, lines[0] == recipe else { return nil }
    var facts: [Substring: Int] = [:]
    for pair in lines[1].split(separator: " ") {
      let sides = pair.split(separator: "=")
      if sides.count == 2 { facts[sides[0]] = Int(sides[1]) }
    }
    guard let bytes = facts["bytes"], let kills = facts["kills"], let size = facts["file_bytes"],
      TextFile.size(of: log) == size
    else { return nil }
    return Corpus(paths: [log], plainBytes: bytes, kills: kills)
  }
}

/// The pattern files in `Literals`.
enum LiteralList: String {
  case twelve
  case thirty

  var path: String { "\(Places.package)/Literals/\(rawValue).txt" }
}

/// Where this package and the checkout around it are.
enum Places {
  static let package = parent(of: #filePath, levels: 3)
  static let checkout = parent(of: package, levels: 2)

  private static func parent(of path: String, levels: Int) -> String {
    "/" + path.split(separator: "/").dropLast(levels).joined(separator: "/")
  }
}
