// The hosts in the names that collectors give their bundles.

extension BundleLayout {
  /// `sosreport-HOST[-CASE]-2026-11-02-abcdefg`.
  @Sendable static func sosreportHost(_ name: Substring) -> String? {
    guard name.hasPrefix("sosreport-") else { return nil }
    let parts = name.split(separator: "-").dropFirst()
    let date = parts.indices.first { index in
      parts[index].utf8.count == 4 && Int(parts[index]) != nil && index + 2 < parts.endIndex
        && parts[index + 1].utf8.count == 2 && parts[index + 2].utf8.count == 2
    }
    guard let date, date > parts.startIndex else { return nil }
    var words = parts[..<date]
    // The number of a support case.
    if words.count > 1, let last = words.last, last.utf8.count > 4, last.allSatisfy(\.isNumber) {
      words = words.dropLast()
    }
    return words.joined(separator: "-")
  }

  /// `scc_HOST_261102_0931`, with a UUID behind it in newer ones; older ones begin with `nts_`.
  @Sendable static func supportconfigHost(_ name: Substring) -> String? {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0] == "scc" || parts[0] == "nts", isNumber(parts[2], 6), isNumber(parts[3], 4) else {
      return nil
    }
    return String(parts[1])
  }

  /// `eks_i-0123456789abcdef0_2026-11-02_0931-UTC_0.7.8`: an instance, which is what its files know.
  @Sendable static func eksInstance(_ name: Substring) -> String? {
    let parts = name.split(separator: "_")
    guard let instance = parts.first(where: { $0.hasPrefix("i-") }), instance == parts[0] || parts[0] == "eks" else {
      return nil
    }
    let id = instance.utf8.dropFirst(2)
    return id.count >= 8 && id.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      ? String(instance) : nil
  }

  /// `aks-nodepool1-12345678-vmss000000`.
  @Sendable static func aksNode(_ name: Substring) -> String? { name.hasPrefix("aks-") ? String(name) : nil }

  /// `HOST-2026-11-02_09_31_40`.
  @Sendable static func rancherHost(_ name: Substring) -> String? {
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    let words = parts.first?.split(separator: "-", omittingEmptySubsequences: false) ?? []
    guard parts.count == 4, parts.dropFirst().allSatisfy({ isNumber($0, 2) }), words.count > 3,
      zip(words.suffix(3), [4, 2, 2]).allSatisfy({ isNumber($0, $1) })
    else { return nil }
    return words.dropLast(3).joined(separator: "-")
  }

  private static func isNumber(_ text: Substring, _ digits: Int) -> Bool {
    text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The name of a bundle's root, that of an archive without its ending; nil where it has none.
  static func name(of root: String) -> Substring? {
    guard var name = root.dropLast().split(separator: "/").last, name != ".", name != ".." else { return nil }
    guard name.last == "!" else { return name }
    name = name.dropLast()
    for ending in [".gz", ".xz", ".bz2", ".zst", ".tgz", ".txz", ".tbz", ".tbz2", ".zip", ".7z", ".cpio", ".tar"]
    where name.hasSuffix(ending) { name = name.dropLast(ending.count) }
    return name
  }
}
