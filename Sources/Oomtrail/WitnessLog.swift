// What the programs of one stream said of deaths, on its way into the case.

import TrailModel
import TrailWitness

extension StreamResult {
  /// Takes over what was heard, with the names of the hosts.
  mutating func take(_ reader: WitnessReader, _ hosts: HostTable) {
    programKills = reader.kills.map { ($0, hosts.origins[$0.host].host, hosts.origins[$0.host].bootID) }
    witnesses = reader.statements.map { heard in
      SeenWitness(
        statement: heard.statement, stamp: heard.stamp, stampText: heard.stampText, yearTurns: heard.yearTurns,
        host: hosts.origins[heard.host].host, bootID: hosts.origins[heard.host].bootID, place: heard.place)
    }
    droppedWitnesses = reader.dropped
    podNames = reader.podNames
  }
}

extension Analyzer {
  /// Adds the kills by programs, and what others said of deaths.
  func take(witnesses stream: StreamResult, into reading: inout Reading) {
    for (kill, host, bootID) in stream.programKills {
      reading.observations.append(
        Observation(
          report: kill.report, stamp: kill.stamp, stampText: kill.stampText, yearTurns: kill.yearTurns, host: host,
          bootID: bootID, input: 0, first: kill.first, last: kill.last))
    }
    reading.input.witnesses = stream.witnesses
    reading.input.podNames = stream.podNames
    guard let (count, first) = stream.droppedWitnesses else { return }
    reading.input.problems.append(
      Problem(
        path: reading.input.path, kind: .report,
        detail: "\(count) more lines tell of deaths; they were not kept.", line: first.line, offset: first.offset))
  }
}
