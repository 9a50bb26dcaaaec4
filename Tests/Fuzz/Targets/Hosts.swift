// Files about hosts, and zones.

import Foundation
import TestKit
import TrailBytes
import TrailModel

@testable import TrailHost
@testable import TrailZones

extension FuzzTarget {
  /// Each kind of file about a host.
  static let hostFiles = FuzzTarget(
    name: "host-files",
    seeds: {
      let lines = [
        "web-01\n", "Linux web-01 6.1.0-44-amd64 #1 SMP Debian 6.1.164-1 (2026-03-09) x86_64 GNU/Linux\n",
        " Static hostname: web-01\n", "Europe/Berlin\n", "Mon Apr 27 15:50:37 CEST 2026\n", "btime 1777319437\n",
        "93784.55 180000.00\n", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\n", "vm.overcommit_memory = 0\n",
        "MemTotal:       16284152 kB\n", "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\n",
        "               Time zone: Europe/Berlin (CEST, +0200)\n",
        "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot           1  0.0  0.1 167744 11808 ?        Ss   09:51   0:01 /sbin/init\n",
        "systemd(1)-+-sshd(812)---bash(900)\n           `-cron(700)\n", "Name:\thog\nPid:\t386\nVmRSS:\t  123344 kB\n",
      ]
      return lines.map { Array($0.utf8) } + fixtures(["bundles"], { $0.hasSuffix(".txt") || $0.contains("etc/") })
    }
  ) { bytes in
    var facts = HostFacts()
    for file in HostFile.all {
      for path in file.paths {
        let name = "case/" + path.replacing("**", with: "x").replacing("*", with: "1")
        file.read(bytes.span, name, &facts)
      }
    }
    _ = HostFile.at(String(decoding: bytes, as: UTF8.self))
    _ = HostFile.zoneName(inLinkTo: bytes.span)
  }

  /// Zone files, and the rules at their ends.
  static let zones = FuzzTarget(
    name: "zones",
    seeds: {
      let names = ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "UTC", "Asia/Kolkata"]
      return names.compactMap { try? [UInt8](Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\($0)"))) }
        + ["CET-1CEST,M3.5.0,M10.5.0/3", "<+0330>-3:30", "EST5EDT,J60/-2,300/26:59:59"].map { Array($0.utf8) }
    }
  ) { bytes in
    let zones = [
      ZoneFile.zone(name: "case", tzif: bytes), ZoneRule(bytes.span).map { ZoneFile.zone(name: "case", rule: $0) },
    ]
    for zone in zones.compactMap({ $0 }) {
      for year in [1, 1678, 1970, 2026, 2038, 2261, 9_999] {
        for month in 1...12 {
          let civil = CivilTime(year: year, month: month, day: 29, hour: 2, minute: 30, second: 60)
          guard let offset = zone.offset(at: civil) else { continue }
          require(abs(offset.seconds) <= 200_000, "an offset of days")
          _ = civil.instant(year: year, offset: offset.seconds)
        }
      }
    }
  }
}
