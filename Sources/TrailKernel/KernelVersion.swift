// A kernel's release as far as what it prints and computes depends on it.

/// The numbers of `uname -r`. Order goes by major and minor, and by the third number for 2.6 alone: stable updates of
/// later kernels change no layout, and distributions keep theirs at 0.
struct KernelVersion: Comparable {
  var major: Int
  var minor: Int
  /// The third number: the stable update, or 2.6's release.
  var patch = 0
  /// Whether a distribution's own number follows (`5.4.0-42-generic`), so that ``patch`` says nothing of updates.
  var hasSuffix = false
  /// Red Hat's release, of `.el7`.
  var enterprise: Int?
  /// Red Hat's build, which tells its minor releases apart: 348 of `4.18.0-348.el8` is 8.5.
  var build = 0

  init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The version at the front of `uname -r`.
  init?(_ release: String?) {
    guard let release else { return nil }
    let (numbers, rest) = Self.numbers(Substring(release).utf8)
    guard numbers.count >= 2 else { return nil }
    major = numbers[0]
    minor = numbers[1]
    if numbers.count > 2 { patch = numbers[2] }
    hasSuffix = rest.first == UInt8(ascii: "-")
    guard hasSuffix else { return }
    if let mark = Substring(rest).split(separator: ".").first(where: { $0.hasPrefix("el") }) {
      enterprise = Self.numbers(mark.dropFirst(2).utf8).numbers.first
      if mark.contains("uek") { enterprise = nil }
    }
    build = Self.numbers(rest.dropFirst()).numbers.first ?? 0
  }

  /// The numbers at the front, parted by points, and what follows.
  private static func numbers(_ text: Substring.UTF8View) -> (numbers: [Int], rest: Substring.UTF8View) {
    var numbers: [Int] = []
    var rest = text
    while let first = rest.first, (0x30...0x39).contains(first), numbers.count < 4 {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard let number = Int(Substring(digits)) else { break }
      numbers.append(number)
      rest = rest.dropFirst(digits.count)
      guard rest.first == 0x2E else { break }
      rest = rest.dropFirst()
    }
    return (numbers, rest)
  }

  private var place: (Int, Int, Int) { (major, minor, major == 2 ? patch : 0) }
  static func < (left: KernelVersion, right: KernelVersion) -> Bool { left.place < right.place }
  static func == (left: KernelVersion, right: KernelVersion) -> Bool { left.place == right.place }
}
