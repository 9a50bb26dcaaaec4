// The fields of an entry that a record keeps, by name (systemd.journal-fields(7)).

import TrailBytes

/// A field that a record keeps.
enum JournalField: UInt8 {
  case message, sourceRealtime, sourceMonotonic, host, transport, identifier, pid, messageID, unit, ownUnit, cgroup
  /// One that it does not.
  case other

  /// The longest name there may be, with the `=` behind it.
  static let longestName = 65

  /// Which field `payload` holds, and where its value begins.
  static func parse(_ payload: Span<UInt8>) -> (field: JournalField, value: Int) {
    // The first letter decides among few.
    switch payload.count > 1 ? payload[0] : 0 {
    case UInt8(ascii: "M"):
      if payload.has("MESSAGE=") { return (.message, 8) }
      if payload.has("MESSAGE_ID=") { return (.messageID, 11) }
    case UInt8(ascii: "S"): if payload.has("SYSLOG_IDENTIFIER=") { return (.identifier, 18) }
    case UInt8(ascii: "U"): if payload.has("UNIT=") { return (.unit, 5) }
    case UInt8(ascii: "_"):
      switch payload[1] {
      case UInt8(ascii: "H"): if payload.has("_HOSTNAME=") { return (.host, 10) }
      case UInt8(ascii: "T"): if payload.has("_TRANSPORT=") { return (.transport, 11) }
      case UInt8(ascii: "P"): if payload.has("_PID=") { return (.pid, 5) }
      case UInt8(ascii: "S"):
        if payload.has("_SOURCE_MONOTONIC_TIMESTAMP=") { return (.sourceMonotonic, 28) }
        if payload.has("_SOURCE_REALTIME_TIMESTAMP=") { return (.sourceRealtime, 27) }
        if payload.has("_SYSTEMD_UNIT=") { return (.ownUnit, 14) }
        if payload.has("_SYSTEMD_CGROUP=") { return (.cgroup, 16) }
      default: break
      }
    default: break
    }
    return (.other, 0)
  }
}
