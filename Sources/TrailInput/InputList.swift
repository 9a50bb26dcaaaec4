// The inputs that were found, in order: paths packed into one array, so that 100,000 of them take little room.

/// One input to read.
public struct InputEntry: Hashable, Sendable {
  /// The path as it is shown; `-` is standard input.
  public var path: String
  /// The path as it is opened.
  public var bytes: [UInt8]
  /// Whether the path was given, not found in a directory.
  public var isNamed: Bool

  /// An input at `bytes`.
  public init(bytes: [UInt8], isNamed: Bool) {
    self.path = shownPath(bytes)
    self.bytes = bytes
    self.isNamed = isNamed
  }

  /// Whether this is standard input. A file of that name is given as `./-`.
  public var isStandardInput: Bool { isNamed && bytes == [0x2D] }
}

/// Inputs in the order of their paths' bytes.
public struct InputList: RandomAccessCollection, Sendable {
  /// A path in two parts: a folder, which many inputs share, and a name.
  struct Item {
    var folder: Int32
    var length: Int32
    var start: Int
  }

  /// Each with a slash at its end; the first is none, for paths that were given.
  var folders: [[UInt8]] = [[]]
  /// The names, one behind the other.
  private var names: [UInt8] = []
  private var items: [Item] = []

  init() {}

  /// The number of the first.
  public var startIndex: Int { 0 }
  /// The number behind the last.
  public var endIndex: Int { items.count }

  /// Input number `index`.
  public subscript(index: Int) -> InputEntry {
    let item = items[index]
    return InputEntry(
      bytes: folders[Int(item.folder)] + names[item.start..<(item.start + Int(item.length))],
      isNamed: item.folder == 0)
  }

  mutating func append(_ name: [UInt8], in folder: Int) {
    items.append(Item(folder: Int32(folder), length: Int32(name.count), start: names.count))
    names.append(contentsOf: name)
  }

  /// Takes the inputs of these numbers only, in this order.
  mutating func keep(_ order: [Int]) { items = order.map { items[$0] } }

  /// Whether the path of the input number `left` comes before the one of number `right`.
  func precedes(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (items[left], items[right])
    let (folder, otherFolder) = (folders[Int(one.folder)], folders[Int(other.folder)])
    let count = folder.count + Int(one.length)
    let otherCount = otherFolder.count + Int(other.length)
    // Most neighbours share their folder.
    var at = one.folder == other.folder ? folder.count : 0
    while at < count, at < otherCount {
      let byte = at < folder.count ? folder[at] : names[one.start + at - folder.count]
      let otherByte = at < otherFolder.count ? otherFolder[at] : names[other.start + at - otherFolder.count]
      if byte != otherByte { return byte < otherByte }
      at += 1
    }
    return count < otherCount
  }
}
