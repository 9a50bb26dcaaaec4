// From the paths of a command line to the inputs to read.

import TrailBytes
public import TrailModel

/// A path that was given and leads nowhere: a mistake of the caller, not damage.
public struct InputFailure: Error, Hashable, Sendable {
  /// The path as it is shown.
  public var path: String
  /// What the system said of it.
  public var message: String

  /// `path` could not be found, as `message` says.
  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }
}

/// A link in a directory.
public struct FoundLink: Sendable {
  /// Its path as it is shown.
  public var path: String
  /// Where it leads, as it says.
  public var target: [UInt8]
}

/// Everything there is to read under some paths, whatever their order and the order of the directories.
///
/// Each file is there once, however many names and links lead to it: under the first of its paths.
public struct Walk: Sendable {
  /// Deeper directories are reported and not read.
  public static let depthLimit = 128

  /// What to read, in the order of the paths' bytes.
  public private(set) var inputs = InputList()
  /// What was passed over, by path.
  public private(set) var problems: [Problem] = []
  /// Paths that lead nowhere, by path.
  public private(set) var failures: [InputFailure] = []
  /// Links that say something by where they lead, by path.
  public private(set) var links: [FoundLink] = []
  /// Which links those are, by their path.
  private let isTelling: @Sendable (String) -> Bool

  /// Which file each input is; nil for standard input.
  private var identities: [FileStatus.Identity?] = []
  /// Things that were given by name, and directories that were read.
  private var seen: Set<FileStatus.Identity> = []
  /// What the given paths lead to.
  private var roots: [[UInt8]] = []

  /// A directory still to be listed.
  private struct Pending {
    var folder: Int
    var depth: Int
    var isRoot: Bool
    /// Its path without links.
    var resolved: [UInt8]?
  }

  /// Finds everything under `paths`: command-line arguments, of which `-` is standard input. Links in directories of
  /// which `isTelling` holds are listed.
  public init(_ paths: [String], links isTelling: @escaping @Sendable (String) -> Bool = { _ in false }) {
    self.init(bytes: paths.map(argumentBytes), links: isTelling)
  }

  /// Finds everything under the paths of these bytes.
  public init(bytes paths: [[UInt8]], links isTelling: @escaping @Sendable (String) -> Bool = { _ in false }) {
    self.isTelling = isTelling
    var directories: [Pending] = []
    for path in Set(paths.map(Walk.withoutSlashes)).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if let directory = add(named: path) { directories.append(directory) }
    }
    for directory in directories { list(directory) }
    finish()
  }

  /// Takes a path that was given; answers it if it is a directory.
  private mutating func add(named path: [UInt8]) -> Pending? {
    if path == [0x2D] {
      add(path, in: 0, identity: nil)
      return nil
    }
    let status: FileStatus
    do throws(SystemFailure) {
      status = try FileStatus.of(path, followingLinks: true)
    } catch {
      let isLink = (try? FileStatus.of(path, followingLinks: false))?.kind == .link
      let message = isLink && error.isAbsence ? "the link leads nowhere (\(error))" : "\(error)"
      failures.append(InputFailure(path: shownPath(path), message: message))
      return nil
    }
    let resolved = try? resolvedPath(path)
    if let resolved { roots.append(resolved) }
    switch status.kind {
    case .directory:
      inputs.folders.append(path.last == 0x2F ? path : path + [0x2F])
      return Pending(folder: inputs.folders.count - 1, depth: 0, isRoot: true, resolved: resolved)
    case .regular, .pipe, .characterDevice:
      // A device is judged when it is open: a terminal can be read, a mouse cannot.
      seen.insert(status.identity)
      add(path, in: 0, identity: status.identity)
    case .link, .socket, .blockDevice, .other:
      seen.insert(status.identity)
      report(path, .notAFile, "\(status.kind.noun) cannot be read as a log")
    }
    return nil
  }

  /// Lists `root` and everything below it.
  private mutating func list(_ root: Pending) {
    var pending = [root]
    while let next = pending.popLast() {
      // The last one added comes first, so that of two names of one directory always the same one is read.
      pending += list(one: next).reversed()
    }
  }

  /// Lists one directory; answers those in it, in order.
  private mutating func list(one here: Pending) -> [Pending] {
    let path = inputs.folders[here.folder]
    var below: [(name: [UInt8], resolved: [UInt8]?)] = []
    do throws(SystemFailure) {
      let directory = try Directory(here.isRoot ? path : path.dropLast(), followingLinks: here.isRoot)
      guard seen.insert(try directory.identity()).inserted else { return [] }
      while let name = try directory.next() {
        let status: FileStatus
        do throws(SystemFailure) {
          status = try directory.status(of: name)
        } catch {
          report(path + name, .unreadable, "\(error)")
          continue
        }
        switch status.kind {
        case .regular: add(name, in: here.folder, identity: status.identity)
        case .directory: below.append((name, here.resolved.map { Walk.joined($0, name) }))
        case .link: check(link: path + name, in: here)
        case .pipe, .socket, .characterDevice, .blockDevice, .other:
          // One that was also given by name is read.
          if seen.contains(status.identity) { continue }
          report(path + name, .notAFile, "\(status.kind.noun) in a directory is not read")
        }
      }
    } catch { report(Walk.withoutSlashes(path), .unreadable, "\(error)") }

    below.sort { $0.name.lexicographicallyPrecedes($1.name) }
    var pending: [Pending] = []
    for (name, resolved) in below {
      if here.depth == Walk.depthLimit {
        report(path + name, .depth, "directories are read \(Walk.depthLimit) levels deep; this one is deeper")
        continue
      }
      inputs.folders.append(path + name + [0x2F])
      pending.append(
        Pending(folder: inputs.folders.count - 1, depth: here.depth + 1, isRoot: false, resolved: resolved))
    }
    return pending
  }

  /// Reports a link unless what it leads to is read anyway: everything inside the given trees is, by its own name.
  private mutating func check(link: [UInt8], in here: Pending) {
    let shown = shownPath(link)
    if isTelling(shown), let target = try? linkTarget(link) { links.append(FoundLink(path: shown, target: target)) }
    let target: [UInt8]
    do throws(SystemFailure) {
      target = try resolvedPath(link)
    } catch {
      if error.isAbsence {
        report(link, .link, "the link leads nowhere")
      } else {
        let detail = error.isCircle ? "the link leads in a circle" : "the link cannot be followed: \(error)"
        report(link, .link, detail)
      }
      return
    }
    if let folder = here.resolved, Walk.is(folder, inside: target) {
      report(link, .link, "the link leads back to a directory that holds it")
    } else if !roots.contains(where: { Walk.is(target, inside: $0) }) {
      report(link, .link, "the link leads out of what was given, to \(shownPath(target))")
    }
  }

  private mutating func add(_ name: [UInt8], in folder: Int, identity: FileStatus.Identity?) {
    inputs.append(name, in: folder)
    identities.append(identity)
  }

  private mutating func report(_ path: [UInt8], _ kind: Problem.Kind, _ detail: String) {
    problems.append(Problem(path: shownPath(path), kind: kind, detail: detail))
  }

  /// Sorts, and takes each file once.
  private mutating func finish() {
    var read: Set<FileStatus.Identity> = []
    let found = inputs
    let order = found.indices.sorted { found.precedes($0, $1) }
    inputs.keep(
      order.filter { number in
        guard let identity = identities[number] else { return true }
        return read.insert(identity).inserted
      })
    identities = []
    seen = []
    problems.sort { ($0.path, $0.detail) < ($1.path, $1.detail) }
    links.sort { $0.path < $1.path }
    failures.sort { ($0.path, $0.message) < ($1.path, $1.message) }
  }

  /// `path` without slashes at its end, but for the root's.
  private static func withoutSlashes(_ path: [UInt8]) -> [UInt8] {
    let end = path.lastIndex { $0 != 0x2F }
    guard let end else { return path.isEmpty ? [] : [0x2F] }
    return Array(path[...end])
  }

  private static func joined(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
    (folder.last == 0x2F ? folder : folder + [0x2F]) + name
  }

  /// Whether `path` is `folder` or lies in it. Both are without links.
  private static func `is`(_ path: [UInt8], inside folder: [UInt8]) -> Bool {
    guard path.starts(with: folder) else { return false }
    return path.count == folder.count || folder.last == 0x2F || path[folder.count] == 0x2F
  }
}
