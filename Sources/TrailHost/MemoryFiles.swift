// How much memory and swap the host has.

import TrailBytes
import TrailModel

extension HostFile {
  /// `/proc/meminfo`: `MemTotal:  4009084 kB` (kernel fs/proc/meminfo.c).
  static let meminfo = HostFile(paths: ["proc/meminfo", "meminfo"]) { text, path, facts in
    var lines = FileLines()
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      let isSwap = cursor.skip("SwapTotal:")
      guard isSwap || cursor.skip("MemTotal:") else { continue }
      cursor.skipBlanks()
      guard let size = cursor.number().flatMap(bytes(kilobytes:)), cursor.skip(" kB") else { continue }
      facts.note(isSwap ? .swap : .ram, size, path, line: lines.number)
    }
  }

  /// `/proc/swaps` and the output of `swapon -s`, whose sizes are in kB; the header alone means that there is no swap.
  static let swaps = HostFile(
    paths: ["proc/swaps", "swaps", "sos_commands/*/swapon_-s", "sos_commands/*/swapon_--summary", "swapon_-s"]
  ) { text, path, facts in
    facts.note(swapTable: text, path)
  }

  /// The output of `swapon --show`: `NAME TYPE SIZE USED PRIO`, rounded to units unless in bytes.
  static let swapon = HostFile(
    paths: ["sos_commands/*/swapon_--*show", "sos_commands/*/swapon_--bytes_--show", "swapon_--show", "swapon"]
  ) { text, path, facts in
    facts.note(swapTable: text, path)
  }

  /// The output of `free` (procps): in kB, or with a unit behind each number (`-h`).
  static let free = HostFile(
    paths: ["sos_commands/memory/free", "systeminfo/freeh", "free", "free_-k", "free_-h", "freeh", "free_-h*"]
  ) { text, path, facts in
    facts.note(free: text, path, unit: 1_024)
  }

  /// The output of `free -m`, which does not say its unit.
  static let freeInMebibytes = HostFile(paths: ["sos_commands/memory/free_-m", "free_-m", "freem"]) {
    text, path, facts in
    facts.note(free: text, path, unit: 1 << 20)
  }

  private static func bytes(kilobytes: Int64) -> Int64? { bytes(kilobytes, unit: 1_024) }

  fileprivate static func bytes(_ count: Int64, unit: Int64) -> Int64? {
    let (size, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : size
  }
}

extension HostFacts {
  /// Adds up the sizes of a table of swap areas.
  fileprivate mutating func note(swapTable text: Span<UInt8>, _ path: String) {
    var lines = FileLines()
    guard let first = lines.next(in: text) else { return }
    var header = Cursor(text.extracting(first))
    // `Filename Type Size Used Priority` and `NAME TYPE SIZE USED PRIO` have the size third.
    guard header.skip("Filename") || header.skip("NAME"), header.nextWord() != nil, let word = header.nextWord(),
      header.bytes.extracting(word).equals("Size") || header.bytes.extracting(word).equals("SIZE")
    else { return }
    let isKernels = header.bytes.has("Filename", at: 0)
    var total: Int64 = 0
    var isRounded = false
    while let line = lines.next(in: text), !line.isEmpty {
      var cursor = Cursor(text.extracting(line))
      // The type, behind a path that may have blanks, which the kernel prints as \040.
      guard cursor.nextWord() != nil, cursor.nextWord() != nil else { return }
      cursor.skipBlanks()
      guard let size = cursor.size(unit: isKernels ? 1_024 : 1) else { return }
      let (sum, overflow) = total.addingReportingOverflow(size.bytes)
      guard !overflow else { return }
      total = sum
      isRounded = isRounded || size.isRounded
    }
    note(.swap, total, path, line: nil, isRounded: isRounded)
  }

  /// Notes the totals of `free`, whose numbers without a unit count `unit` bytes.
  fileprivate mutating func note(free text: Span<UInt8>, _ path: String, unit: Int64) {
    var lines = FileLines()
    while let line = lines.next(in: text) {
      var cursor = Cursor(text.extracting(line))
      let isSwap = cursor.skip("Swap:")
      guard isSwap || cursor.skip("Mem:") else { continue }
      cursor.skipBlanks()
      guard let size = cursor.size(unit: unit) else { continue }
      let isRounded = size.isRounded || (unit > 1_024 && size.bytes > 0)
      note(isSwap ? .swap : .ram, size.bytes, path, line: lines.number, isRounded: isRounded)
    }
  }
}

extension Cursor {
  /// A size with or without a unit: `4009084`, `3.8Gi`, `2G`, `0B`; without one it counts `unit` bytes.
  fileprivate mutating func size(unit: Int64) -> (bytes: Int64, isRounded: Bool)? {
    guard let whole = number(), whole < 1 << 52 else { return nil }
    var tenths: Int64 = 0
    if skip(byte: 0x2E) || skip(byte: 0x2C) {
      guard let digit = digits(1) else { return nil }
      tenths = Int64(digit)
    }
    let shift: Int64
    switch peek {
    case nil, 0x20, 0x09: return tenths == 0 ? HostFile.bytes(whole, unit: unit).map { ($0, false) } : nil
    case 0x42: return tenths == 0 ? (whole, whole != 0) : nil
    case 0x4B: shift = 10
    case 0x4D: shift = 20
    case 0x47: shift = 30
    case 0x54: shift = 40
    default: return nil
    }
    let (scaled, overflow) = (whole &* 10 &+ tenths).multipliedReportingOverflow(by: 1 << shift)
    return overflow ? nil : (scaled / 10, true)
  }
}
