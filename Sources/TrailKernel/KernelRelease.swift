// A kernel's release as a place in history, for what changed from one version to the next.

/// The version at the front of `uname -r`, and Red Hat's build behind it, whose kernels differ from their number.
struct KernelRelease: Comparable {
  /// Major, minor and, for 2.6 alone, the third number: stable updates of later kernels change no layout.
  private var number: Int
  /// The `9` of `.el9_4` and the `427` of `5.14.0-427.13.1.el9_4`; nil for all others, UEK's `.el9uek` among them.
  var enterprise: (version: Int, build: Int)?

  /// The release that `text` begins with; nil where it begins with no version.
  init?(_ text: String?) {
    guard let text else { return nil }
    var numbers: [Int] = []
    var value: Int?
    for byte in text.utf8 {
      if byte &- 0x30 <= 9 {
        value = min(99_999, (value ?? 0) * 10 + Int(byte &- 0x30))
      } else {
        guard let whole = value, byte == 0x2E || byte == 0x2D else { break }
        numbers.append(whole)
        value = nil
      }
      if numbers.count == 4 { break }
    }
    if let value { numbers.append(value) }
    guard numbers.count >= 2 else { return nil }
    number = (numbers[0] * 100_000 + numbers[1]) * 100_000
    if numbers[0] == 2, numbers.count > 2 { number += numbers[2] }
    guard numbers.count >= 4, let mark = text.split(separator: ".").last(where: { $0.hasPrefix("el") }) else { return }
    let words = mark.dropFirst(2).split(separator: "_")
    if let version = words.first.flatMap({ Int($0) }) { enterprise = (version, numbers[3]) }
  }

  static func == (left: KernelRelease, right: KernelRelease) -> Bool { left.number == right.number }
  static func < (left: KernelRelease, right: KernelRelease) -> Bool { left.number < right.number }
}
