// What is wrong with a journal file, each kind said once: where first, and how often.

import TrailBytes

/// The damage met so far.
struct JournalDamage {
  /// The kinds there are.
  enum Kind: Hashable, Error {
    /// The file ends before `claimed`, where its header says it ends.
    case cut(claimed: Int64)
    /// No object can be read where one should stand.
    case gap
    /// An entry's own numbers cannot be true.
    case entry
    /// An entry refers to what is no DATA object, or none any more.
    case lost
    /// An entry repeats data from so far back that a stream does not have it any more.
    case forgotten
    /// A payload is not what its hash was made of.
    case check
    /// A payload cannot be decompressed.
    case undecodable(Compression)
    /// A payload has a compression that this build lacks.
    case unsupported(Compression)
    /// A payload has a compression that nobody knew when this was written.
    case unknownCompression
    /// The header asks for features that nobody knew when this was written.
    case unknownFlags(UInt32)
    /// Payloads expand beyond all belief.
    case bomb
  }

  private var found: [(kind: Kind, first: Int64, count: Int)] = []

  /// Notes damage of `kind` at `offset` of the file.
  mutating func note(_ kind: Kind, at offset: Int64) {
    if let index = found.firstIndex(where: { $0.kind == kind }) {
      found[index].count += 1
    } else {
      found.append((kind, offset, 1))
    }
  }

  /// What to say of it, where `entries` entries were read of a file with `header`.
  func said(entries: Int, header: JournalHeader) -> [SourceDamage] {
    // A wrong length can lead on to a sound object, past others.
    if found.isEmpty, !header.isOnline, entries < header.entryCount {
      let text = "the journal claims \(header.entryCount) entries and \(entries) were found"
      return [SourceDamage(kind: .corrupt, detail: text, offset: 152)]
    }
    return found.map { kind, first, count in
      let more = count - 1
      func and(_ rest: String) -> String { more == 0 ? "" : "; \(more) more \(rest)" }
      let (said, text): (SourceDamage.Kind, String) =
        switch kind {
        case .cut(let claimed):
          (
            .truncated,
            "the journal stops at byte \(first), before byte \(claimed) where its header says it ends"
              + "; it claims \(header.entryCount) entries and \(entries) were found"
          )
        case .gap: (.corrupt, "no journal object can be read at byte \(first)" + and("places are like that"))
        case .entry: (.corrupt, "the journal entry at byte \(first) is damaged" + and("are"))
        case .lost: (.corrupt, "the journal entry at byte \(first) refers to data that is lost" + and("do"))
        case .forgotten:
          (
            .corrupt,
            "the journal entry at byte \(first) repeats data from too far back for a stream; as a file it could be read"
              + and("do")
          )
        case .check: (.corrupt, "the journal data at byte \(first) fails its check" + and("do"))
        case .undecodable(let compression):
          (.corrupt, "the \(compression.name) data of the journal at byte \(first) cannot be decoded" + and("cannot"))
        case .unsupported(let compression):
          (
            .unsupported,
            "the journal data at byte \(first) is compressed with \(compression.name), which this build cannot read"
              + and("are")
          )
        case .unknownCompression:
          (.unsupported, "the journal data at byte \(first) is compressed in an unknown way" + and("are"))
        case .unknownFlags(let flags):
          (
            .unsupported,
            "the journal asks for features that are not known (incompatible flags 0x\(String(flags, radix: 16)))"
          )
        case .bomb:
          (.corrupt, "the journal data at byte \(first) expands too much, with what came before it" + and("do"))
        }
      return SourceDamage(kind: said, detail: text, offset: first)
    }
  }
}
