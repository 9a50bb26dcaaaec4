// From object to object, front to back; where one cannot be read, on to the next that can.

import TrailBytes

/// Walks over the objects of a journal file.
///
/// Nothing is looked up through the file's own tables: they are what a crash or a cut breaks first, and every object
/// says where the next one begins.
struct ObjectWalk {
  /// How much of an object is looked at. The compressed front of a capped payload fits into it.
  static let frontLimit = 160 << 10

  /// What is in memory.
  private(set) var window: ObjectWindow
  /// Where the next object is expected.
  private var position: Int64
  /// Where the object before it stands.
  private var previous: Int64 = 0
  /// Where what cannot be read begins, while a next object is searched.
  private var lost: Int64?
  /// Whether what cannot be read is more than unused room.
  private var isSolid = false

  private let source: any ByteSource
  private let archive: (any ByteArchive)?
  private let header: JournalHeader

  /// A walk over the objects behind `header`; `window` holds the file's front.
  init(
    _ window: ObjectWindow, _ source: any ByteSource, archive: (any ByteArchive)?, header: JournalHeader
  ) {
    self.window = window
    self.source = source
    self.archive = archive
    self.header = header
    position = header.firstObject
  }

  /// The next object; as much of it as is looked at is in ``window``. Nil at the end of the file.
  mutating func next(_ damage: inout JournalDamage) -> JournalObject? {
    while window.see(JournalObject.headSize, at: position, from: source) == JournalObject.headSize {
      if let object = head(at: position), isHere(object) {
        let leads = leadsOn(object)
        if leads || lost == nil {
          if let lost { damage.note(.gap, at: min(lost, position)) }
          // Of an object that leads nowhere either the length is wrong or the next one's head: what it spans is
          // searched. It is believed itself; its payload has a check.
          previous = object.offset
          lost = leads ? nil : object.next
          isSolid = !leads
          position = leads ? object.next : position + Int64(JournalObject.headSize)
          return object
        }
      }
      if lost == nil { lost = position }
      let solid = window.endOfZeros(from: position, source: source)
      if solid < window.end { isSolid = true }
      position = max(position + 8, solid & ~7)
    }
    noteEnd(&damage)
    return nil
  }

  /// What `object` is made of, as far as it is looked at.
  @inline(__always)
  func range(of object: JournalObject) -> Range<Int> {
    let start = window.index(of: object.offset)
    return start..<(start + Int(min(object.size, Int64(ObjectWalk.frontLimit))))
  }

  private func head(at offset: Int64) -> JournalObject? {
    JournalObject(
      window.bytes.span.extracting(0..<window.count), at: window.index(of: offset), offset: offset, in: header)
  }

  /// Brings the object into memory, and the next one's head; false where the file ends within the object.
  private mutating func isHere(_ object: JournalObject) -> Bool {
    let front = min(object.size, Int64(ObjectWalk.frontLimit))
    let wanted = Int(front) + 8 + JournalObject.headSize
    return window.see(wanted, at: object.offset, from: source) >= Int(front)
  }

  /// Whether behind `object` stands what may stand there: an object, unused room, or nothing.
  private func leadsOn(_ object: JournalObject) -> Bool {
    let next = object.next
    if next + Int64(JournalObject.headSize) <= window.end {
      let bytes = window.bytes.span.extracting(0..<window.count)
      let at = window.index(of: next)
      return mayStand(bytes, at: at, behind: object)
    }
    // It reaches to the end of the file, whose last bytes are no whole head.
    if window.isAtEnd { return object.end <= window.end }
    guard let archive else { return lost == nil }
    var bytes = [UInt8](repeating: 0, count: JournalObject.headSize)
    var room = bytes.mutableSpan
    if archive.read(at: next, into: &room) == JournalObject.headSize {
      return mayStand(bytes.span, at: 0, behind: object)
    }
    // The file ends right behind the object, or within it.
    var last = room._mutatingExtracting(0..<1)
    return archive.read(at: object.end - 1, into: &last) == 1
  }

  /// Whether what stands at `position` of `bytes` may stand behind `object`: another one, or unused room, which only
  /// the last one has behind it.
  private func mayStand(_ bytes: Span<UInt8>, at position: Int, behind object: JournalObject) -> Bool {
    if bytes.uint64(at: position) == 0 { return object.offset >= header.lastObject }
    return JournalObject(bytes, at: position, offset: object.next, in: header) != nil
  }

  /// Says what the file lacks.
  private func noteEnd(_ damage: inout JournalDamage) {
    if let end = header.end, window.end < end {
      damage.note(.cut(claimed: end), at: window.end)
    } else if let lost, isSolid || lost <= header.lastObject {
      damage.note(.gap, at: lost)
    } else if position &- 7 > window.end {
      // The last object claims more than there is.
      damage.note(.gap, at: previous)
    }
  }
}
