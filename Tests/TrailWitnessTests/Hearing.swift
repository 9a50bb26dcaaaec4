// Lines to what is heard of them.

import TestKit
import TrailBytes
import TrailEnvelopes
import TrailModel

@testable import TrailWitness

/// What was heard of some lines.
struct Heard {
  var statements: [HeardStatement] = []
  var kills: [HeardKill] = []
  var podNames: [PodName] = []

  var json: JSON {
    var fields: [String: JSON] = [
      "statements": .array(statements.map { .of($0, special: Heard.shape) }),
      "kills": .array(kills.map { .of($0, special: Heard.shape) }),
    ]
    if !podNames.isEmpty { fields["podNames"] = .array(podNames.map { .of($0, special: Heard.shape) }) }
    return .object(fields)
  }

  private static func shape(_ value: Any) -> JSON? {
    switch value {
    case let kill as HeardKill:
      var fields: [String: JSON] = [
        "killer": .string(kill.report.killer.rawValue), "scope": .string(kill.report.scope.rawValue),
        "outcome": .string(kill.report.outcome.rawValue), "lines": .string("\(kill.first.line)-\(kill.last.line)"),
        "stamp": .string(kill.stampText ?? ""), "userspace": .of(kill.report.userspace as Any, special: shape),
      ]
      if let victim = kill.report.victim { fields["victim"] = .of(victim, special: shape) }
      if !kill.report.alsoKilled.isEmpty {
        fields["also_killed"] = .array(kill.report.alsoKilled.map { .of($0, special: shape) })
      }
      return .object(fields)
    case let place as LinePlace: return .number(Int64(place.line))
    case let share as Double: return .string("\(share)")
    case let size as Bytes: return .number(size.count)
    case let pages as Pages: return .number(pages.count)
    case let civil as CivilTime:
      return .string(
        "\(civil.year ?? 0)-\(civil.month)-\(civil.day) \(civil.hour):\(civil.minute):\(civil.second).\(civil.nanosecond)"
      )
    default: return nil
    }
  }
}

/// What is heard of a log, every line of it read.
func heard(_ bytes: [UInt8]) -> Heard {
  var envelopes = EnvelopeReader()
  var reader = WitnessReader()
  var start = 0
  var number = 0
  var host = 0
  for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
    number += 1
    let copy = Array(line)
    let head = envelopes.head(of: copy.span)
    let place = LinePlace(line: number, offset: Int64(start), end: Int64(start + copy.count))
    // A bare line is of the host of the line before it.
    host = head.host != nil ? 1 : head.isBare ? host : 0
    _ = reader.hear(copy.span, head, host: host, at: place, yearTurns: 0)
    start += copy.count + 1
  }
  reader.finish()
  return Heard(statements: reader.statements, kills: reader.kills, podNames: reader.podNames)
}
