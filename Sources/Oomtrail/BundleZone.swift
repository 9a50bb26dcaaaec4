// The zone of a bundle's host, as its files tell it: by the zone's own file, by name, or by what the clock showed.

import TrailCase
import TrailModel
import TrailZones

/// The zone, and what is wrong with what the files say of it.
struct BundleZone {
  private(set) var zone: LocalZone?
  private(set) var basis = ZoneBasis.bundle
  private(set) var problems: [Problem] = []

  /// Finds the zone in `facts`, and gives the moment of the collection its offset.
  init(_ facts: inout HostFacts) {
    if let file = facts.zoneFile {
      let name = facts.zoneNames.first?.value ?? file.path
      zone = ZoneFile.zone(name: name, tzif: file.value)
      if zone == nil { report(file.path, .time, "The zone's file is damaged.") }
    }
    let moment = facts.collected?.value.civil
    for name in facts.zoneNames {
      guard let named = Self.zone(named: name.value) else {
        report(name.path, .time, "The zone \(name.value) is not in the zone database of this machine.")
        continue
      }
      guard let known = zone else {
        zone = named
        continue
      }
      let times = moment.map { [$0] } ?? Self.sampleTimes
      if times.contains(where: { known.offset(at: $0) != named.offset(at: $0) }) {
        report(name.path, .contradiction, "The zone \(name.value) is another than \(known.name), which is taken.")
      }
    }
    seeClock(&facts)
  }

  private static func zone(named name: String) -> LocalZone? {
    name == "UTC" || name == "Etc/UTC" ? .utc : ZoneFile.named(name)
  }

  /// Zones that are the same in both are not told apart.
  private static let sampleTimes = [1, 7].map {
    CivilTime(year: 2025, month: $0, day: 15, hour: 12, minute: 0, second: 0)
  }

  /// What `date` and `timedatectl` showed.
  private mutating func seeClock(_ facts: inout HostFacts) {
    guard let collected = facts.collected, let moment = collected.value.civil else { return }
    let meaning = facts.zoneAbbreviation.flatMap { ZoneAbbreviation.meaning(of: $0.value, at: moment) }
    let offset = collected.value.offset ?? meaning?.offset ?? facts.zoneOffset?.value ?? facts.distanceFromUTC
    guard let offset else { return }
    facts.collected?.value.offset = offset
    if let known = zone {
      let there = known.offset(at: moment)
      if let there, there.seconds != offset, there.repeated != offset {
        report(
          collected.path, .contradiction,
          "The clock was \(LocalOffset.text(offset)) from UTC, and not \(LocalOffset.text(there.seconds)) as in \(known.name)."
        )
      }
      return
    }
    basis = .bundleDate
    zone =
      meaning.flatMap { $0.offset == offset ? $0.zone : nil }
      ?? ZoneSeason.zone(offset, name: LocalOffset.text(offset), around: moment)
  }

  private mutating func report(_ path: String, _ kind: Problem.Kind, _ detail: String) {
    problems.append(Problem(path: path, kind: kind, detail: detail))
  }
}

extension HostFacts {
  /// How far the local time of the collection is from that in UTC, where both were asked for within a minute.
  fileprivate var distanceFromUTC: Int? {
    guard let local = collected?.value.civil?.instant(year: 0, offset: 0),
      let utc = collectedUTC?.value.civil?.instant(year: 0, offset: 0)
    else { return nil }
    let seconds = Int(local.nanoseconds / 1_000_000_000) - Int(utc.nanoseconds / 1_000_000_000)
    // Zones lie at multiples of 15 minutes from UTC.
    let offset = Int((Double(seconds) / 900).rounded()) * 900
    return abs(seconds - offset) <= 60 && abs(offset) <= 14 * 3_600 ? offset : nil
  }
}
