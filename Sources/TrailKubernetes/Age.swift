// Ages as kubectl prints them (k8s.io/apimachinery, duration.HumanDuration): rounded, hence intervals.

import TrailBytes
import TrailModel

extension Cursor {
  /// Reads `7m48s`, `2d5h` or `102d`; nil, and nothing moved, where none stands here.
  mutating func age() -> KubernetesAge? {
    let start = position
    var parts: [(value: Int64, unit: UInt8)] = []
    while parts.count < 2, let value = number(), let unit = peek, isUnit(unit) {
      guard value < 1_000_000 else { break }
      position += 1
      parts.append((value, unit))
    }
    let isWord = peek.map { $0 == 0x20 || $0 == 0x09 || $0 == 0x29 || $0 == 0x0D } ?? true
    guard isWord, let age = KubernetesAge(parts) else {
      position = start
      return nil
    }
    return age
  }

  private func isUnit(_ byte: UInt8) -> Bool {
    byte == 0x73 || byte == 0x6D || byte == 0x68 || byte == 0x64 || byte == 0x79
  }
}

extension KubernetesAge {
  private static func seconds(_ unit: UInt8) -> Int64 {
    switch unit {
    case 0x73: 1
    case 0x6D: 60
    case 0x68: 3_600
    case 0x64: 86_400
    default: 365 * 86_400
    }
  }

  fileprivate init?(_ parts: [(value: Int64, unit: UInt8)]) {
    guard let first = parts.first else { return nil }
    let unit = Self.seconds(first.unit)
    let least = first.value * unit
    if parts.count == 2 {
      let fine = Self.seconds(parts[1].unit)
      guard fine < unit else { return nil }
      let sum = least + parts[1].value * fine
      self.init(least: sum, end: sum + fine, oldEnd: sum + fine, isNew: true)
      return
    }
    // A unit that is left out was zero where the client would have printed it.
    let width: Int64 =
      switch (first.unit, first.value) {
      case (0x6D, ..<10): 1
      case (0x68, ..<8): 60
      case (0x64, ..<8): 3_600
      case (0x79, ..<8): 86_400
      default: unit
      }
    // Older ones go over to the next unit at 60 s, 60 min and 24 h.
    let isNew =
      switch first.unit {
      case 0x73, 0x6D: first.value >= 60
      case 0x68: first.value >= 24
      default: false
      }
    self.init(least: least, end: least + width, oldEnd: least + unit, isNew: isNew)
  }
}
