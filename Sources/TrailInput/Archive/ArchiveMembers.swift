// The members of an archive, as inputs to be.

import TrailBytes
public import TrailModel

/// What an archive says of one of its members.
struct ArchiveMember {
  /// What it is.
  enum Kind {
    case regular, directory
    /// Another name of a member before it, under which that was read.
    case hardLink
    /// A link to this path.
    case link([UInt8])
    /// Nothing that holds data: a device, a pipe.
    case special(String)
  }

  /// Its number in the archive, from 1.
  var number: Int
  /// Its path in the archive: a name, whatever it may look like; nothing is ever opened by it.
  var name: [UInt8]
  /// What it is.
  var kind: Kind
  /// How many bytes it claims to hold.
  var size: Int64?
  /// When it was last changed.
  var modified: Instant?
  /// Whether its data takes a password.
  var isEncrypted: Bool
}

#if Archives
  /// Gives the bytes of one member while the archive stands at it.
  final class MemberSource: ByteSource {
    private let reader: ArchiveReader
    private let number: Int
    private var cut: SourceDamage?

    init(_ reader: ArchiveReader, _ number: Int) {
      self.reader = reader
      self.number = number
    }

    var damage: [SourceDamage] { cut.map { [$0] } ?? [] }

    func read(into buffer: inout MutableSpan<UInt8>) -> Int {
      reader.number == number && cut == nil ? reader.read(into: &buffer, &cut) : 0
    }
  }
#endif

/// What lies in an archive, member by member. One member can be read at a time: the one that was opened last.
public final class ArchiveContents {
  private let path: String
  private let expansion: Expansion
  private let level: Int
  /// The links among the members that were met, of which it was asked that they be listed.
  public private(set) var links: [FoundLink] = []
  private var found: [Problem] = []
  private var unsaid = 0
  private var hasEnded = false
  #if Archives
    private let reader: ArchiveReader
  #endif

  /// Problems beyond so many members are only counted.
  private static let problemLimit = 1_000
  /// An archive that asks to be read at any place is kept in memory up to this size.
  private static let memoryLimit = 64 << 20

  /// Nil where this build reads no archives.
  init?(
    _ source: any ByteSource, _ form: ArchiveForm, archive: (bytes: any ByteArchive, size: Int64)?, path: String,
    _ expansion: Expansion, level: Int
  ) {
    self.path = path
    self.expansion = expansion
    self.level = level
    #if Archives
      var archive = archive
      // Its directory stands at the end.
      if archive == nil, form == .sevenZip {
        archive = ByteStore(source, limit: Self.memoryLimit).map { ($0, $0.size) }
      }
      guard let reader = ArchiveReader(source, form, archive: archive) else { return nil }
      self.reader = reader
    #else
      return nil
    #endif
  }

  /// What was wrong with the archive and with what lies in it and is no input; complete behind the last member.
  public var problems: [Problem] {
    #if Archives
      let damage = reader.damage.map { Problem(path: path, damage: $0) }
    #else
      let damage: [Problem] = []
    #endif
    guard unsaid > 0 else { return damage + found }
    return damage + found + [Problem(path: path, kind: .notAFile, detail: "\(unsaid) more members are not read")]
  }

  /// The next member that is a file; nil behind the last. What was opened before cannot be read any more. Links on the
  /// way of which `isTelling` holds are listed.
  public func next(links isTelling: (String) -> Bool = { _ in false }) -> OpenedInput? {
    #if Archives
      // What ends it says so where it is met.
      while !hasEnded, !expansion.isExhausted, let member = reader.next() {
        expansion.members += 1
        if expansion.members > expansion.limits.members {
          let detail = "the whole input has more than \(expansion.limits.members) members; the rest is not read"
          found.append(Problem(path: path, kind: .depth, detail: detail))
          hasEnded = true
          return nil
        }
        let name = member.name.starts(with: [0x2E, 0x2F]) ? Array(member.name.dropFirst(2)) : member.name
        let path = "\(self.path)!/\(shownPath(name))"
        switch member.kind {
        case .regular:
          if member.isEncrypted {
            report(path, .unsupported, "it is encrypted and cannot be read")
            continue
          }
          var input = OpenedInput(path: path)
          input.modified = member.modified
          input.size = member.size ?? 0
          let source = MeteredSource(MemberSource(reader, member.number), expansion, name: "member")
          input.recognise(source, archive: nil, expansion, level: level)
          return input
        // What they lead to is read where it lies.
        case .directory, .hardLink: continue
        case .link(let target):
          if links.count < Self.problemLimit, isTelling(path) { links.append(FoundLink(path: path, target: target)) }
        case .special(let noun): report(path, .notAFile, "\(noun) in an archive is not read")
        }
      }
    #endif
    return nil
  }

  private func report(_ path: String, _ kind: Problem.Kind, _ detail: String) {
    if found.count < Self.problemLimit {
      found.append(Problem(path: path, kind: kind, detail: detail))
    } else {
      unsaid += 1
    }
  }
}
