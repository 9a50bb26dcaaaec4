// The bits of gfp_mask, era by era (include/linux/gfp.h, gfp_types.h since 6.0). To add a kernel, add a row.

/// What the mask's bits mean in each era.
enum GFPTable {
  /// The kernels from one to another, and their flags in the order of the bits, without `__GFP_`.
  struct Era {
    var since, until: String
    var flags: String
  }

  /// A name for several flags at once. Of names that fit, the first in the table is printed.
  struct Composite {
    var name: String
    var since, until: String
    var flags: String
  }

  /// One row an era, oldest first. A kernel between two rows may be of either.
  ///
  /// `-` is a bit without a flag, or with one that depends on the configuration, as those behind the last do. A row
  /// may name a flag that its first kernels lack, where the bit was free until then.
  static let eras = [
    Era(
      since: "2.6.9", until: "2.6.14",
      flags: "DMA HIGHMEM - - WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY NO_GROW COMP ZERO NOMEMALLOC NORECLAIM"
        + " HARDWALL"),
    Era(
      since: "2.6.15", until: "2.6.22",
      flags: "DMA HIGHMEM DMA32 - WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY NO_GROW COMP ZERO NOMEMALLOC"
        + " HARDWALL THISNODE"),
    Era(
      since: "2.6.23", until: "2.6.23",
      flags: "DMA HIGHMEM DMA32 - WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY - COMP ZERO NOMEMALLOC HARDWALL"
        + " THISNODE MOVABLE"),
    Era(
      since: "2.6.24", until: "2.6.30",
      flags: "DMA HIGHMEM DMA32 - WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY - COMP ZERO NOMEMALLOC HARDWALL"
        + " THISNODE RECLAIMABLE MOVABLE"),
    Era(
      since: "2.6.31", until: "3.6",
      flags: "DMA HIGHMEM DMA32 MOVABLE WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY MEMALLOC COMP ZERO NOMEMALLOC"
        + " HARDWALL THISNODE RECLAIMABLE - NOTRACK NO_KSWAPD OTHER_NODE WRITE"),
    Era(
      since: "3.8", until: "3.15",
      flags: "DMA HIGHMEM DMA32 MOVABLE WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY MEMALLOC COMP ZERO NOMEMALLOC"
        + " HARDWALL THISNODE RECLAIMABLE KMEMCG NOTRACK NO_KSWAPD OTHER_NODE WRITE"),
    Era(
      since: "3.16", until: "4.0",
      flags: "DMA HIGHMEM DMA32 MOVABLE WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY MEMALLOC COMP ZERO NOMEMALLOC"
        + " HARDWALL THISNODE RECLAIMABLE - NOTRACK NO_KSWAPD OTHER_NODE WRITE"),
    Era(
      since: "4.1", until: "4.3",
      flags: "DMA HIGHMEM DMA32 MOVABLE WAIT HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY MEMALLOC COMP ZERO NOMEMALLOC"
        + " HARDWALL THISNODE RECLAIMABLE NOACCOUNT NOTRACK NO_KSWAPD OTHER_NODE WRITE"),
    Era(
      since: "4.4", until: "4.4",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY MEMALLOC COMP ZERO"
        + " NOMEMALLOC HARDWALL THISNODE ATOMIC NOACCOUNT NOTRACK DIRECT_RECLAIM OTHER_NODE WRITE KSWAPD_RECLAIM"),
    Era(
      since: "4.5", until: "4.9",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY MEMALLOC COMP ZERO"
        + " NOMEMALLOC HARDWALL THISNODE ATOMIC ACCOUNT NOTRACK DIRECT_RECLAIM OTHER_NODE WRITE KSWAPD_RECLAIM"),
    Era(
      since: "4.10", until: "4.12",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS COLD NOWARN REPEAT NOFAIL NORETRY MEMALLOC COMP ZERO"
        + " NOMEMALLOC HARDWALL THISNODE ATOMIC ACCOUNT NOTRACK DIRECT_RECLAIM WRITE KSWAPD_RECLAIM"),
    Era(
      since: "4.13", until: "4.13",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS COLD NOWARN RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP"
        + " ZERO NOMEMALLOC HARDWALL THISNODE ATOMIC ACCOUNT NOTRACK DIRECT_RECLAIM WRITE KSWAPD_RECLAIM"),
    Era(
      since: "4.14", until: "4.14",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS COLD NOWARN RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP"
        + " ZERO NOMEMALLOC HARDWALL THISNODE ATOMIC ACCOUNT - DIRECT_RECLAIM WRITE KSWAPD_RECLAIM"),
    Era(
      since: "4.15", until: "4.16",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS - NOWARN RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP"
        + " ZERO NOMEMALLOC HARDWALL THISNODE ATOMIC ACCOUNT - DIRECT_RECLAIM WRITE KSWAPD_RECLAIM"),
    Era(
      since: "4.18", until: "5.0",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS WRITE NOWARN RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP"
        + " ZERO NOMEMALLOC HARDWALL THISNODE ATOMIC ACCOUNT DIRECT_RECLAIM KSWAPD_RECLAIM"),
    Era(
      since: "5.2", until: "5.12",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS ZERO ATOMIC DIRECT_RECLAIM KSWAPD_RECLAIM WRITE NOWARN"
        + " RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP NOMEMALLOC HARDWALL THISNODE ACCOUNT"),
    Era(
      since: "5.14", until: "5.17",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS ZERO ATOMIC DIRECT_RECLAIM KSWAPD_RECLAIM WRITE NOWARN"
        + " RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP NOMEMALLOC HARDWALL THISNODE ACCOUNT ZEROTAGS"
        + " SKIP_KASAN_POISON"),
    Era(
      since: "5.19", until: "6.2",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS ZERO ATOMIC DIRECT_RECLAIM KSWAPD_RECLAIM WRITE NOWARN"
        + " RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP NOMEMALLOC HARDWALL THISNODE ACCOUNT ZEROTAGS"),
    Era(
      since: "6.3", until: "6.6",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS ZERO - DIRECT_RECLAIM KSWAPD_RECLAIM WRITE NOWARN"
        + " RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP NOMEMALLOC HARDWALL THISNODE ACCOUNT ZEROTAGS"),
    // An enumeration since 6.9: the flags behind ZEROTAGS take the place of those that the configuration leaves out.
    Era(
      since: "6.8", until: "7.2",
      flags: "DMA HIGHMEM DMA32 MOVABLE RECLAIMABLE HIGH IO FS ZERO - DIRECT_RECLAIM KSWAPD_RECLAIM WRITE NOWARN"
        + " RETRY_MAYFAIL NOFAIL NORETRY MEMALLOC COMP NOMEMALLOC HARDWALL THISNODE ACCOUNT ZEROTAGS"),
  ]

  /// One row a name and era, in the order in which the kernel tries them (include/trace/events/mmflags.h).
  static let composites = [
    Composite(
      name: "GFP_TRANSHUGE", since: "2.6.38", until: "4.3",
      flags: "HIGHMEM MOVABLE WAIT IO FS HARDWALL COMP NOMEMALLOC NORETRY NOWARN NO_KSWAPD"),
    Composite(
      name: "GFP_TRANSHUGE", since: "4.4", until: "4.5",
      flags: "HIGHMEM MOVABLE DIRECT_RECLAIM IO FS HARDWALL COMP NOMEMALLOC NORETRY NOWARN"),
    Composite(
      name: "GFP_TRANSHUGE", since: "4.6", until: "4.7",
      flags: "HIGHMEM MOVABLE IO FS HARDWALL COMP NOMEMALLOC NORETRY NOWARN"),
    Composite(
      name: "GFP_TRANSHUGE", since: "4.8", until: "5.12",
      flags: "HIGHMEM MOVABLE DIRECT_RECLAIM IO FS HARDWALL COMP NOMEMALLOC NOWARN"),
    Composite(
      name: "GFP_TRANSHUGE", since: "5.14", until: "5.17",
      flags: "HIGHMEM MOVABLE DIRECT_RECLAIM IO FS HARDWALL COMP NOMEMALLOC NOWARN SKIP_KASAN_POISON"),
    Composite(
      name: "GFP_TRANSHUGE", since: "5.19", until: "7.2",
      flags: "HIGHMEM MOVABLE DIRECT_RECLAIM IO FS HARDWALL COMP NOMEMALLOC NOWARN"),
    Composite(
      name: "GFP_TRANSHUGE_LIGHT", since: "4.8", until: "5.12",
      flags: "HIGHMEM MOVABLE IO FS HARDWALL COMP NOMEMALLOC NOWARN"),
    Composite(
      name: "GFP_TRANSHUGE_LIGHT", since: "5.14", until: "5.17",
      flags: "HIGHMEM MOVABLE IO FS HARDWALL COMP NOMEMALLOC NOWARN SKIP_KASAN_POISON"),
    Composite(
      name: "GFP_TRANSHUGE_LIGHT", since: "5.19", until: "7.2",
      flags: "HIGHMEM MOVABLE IO FS HARDWALL COMP NOMEMALLOC NOWARN"),
    Composite(
      name: "GFP_HIGHUSER_MOVABLE", since: "2.6.23", until: "4.3", flags: "HIGHMEM MOVABLE WAIT IO FS HARDWALL"),
    Composite(
      name: "GFP_HIGHUSER_MOVABLE", since: "4.4", until: "5.12",
      flags: "HIGHMEM MOVABLE DIRECT_RECLAIM KSWAPD_RECLAIM IO FS HARDWALL"),
    Composite(
      name: "GFP_HIGHUSER_MOVABLE", since: "5.14", until: "5.17",
      flags: "HIGHMEM MOVABLE DIRECT_RECLAIM KSWAPD_RECLAIM IO FS HARDWALL SKIP_KASAN_POISON"),
    Composite(
      name: "GFP_HIGHUSER_MOVABLE", since: "5.19", until: "7.2",
      flags: "HIGHMEM MOVABLE DIRECT_RECLAIM KSWAPD_RECLAIM IO FS HARDWALL"),
    Composite(name: "GFP_HIGHUSER", since: "2.6.9", until: "2.6.13", flags: "HIGHMEM WAIT IO FS"),
    Composite(name: "GFP_HIGHUSER", since: "2.6.14", until: "4.3", flags: "HIGHMEM WAIT IO FS HARDWALL"),
    Composite(
      name: "GFP_HIGHUSER", since: "4.4", until: "7.2", flags: "HIGHMEM DIRECT_RECLAIM KSWAPD_RECLAIM IO FS HARDWALL"),
    Composite(name: "GFP_USER", since: "2.6.14", until: "4.3", flags: "WAIT IO FS HARDWALL"),
    Composite(name: "GFP_USER", since: "4.4", until: "7.2", flags: "DIRECT_RECLAIM KSWAPD_RECLAIM IO FS HARDWALL"),
    Composite(name: "GFP_TEMPORARY", since: "2.6.24", until: "4.3", flags: "WAIT IO FS RECLAIMABLE"),
    Composite(
      name: "GFP_TEMPORARY", since: "4.4", until: "4.13", flags: "DIRECT_RECLAIM KSWAPD_RECLAIM IO FS RECLAIMABLE"),
    Composite(
      name: "GFP_KERNEL_ACCOUNT", since: "4.5", until: "7.2", flags: "DIRECT_RECLAIM KSWAPD_RECLAIM IO FS ACCOUNT"),
    Composite(name: "GFP_KERNEL", since: "2.6.9", until: "4.3", flags: "WAIT IO FS"),
    Composite(name: "GFP_KERNEL", since: "4.4", until: "7.2", flags: "DIRECT_RECLAIM KSWAPD_RECLAIM IO FS"),
    Composite(name: "GFP_NOFS", since: "2.6.9", until: "4.3", flags: "WAIT IO"),
    Composite(name: "GFP_NOFS", since: "4.4", until: "7.2", flags: "DIRECT_RECLAIM KSWAPD_RECLAIM IO"),
    Composite(name: "GFP_ATOMIC", since: "2.6.9", until: "4.3", flags: "HIGH"),
    Composite(name: "GFP_ATOMIC", since: "4.4", until: "6.2", flags: "HIGH ATOMIC KSWAPD_RECLAIM"),
    Composite(name: "GFP_ATOMIC", since: "6.3", until: "7.2", flags: "HIGH KSWAPD_RECLAIM"),
    Composite(name: "GFP_NOIO", since: "2.6.9", until: "4.3", flags: "WAIT"),
    Composite(name: "GFP_NOIO", since: "4.4", until: "7.2", flags: "DIRECT_RECLAIM KSWAPD_RECLAIM"),
    Composite(name: "GFP_NOWAIT", since: "4.4", until: "6.6", flags: "KSWAPD_RECLAIM"),
    Composite(name: "GFP_NOWAIT", since: "6.8", until: "7.2", flags: "KSWAPD_RECLAIM NOWARN"),
    Composite(name: "__GFP_RECLAIM", since: "4.4", until: "7.2", flags: "DIRECT_RECLAIM KSWAPD_RECLAIM"),
  ]

  /// Red Hat's kernels whose layout is not that of their number: the builds, and the kernels they may be like.
  ///
  /// RHEL 7 gave KMEMCG's bit another flag on its way; RHEL 6, 8 and 10 are as their number says.
  static let enterprise: [(version: Int, builds: ClosedRange<Int>, since: String, until: String)] = [
    (7, 0...99_999, "3.16", "3.16"),
    (9, 0...162, "5.14", "5.14"),
    (9, 163...283, "5.14", "5.19"),
    (9, 284...427, "5.19", "5.19"),
    (9, 428...502, "5.19", "6.3"),
    (9, 503...99_999, "6.3", "6.3"),
  ]
}
