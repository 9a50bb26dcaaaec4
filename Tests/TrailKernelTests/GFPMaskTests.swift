// The table of gfp masks: every era's composites by their known numbers, and where no reading is certain.

import TestKit
import Testing
import TrailModel

@testable import TrailKernel

@Suite struct GFPMaskTests {
  /// A mask without names, as a kernel's table reads it.
  private func names(_ mask: UInt64, _ release: String) -> [String] {
    var trigger = Trigger()
    trigger.gfpMask = "0x" + String(mask, radix: 16)
    GFPMask.read(&trigger, of: PossibleKernels(release: release))
    return trigger.gfpFlags
  }

  /// What the table says beside printed names.
  private func byTable(_ mask: String, _ release: String) -> [String] {
    var trigger = Trigger()
    trigger.gfpMask = mask
    let inner = mask.split(separator: "(").last?.dropLast() ?? ""
    trigger.gfpFlags = inner.split(separator: "|").map(String.init)
    GFPMask.read(&trigger, of: PossibleKernels(release: release))
    return trigger.gfpFlagsByTable
  }

  /// GFP_KERNEL, GFP_USER, GFP_HIGHUSER and GFP_HIGHUSER_MOVABLE in kernels of each layout.
  private static let composites: [(release: String, kernel: UInt64, user: UInt64?, high: UInt64, movable: UInt64?)] = [
    ("2.6.9-42.EL", 0xd0, nil, 0xd2, nil),
    ("2.6.16", 0xd0, 0x200d0, 0x200d2, nil),
    ("2.6.18-398.el5", 0xd0, 0x200d0, 0x200d2, nil),
    ("2.6.23", 0xd0, 0x200d0, 0x200d2, 0xa00d2),
    ("2.6.26-2-amd64", 0xd0, 0x200d0, 0x200d2, 0x1200d2),
    ("2.6.32-754.35.1.el6.x86_64", 0xd0, 0x200d0, 0x200d2, 0x200da),
    ("3.10.0-1160.el7.x86_64", 0xd0, 0x200d0, 0x200d2, 0x200da),
    ("4.3.0", 0xd0, 0x200d0, 0x200d2, 0x200da),
    ("4.4.0-210-generic", 0x24000c0, 0x24200c0, 0x24200c2, 0x24200ca),
    ("4.9.0-13-amd64", 0x24000c0, 0x24200c0, 0x24200c2, 0x24200ca),
    ("4.10.0", 0x14000c0, 0x14200c0, 0x14200c2, 0x14200ca),
    ("4.14.336", 0x14000c0, 0x14200c0, 0x14200c2, 0x14200ca),
    ("4.16.13", 0x14000c0, 0x14200c0, 0x14200c2, 0x14200ca),
    ("4.18.0-553.66.1.el8_10.x86_64", 0x6000c0, 0x6200c0, 0x6200c2, 0x6200ca),
    ("4.19.0-27-amd64", 0x6000c0, 0x6200c0, 0x6200c2, 0x6200ca),
    ("5.0.1", 0x6000c0, 0x6200c0, 0x6200c2, 0x6200ca),
    ("5.4.17-2136.310.7.el8uek.x86_64", 0xcc0, 0x100cc0, 0x100cc2, 0x100cca),
    ("5.10.0-28-amd64", 0xcc0, 0x100cc0, 0x100cc2, 0x100cca),
    ("5.14.0-70.30.1.el9_0.x86_64", 0xcc0, 0x100cc0, 0x100cc2, 0x1100cca),
    ("5.15.0-91-generic", 0xcc0, 0x100cc0, 0x100cc2, 0x1100cca),
    ("5.14.0-362.24.2.el9_3.x86_64", 0xcc0, 0x100cc0, 0x100cc2, 0x100cca),
    ("5.14.0-570.32.1.el9_6.x86_64", 0xcc0, 0x100cc0, 0x100cc2, 0x100cca),
    ("6.1.0-18-amd64", 0xcc0, 0x100cc0, 0x100cc2, 0x100cca),
    ("6.12.0-55.24.1.el10_0.x86_64", 0xcc0, 0x100cc0, 0x100cc2, 0x100cca),
    ("7.1.5", 0xcc0, 0x100cc0, 0x100cc2, 0x100cca),
  ]

  @Test(arguments: composites)
  func compositesOfEveryEra(_ era: (release: String, kernel: UInt64, user: UInt64?, high: UInt64, movable: UInt64?)) {
    #expect(names(era.kernel, era.release) == ["GFP_KERNEL"])
    if let user = era.user { #expect(names(user, era.release) == ["GFP_USER"]) }
    #expect(names(era.high, era.release) == ["GFP_HIGHUSER"])
    if let movable = era.movable { #expect(names(movable, era.release) == ["GFP_HIGHUSER_MOVABLE"]) }
  }

  @Test(
    arguments: [
      ("3.10.0", 0x4352da), ("4.4.0", 0x4352ca), ("4.8.15", 0x4342ca), ("4.14.74", 0x4342ca), ("4.19.95", 0x2342ca),
      ("5.10.7", 0x1c24ca), ("5.15.100", 0x11c24ca), ("6.1.20", 0x1c24ca), ("6.12.0", 0x1c24ca),
    ] as [(String, UInt64)])
  func hugePages(_ release: String, _ mask: UInt64) {
    #expect(names(mask, release) == ["GFP_TRANSHUGE"])
  }

  @Test(
    arguments: [
      ("2.6.32", 0x201da, ["GFP_HIGHUSER_MOVABLE", "__GFP_COLD"]),
      ("3.10.0", 0x1000d0, ["GFP_KERNEL", "__GFP_KMEMCG"]),
      ("4.1.19", 0x1000d0, ["GFP_KERNEL", "__GFP_NOACCOUNT"]),
      // RHEL 7 gave the bit another flag on its way.
      ("3.10.0-1160.el7.x86_64", 0x1000d0, ["GFP_KERNEL", "0x100000"]),
      ("4.4.0", 0x24201ca, ["GFP_HIGHUSER_MOVABLE", "__GFP_COLD"]),
      ("4.14.0", 0x15000c0, ["GFP_KERNEL_ACCOUNT"]),
      ("4.18.0", 0x6280ca, ["GFP_HIGHUSER_MOVABLE", "__GFP_ZERO"]),
      ("5.10.7", 0x100dca, ["GFP_HIGHUSER_MOVABLE", "__GFP_ZERO"]),
      ("6.12.0", 0x140dca, ["GFP_HIGHUSER_MOVABLE", "__GFP_ZERO", "__GFP_COMP"]),
      // From here on a flag's place depends on the configuration.
      ("6.12.0", 0x1000cc0, ["GFP_KERNEL", "0x1000000"]),
      ("6.2.12", 0xea0, ["GFP_ATOMIC", "__GFP_FS", "__GFP_DIRECT_RECLAIM"]),
      ("6.3.8", 0xca0, ["GFP_ATOMIC", "__GFP_FS", "__GFP_DIRECT_RECLAIM"]),
    ] as [(String, UInt64, [String])])
  func singleFlags(_ release: String, _ mask: UInt64, _ expected: [String]) {
    #expect(names(mask, release) == expected)
  }

  @Test func aReleaseBetweenTwoLayoutsIsReadOnlyWhereTheyAgree() {
    // 5.13 is like 5.12 or 5.14.
    #expect(names(0xcc0, "5.13.0-52-generic") == ["GFP_KERNEL"])
    #expect(names(0x100cca, "5.13.0-52-generic").isEmpty)
    // 4.17's is that of 4.16 or 4.18: only one of them has a use for each bit.
    #expect(names(0x6000c0, "4.17.0") == ["GFP_KERNEL"])
    #expect(names(0x14000c0, "4.17.0") == ["GFP_KERNEL"])
  }

  @Test func kernelsWithoutARowAreNotRead() {
    #expect(names(0xd0, "2.4.32").isEmpty)
    #expect(names(0xcc0, "9.0.0").isEmpty)
    #expect(names(0xcc0, "none").isEmpty)
  }

  @Test func theSameBitsInOtherWordsAgree() {
    #expect(byTable("0xcc0(GFP_KERNEL)", "6.12.0").isEmpty)
    #expect(byTable("0xcc0(__GFP_RECLAIM|__GFP_IO|__GFP_FS)", "6.12.0").isEmpty)
    #expect(byTable("0x6000c4(GFP_KERNEL|GFP_DMA32)", "4.19.0").isEmpty)
    #expect(byTable("0x0()", "4.19.0").isEmpty)
    // What the kernel has no name for is a number there too, and uncertain places prove nothing.
    #expect(byTable("0x1000cc0(GFP_KERNEL|0x1000000)", "6.12.0").isEmpty)
    #expect(byTable("0x1000cc0(GFP_KERNEL|__GFP_NO_OBJ_EXT)", "6.12.0").isEmpty)
    // GFP_NOWAIT took in a flag in 6.7 or 6.8.
    #expect(byTable("0x800(GFP_NOWAIT)", "6.6.0").isEmpty)
    #expect(byTable("0x2800(GFP_NOWAIT)", "6.8.0").isEmpty)
    #expect(byTable("0x800(GFP_NOWAIT)", "6.7.0").isEmpty)
  }

  @Test func otherBitsAreKeptBesideThePrintedNames() {
    #expect(byTable("0xcc0(GFP_NOFS)", "6.12.0") == ["GFP_KERNEL"])
    #expect(byTable("0xcc0(GFP_KERNE)", "6.12.0") == ["GFP_KERNEL"])
    #expect(byTable("0x6000c0(GFP_KERNEL)", "5.10.0") == ["__GFP_IO", "__GFP_FS", "__GFP_THISNODE", "__GFP_ACCOUNT"])
    // Two layouts that differ in what else they make of it say nothing.
    #expect(byTable("0x100cca(GFP_NOFS)", "5.13.0").isEmpty)
  }

  @Test func absurdNumbersAreHarmless() {
    #expect(names(.max, "6.12.0").last == "0xffffffffff000200")
    #expect(names(.max, "99999999999999999999.1").isEmpty)
    #expect(byTable("0xfffffffffffffffffffff(GFP_KERNEL)", "6.12.0").isEmpty)
  }

  @Test func everyRowIsSound() throws {
    var last: KernelVersion?
    for era in GFPTable.eras {
      let since = try #require(KernelVersion(era.since))
      let until = try #require(KernelVersion(era.until))
      #expect(since <= until)
      if let last { #expect(last < since, "\(era.since) overlaps the row before") }
      last = until
      let flags = era.flags.split(separator: " ")
      #expect(flags.count <= 32)
      let named = flags.filter { $0 != "-" }
      #expect(Set(named).count == named.count, "\(era.since) has a flag twice")
    }
    for row in GFPTable.composites {
      let since = try #require(KernelVersion(row.since))
      let until = try #require(KernelVersion(row.until))
      // Every flag is one of every era that the row spans, bar those before the era had them.
      for era in GFPTable.eras {
        guard let start = KernelVersion(era.since), let end = KernelVersion(era.until), start <= until, since <= end
        else {
          continue
        }
        let flags = Set(era.flags.split(separator: " "))
        for flag in row.flags.split(separator: " ") {
          #expect(flags.contains(flag), "\(row.name) of \(row.since): \(era.since) has no \(flag)")
        }
      }
    }
  }
}
