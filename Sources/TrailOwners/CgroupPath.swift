// A cgroup's path, cut into segments as rules look at them.

/// The segments of a path from below the root down.
struct CgroupPath {
  /// The segments, systemd's escapes undone.
  let segments: [String]
  /// Whether it leads out of the cgroup namespace that it was read in.
  let isOutside: Bool

  /// More segments than this, counted from the deepest, say nothing of an owner.
  static let most = 64

  init(_ path: String) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: true)
    if parts.count >= 3, parts[0] == "sys", parts[1] == "fs", parts[2] == "cgroup" {
      parts.removeFirst(3)
      if let first = parts.first, first == "memory" || first == "unified" || first == "systemd" { parts.removeFirst() }
    }
    let climbs = parts.prefix { $0 == ".." }.count
    isOutside = climbs > 0
    segments = parts.dropFirst(climbs).suffix(Self.most).map { String($0).unescaped }
  }

  /// The segment `distance` above the one at `index`; empty beyond the root.
  func above(_ index: Int, by distance: Int = 1) -> String {
    index - distance >= 0 ? segments[index - distance] : ""
  }

  /// The first segment above `index`, from the nearest, that `body` makes something of.
  func nearest<Found>(above index: Int, _ body: (String) -> Found?) -> Found? {
    for place in segments[..<index].indices.reversed() {
      if let found = body(segments[place]) { return found }
    }
    return nil
  }

  /// The user whose slice the segment at `index` is in.
  func uid(above index: Int) -> Int64? { nearest(above: index, userOfSlice) }
}

/// The user of `user-1000.slice`; nil for another slice.
func userOfSlice(_ segment: String) -> Int64? {
  segment.between("user-", ".slice").flatMap { $0.isDigits ? Int64($0) : nil }
}

extension String {
  /// The text with systemd's `\x2d` and the like undone (unit_name_unescape); a log may have escaped the backslash too.
  var unescaped: String {
    guard utf8.contains(UInt8(ascii: "\\")) else { return self }
    let once = unescapedOnce
    return once.contains("\\x") ? once.unescapedOnce : once
  }

  private var unescapedOnce: String {
    var bytes: [UInt8] = []
    let source = Array(utf8)
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "\\"), index + 3 < source.count, source[index + 1] == UInt8(ascii: "x"),
        let high = source[index + 2].hexDigit, let low = source[index + 3].hexDigit
      {
        bytes.append(high << 4 | low)
        index += 4
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var hexDigit: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x61...0x66: self - 0x61 + 10
    case 0x41...0x46: self - 0x41 + 10
    default: nil
    }
  }
}
