// Which events a command is asked about: the same options for every command that reads.

import ArgumentParser
import TrailCase
import TrailModel

/// The filters.
struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only events from then on: 2026-11-02, \"2026-11-02 21:00\", 2026-11-02T21:00:00+01:00. Without a zone it is that "
        + "of --timezone, else UTC.", valueName: "time"), transform: TimeBound.init)
  var since: TimeBound?

  @Option(
    help: ArgumentHelp("Only events up to then; a day is meant to its end.", valueName: "time"),
    transform: TimeBound.init)
  var until: TimeBound?

  @Option(
    help: ArgumentHelp(
      "Only events of that host, by its name in full or short; * and ? stand for anything. Like all that follow it may be "
        + "given several times, and any of them will do.", valueName: "name"))
  var host: [String] = []

  @Option(help: ArgumentHelp("Only where a process of that name died; * and ? as above.", valueName: "name"))
  var process: [String] = []

  @Option(help: ArgumentHelp("Only where the process with that id died.", valueName: "pid"))
  var pid: [Int64] = []

  @Option(
    help: ArgumentHelp(
      "Only events of that cgroup or one below it, the victim's or the one whose limit was hit; * and ? as above.",
      valueName: "path"))
  var cgroup: [String] = []

  @Option(help: ArgumentHelp("Only events of that Kubernetes namespace; * and ? as above.", valueName: "name"))
  var namespace: [String] = []

  @Option(help: ArgumentHelp("Only events of that pod, by name or uid; * and ? as above.", valueName: "name"))
  var pod: [String] = []

  @Option(help: ArgumentHelp("Only events of that killer.", valueName: "killer"))
  var killer: [WordArgument<Killer>] = []

  @Option(help: ArgumentHelp("Only events in which that ran out.", valueName: "scope"))
  var scope: [WordArgument<Scope>] = []

  func validate() throws {
    for (name, values) in [
      ("host", host), ("process", process), ("cgroup", cgroup), ("namespace", namespace), ("pod", pod),
    ] where values.contains("") {
      throw ValidationError("--\(name) needs a name; with an empty one nothing would be left.")
    }
    if let cgroup = cgroup.first(where: { !$0.hasPrefix("/") && !$0.hasPrefix("*") }) {
      throw ValidationError("--cgroup \(cgroup) is no path: it begins with / (or with *).")
    }
  }

  /// The filter, with times in `zone` where they have none.
  func filter(in zone: ZoneArgument?) throws -> EventFilter {
    var filter = EventFilter()
    filter.since = try since?.instant(in: zone, isEnd: false)
    filter.until = try until?.instant(in: zone, isEnd: true)
    if let since = filter.since, let until = filter.until, until < since {
      throw ValidationError("--until is before --since: nothing would be left.")
    }
    filter.hosts = host
    filter.processes = process
    filter.pids = pid
    filter.cgroups = cgroup
    filter.namespaces = namespace
    filter.pods = pod
    filter.killers = killer.map(\.word)
    filter.scopes = scope.map(\.word)
    return filter
  }
}
