// `Memory allocations:` and the places in the code that have allocated most (mm/show_mem.c, since 6.10).

import TrailBytes
import TrailModel

extension Section {
  static let allocationSites = Section("allocation-sites", .belongs) { text, report, _ in
    // 6.18 adds `(profiling is currently turned on)`.
    if text.has("Memory allocations:") || text.has("Memory allocations (profiling") {
      report.seen.insert(.allocationSites)
      return .taken
    }
    guard report.seen.contains(.allocationSites), let site = readSite(text) else { return .no }
    if report.memory.allocationSites.count < Ceiling.sites { report.memory.allocationSites.append(site) }
    return .taken
  }

  /// `128 MiB 32768 mm/memory.c:1021 func:wp_page_copy`, and `file.c:7 [module] func:name`; 6.10 prints bytes.
  private static func readSite(_ text: Span<UInt8>) -> AllocationSite? {
    guard let mark = text.offset(of: " func:") else { return nil }
    var cursor = Cursor(text)
    guard let whole = cursor.number() else { return nil }
    let isFraction = cursor.skip(byte: 0x2E)
    if isFraction, cursor.number() == nil { return nil }
    var end = cursor.position
    cursor.skipBlanks()
    var isRounded = isFraction
    for unit in ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "B"] as [StaticString] where cursor.skip(unit) {
      isRounded = isRounded || unit.utf8CodeUnitCount > 1
      end = cursor.position
      break
    }
    cursor.skipBlanks()
    guard let calls = cursor.number() else { return nil }
    cursor.skipBlanks()
    let place = cursor.word()
    guard !place.isEmpty, text.extracting(place).contains(":") else { return nil }
    cursor.skipBlanks()
    var module: String?
    if cursor.skip(byte: 0x5B), let name = cursor.take(until: 0x5D), name.upperBound <= mark {
      module = text.text(name)
    }
    return AllocationSite(
      size: isRounded ? nil : Bytes(whole), sizeText: text.text(0..<end), calls: calls, place: text.text(place),
      module: module, function: text.text(text.trimmed(mark + 6..<text.count)))
  }
}
