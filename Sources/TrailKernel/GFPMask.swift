// What a gfp mask asks for: the names of its bits by the table of the kernel that printed it.

import TrailModel

/// The kernels that may have printed a report: one, where its stack dump names it, or those whose header looks so.
struct PossibleKernels {
  var first: KernelVersion
  var last: KernelVersion

  init?(_ first: String, _ last: String) {
    guard let first = KernelVersion(first), let last = KernelVersion(last) else { return nil }
    (self.first, self.last) = (first, last)
  }

  /// The kernel of a release; Red Hat's as those it is like.
  init?(release: String?) {
    guard let release = KernelVersion(release) else { return nil }
    (first, last) = (release, release)
    guard let version = release.enterprise,
      let row = GFPTable.enterprise.first(where: { $0.version == version && $0.builds.contains(release.build) }),
      let like = PossibleKernels(row.since, row.until)
    else { return }
    self = like
  }

  /// Those of them from one kernel to another; all where none is.
  func within(_ first: String, _ last: String) -> PossibleKernels {
    guard var both = PossibleKernels(first, last) else { return self }
    both.first = max(both.first, self.first)
    both.last = min(both.last, self.last)
    return both.first <= both.last ? both : self
  }
}

/// The mask's layout from one kernel to another.
struct GFPMask {
  private var first: KernelVersion
  /// The last kernel with it, or the first with the next layout, unless ``isLast`` says that none follows at once.
  private var last: KernelVersion
  private var isLast: Bool
  /// Each flag of the row and its bit.
  private var bits: [(name: String, bit: UInt64)] = []
  private var composites: [(name: String, bits: UInt64)] = []
  /// The bits that the row names.
  private var known: UInt64 = 0
  /// The flag without which a request never comes to the OOM killer: it may wait.
  private var waits: UInt64 = 0

  /// Reads the trigger's mask: its names from its number where the kernel printed none, and the table's names beside
  /// the printed ones where the two contradict each other.
  static func read(_ trigger: inout Trigger, of kernels: PossibleKernels?) {
    guard let kernels, let printed = trigger.gfpMask, let mask = number(of: printed) else { return }
    let tables = tables(of: kernels)
    if printed.hasSuffix(")") {
      if tables.contains(where: { $0.agrees(mask, with: trigger.gfpFlags) }) { return }
      let readings = Set(tables.map { $0.names(of: mask) })
      if readings.count == 1 { trigger.gfpFlagsByTable = readings.first ?? [] }
    } else {
      trigger.gfpFlags = names(of: mask, tables)
    }
  }

  /// The number at the front of a mask as printed.
  static func number(of printed: String) -> UInt64? {
    guard printed.hasPrefix("0x") else { return nil }
    return UInt64(printed.dropFirst(2).prefix { $0.isHexDigit }, radix: 16)
  }

  /// The flags that names stand for, without `__GFP_`. Those that say where and how memory may be had are the same in
  /// every era.
  static func flags(of names: [String]) -> Set<String> {
    var flags: Set<String> = []
    for name in names {
      if let row = composites.first(where: { $0.name == name }) {
        flags.formUnion(row.flags)
      } else {
        flags.insert(bare(name))
      }
    }
    return flags
  }

  /// The names that every table which can have printed `mask` gives it; none where they differ.
  private static func names(of mask: UInt64, _ tables: [GFPMask]) -> [String] {
    // A kernel kills for no request that may not wait, and has a use for each bit that it prints.
    let waiting = tables.filter { mask & $0.waits != 0 }
    let named = waiting.filter { mask & ~$0.known == 0 }
    let fitting = named.isEmpty ? waiting : named
    let readings = Set(fitting.map { $0.names(of: mask) })
    return readings.count == 1 ? readings.first ?? [] : []
  }

  // MARK: Layouts

  /// Every layout, oldest first.
  private static let layouts: [GFPMask] = GFPTable.eras.flatMap { era -> [GFPMask] in
    guard let kernels = PossibleKernels(era.since, era.until) else { return [] }
    // Composites change within an era too.
    let changes = composites.map(\.kernels.first).filter { kernels.first < $0 && $0 <= kernels.last }
    var starts = [kernels.first]
    for change in changes.sorted() where change != starts.last { starts.append(change) }
    return starts.enumerated().map { index, start in
      let next = index + 1 < starts.count ? starts[index + 1] : nil
      return GFPMask(era, from: start, to: next ?? kernels.last, isLast: next == nil)
    }
  }

  private static let composites: [(name: String, kernels: PossibleKernels, flags: [String])] =
    GFPTable.composites.compactMap { row in
      guard let kernels = PossibleKernels(row.since, row.until) else { return nil }
      return (row.name, kernels, row.flags.split(separator: " ").map(String.init))
    }

  private init(_ era: GFPTable.Era, from first: KernelVersion, to last: KernelVersion, isLast: Bool) {
    (self.first, self.last, self.isLast) = (first, last, isLast)
    for (place, flag) in era.flags.split(separator: " ").enumerated() where flag != "-" {
      bits.append((String(flag), 1 << UInt64(place)))
      known |= 1 << UInt64(place)
    }
    waits = bit(of: "WAIT") ?? bit(of: "DIRECT_RECLAIM") ?? 0
    for row in Self.composites where row.kernels.first <= first && first <= row.kernels.last {
      composites.append((row.name, row.flags.reduce(0) { $0 | (bit(of: $1) ?? 0) }))
    }
  }

  /// Whether the layout was over before `release`.
  private func isOver(before release: KernelVersion) -> Bool { isLast ? last < release : last <= release }

  /// The layouts of the kernels from `first` to `last`: more than one where it changed between, or where nobody has
  /// looked when it did.
  private static func tables(of kernels: PossibleKernels) -> [GFPMask] {
    var found = layouts.filter { $0.first <= kernels.last && !$0.isOver(before: kernels.first) }
    for end in [kernels.first, kernels.last] {
      let isKnown = layouts.contains { $0.first <= end && !$0.isOver(before: end) }
      // Behind the last row nothing is known, and before the first.
      guard !isKnown, let before = layouts.last(where: { $0.isOver(before: end) }),
        let behind = layouts.first(where: { end < $0.first })
      else { continue }
      found += [before, behind]
    }
    return found
  }

  private func bit(of flag: String) -> UInt64? { bits.first { $0.name == flag }?.bit }

  /// The names of `mask` as the kernel prints them: of the widest first, each taking its bits away.
  private func names(of mask: UInt64) -> [String] {
    var rest = mask
    var names: [String] = []
    for (name, bits) in composites + bits.map({ (Self.printed($0.name), $0.bit) }) where rest & bits == bits {
      names.append(name)
      rest &= ~bits
    }
    if rest != 0 { names.append("0x" + String(rest, radix: 16)) }
    return names
  }

  /// Whether printed names stand for the bits of `mask`, as far as the table is certain of them.
  private func agrees(_ mask: UInt64, with names: [String]) -> Bool {
    var sum: UInt64 = 0
    for name in names {
      if let composite = composites.first(where: { $0.name == name }) {
        sum |= composite.bits
      } else {
        sum |= bit(of: Self.bare(name)) ?? Self.number(of: name) ?? 0
      }
    }
    return (sum ^ mask) & known == 0
  }

  /// How the kernel spells a single flag.
  private static func printed(_ flag: String) -> String {
    flag == "DMA" || flag == "DMA32" ? "GFP_" + flag : "__GFP_" + flag
  }

  private static func bare(_ name: String) -> String {
    String(name.hasPrefix("__GFP_") ? name.dropFirst(6) : name.hasPrefix("GFP_") ? name.dropFirst(4) : name[...])
  }
}
