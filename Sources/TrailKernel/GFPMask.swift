// What a gfp mask asks for: the names of its bits, for kernels before 4.6 that print only the number.

import TrailModel

/// The bits of one era's gfp mask (include/linux/gfp.h; 4.6 and later print the names themselves).
struct GFPMask {
  /// Combinations with a name of their own, the widest first, as lib/vsprintf.c takes them.
  private var composites: [(bits: UInt64, name: String)]
  private var singles: [(bits: UInt64, name: String)]

  /// The names of `mask` in the era of `release`, or in that of a header without a release: before 2.6.37 where it
  /// prints
  /// the old adjustments alone, 3.8 to 4.5 where it prints only the new one.
  static func names(of mask: UInt64, release: String?) -> [String] {
    let version = KernelVersion(release)
    let era: GFPMask
    if let version, KernelVersion(4, 4) <= version, version < KernelVersion(4, 10) {
      era = .since4_4
    } else if let version, KernelVersion(4, 10) <= version {
      // Later kernels print names; a bare number of theirs was cut, and its bits moved too often to tell.
      return []
    } else {
      era = .before4_4
    }
    return era.names(of: mask)
  }

  private func names(of mask: UInt64) -> [String] {
    var rest = mask
    var names: [String] = []
    for (bits, name) in composites + singles where bits != 0 && rest & bits == bits {
      names.append(name)
      rest &= ~bits
    }
    if rest != 0 { names.append("0x" + String(rest, radix: 16)) }
    return names
  }

  /// 2.6.31 to 4.3; the bits below 0x80000 had the same places since 2.6.15.
  private static let before4_4 = GFPMask(
    composites: [
      (0x4352da, "GFP_TRANSHUGE"), (0x200da, "GFP_HIGHUSER_MOVABLE"), (0x200d2, "GFP_HIGHUSER"), (0x200d0, "GFP_USER"),
      (0x800d0, "GFP_TEMPORARY"), (0xd0, "GFP_KERNEL"), (0x50, "GFP_NOFS"), (0x20, "GFP_ATOMIC"), (0x10, "GFP_NOIO"),
    ],
    singles: [
      (0x1, "GFP_DMA"), (0x2, "__GFP_HIGHMEM"), (0x4, "GFP_DMA32"), (0x8, "__GFP_MOVABLE"), (0x40, "__GFP_IO"),
      (0x80, "__GFP_FS"), (0x100, "__GFP_COLD"), (0x200, "__GFP_NOWARN"), (0x400, "__GFP_REPEAT"),
      (0x800, "__GFP_NOFAIL"), (0x1000, "__GFP_NORETRY"), (0x2000, "__GFP_MEMALLOC"), (0x4000, "__GFP_COMP"),
      (0x8000, "__GFP_ZERO"), (0x10000, "__GFP_NOMEMALLOC"), (0x20000, "__GFP_HARDWALL"), (0x40000, "__GFP_THISNODE"),
      (0x80000, "__GFP_RECLAIMABLE"), (0x200000, "__GFP_NOTRACK"), (0x400000, "__GFP_NO_KSWAPD"),
      (0x800000, "__GFP_OTHER_NODE"), (0x1000000, "__GFP_WRITE"),
    ])

  /// 4.4 to 4.9, of which 4.4 and 4.5 print no names.
  private static let since4_4 = GFPMask(
    composites: [
      (0x24200ca, "GFP_HIGHUSER_MOVABLE"), (0x24200c2, "GFP_HIGHUSER"), (0x24200c0, "GFP_USER"),
      (0x24000d0, "GFP_TEMPORARY"), (0x25000c0, "GFP_KERNEL_ACCOUNT"), (0x24000c0, "GFP_KERNEL"),
      (0x2400040, "GFP_NOFS"), (0x2080020, "GFP_ATOMIC"), (0x2400000, "GFP_NOIO"), (0x2000000, "GFP_NOWAIT"),
    ],
    singles: [
      (0x1, "GFP_DMA"), (0x2, "__GFP_HIGHMEM"), (0x4, "GFP_DMA32"), (0x8, "__GFP_MOVABLE"), (0x10, "__GFP_RECLAIMABLE"),
      (0x20, "__GFP_HIGH"), (0x40, "__GFP_IO"), (0x80, "__GFP_FS"), (0x100, "__GFP_COLD"), (0x200, "__GFP_NOWARN"),
      (0x400, "__GFP_REPEAT"), (0x800, "__GFP_NOFAIL"), (0x1000, "__GFP_NORETRY"), (0x2000, "__GFP_MEMALLOC"),
      (0x4000, "__GFP_COMP"), (0x8000, "__GFP_ZERO"), (0x10000, "__GFP_NOMEMALLOC"), (0x20000, "__GFP_HARDWALL"),
      (0x40000, "__GFP_THISNODE"), (0x80000, "__GFP_ATOMIC"), (0x100000, "__GFP_ACCOUNT"),
      (0x200000, "__GFP_NOTRACK"), (0x400000, "__GFP_DIRECT_RECLAIM"), (0x800000, "__GFP_OTHER_NODE"),
      (0x1000000, "__GFP_WRITE"), (0x2000000, "__GFP_KSWAPD_RECLAIM"),
    ])
}
