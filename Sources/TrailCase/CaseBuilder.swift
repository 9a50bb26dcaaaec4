// Builds the case: takes inputs with what was read from them, and gives events, groups and incidents.

import TrailFindings
public import TrailModel

/// Builds one ``Case`` of all inputs.
///
/// The result depends on what is added, not on the order in which it is.
public struct CaseBuilder {
  private let options: CaseOptions
  private var bundles: [Bundle] = []
  private var layouts: [FoundBundle] = []
  private var inputs = BoxedArray<Input>()
  private var observations: [[Observation]] = []
  private var notices: [InputNotices] = []
  private var problems: [Problem] = []

  /// A builder that has seen nothing.
  public init(options: CaseOptions) { self.options = options }

  /// Adds what files about a host say, for the inputs that stand beside them.
  public mutating func add(bundle: Bundle) { bundles.append(bundle) }

  /// Adds a bundle whose layout is known.
  public mutating func add(layout: FoundBundle) { layouts.append(layout) }

  /// Adds an input with the kills and the notices that were read from it; the kills' own input numbers are not looked
  /// at.
  public mutating func add(_ input: Boxed<Input>, observations: [Observation], notices: InputNotices) {
    inputs.append(input)
    self.observations.append(observations)
    self.notices.append(notices)
  }

  /// Adds a problem of something that became no input.
  public mutating func add(problem: Problem) { problems.append(problem) }

  /// The case of everything that was added; the builder is not to be used again.
  public mutating func finish() -> Case {
    let ranks = inputs.indices.sorted { left, right in
      inputs[left].path == inputs[right].path ? left < right : inputs[left].path < inputs[right].path
    }
    spellHosts(ranks)
    var result = Case()
    result.inputs = inputs.ordered(ranks)
    inputs = []
    let tree = BundleTree(bundles, layouts)
    result.bundles = tree.layouts
    for index in result.inputs.indices where result.inputs[index].host == nil {
      result.inputs[index].host = tree.host(of: result.inputs[index].path)
    }
    boundRotations(&result.inputs, isYearGiven: options.year != nil) { input, stamp in
      InputClock(input, options: options, zones: tree.zones(of: input.path))
        .resolve(stamp, host: input.host)?.wall
    }
    var clocks = result.inputs.map { InputClock($0, options: options, zones: tree.zones(of: $0.path)) }
    let (read, copies) = resolve(ranks, into: &result.inputs, &clocks, tree)
    // Events share the reports; whoever else holds one makes a change of it cost a copy.
    observations = []
    let combiner = Combiner(observations: read, copies: copies, paths: result.inputs.map(\.path))
    let merger = Merger(copies)
    var drafts = merger.clusters.filter { !$0.members.isEmpty }.map { combiner.draft(of: $0.members) }
    report(
      disputes: drafts.flatMap(\.disputes) + merger.rivals(copies).map(combiner.doubt),
      to: &result.inputs)
    var boots = BootSets(&drafts, copies, read, result.inputs, clocks, tree)
    for index in drafts.indices { boots.complete(&drafts[index], index: index) }
    nameByDirectory(&drafts, inputs: result.inputs, called: tree.called)
    unifyNames(of: &drafts)
    for (input, problem) in keepBootOrder(&drafts, &boots) + changedHours(in: drafts) {
      result.inputs[input].problems.append(problem)
    }
    var witnesses = Witnesses(result.inputs, clocks) { tree.host(of: $0) }
    let pods = ContainerCase(result.inputs, witnesses.all, dumpTime: options.dumpTime, drafts) { tree.taken(at: $0) }
    drafts = pods.allDrafts
    drafts += witnesses.kills(besides: drafts, result.inputs)
    var timeline = Timeline(drafts, paths: result.inputs.map(\.path))
    let named = tree.named(by: result.inputs, timeline.events)
    timeline.addParents(named)
    timeline.match(&witnesses, pods)
    timeline.noteOvertaken()
    result.witnesses = witnesses.all
    result.events = timeline.events
    result.containers = pods.containers(of: timeline, witnesses.all)
    problems += pods.problems
    let merged = mergedNotices(ranks, result.inputs, clocks)
    result.notices = TrailCase.groups(of: merged, dropped: ranks.flatMap { notices[$0].dropped })
    if !merged.isEmpty {
      let surroundings = Surroundings(merged, events: result.events, paths: result.inputs.map(\.path))
      for index in result.events.indices {
        result.events[index].context = surroundings.context(of: result.events[index])
      }
    }
    var memory = MemoryBefore(bundles) { WallClock(options: options, zones: tree.zones(of: $0)) }
    for (input, clock) in zip(result.inputs, clocks) where !input.memory.isEmpty {
      memory.add(input, clock, host: tree.host(of: input.path))
    }
    memory.complete(&result.events)
    problems += memory.problems
    completePageSizes(of: &result.events, named)
    addBundledLimits(to: &result.events, named)
    problems += unloggedKills(result.events, named) + oneHostByTwoNames(result.events)
    addOwners(to: &result.events, KnownPods(result.inputs, result.containers, inferred: pods.inferredNames))
    addContainerFacts(to: &result.events, of: result.containers)
    addLifetimes(to: &result.events)
    timeline.take(result.events)
    countEvents(timeline.events, in: &result.inputs)
    result.filter = timeline.apply(options.filter, result.containers)
    result.events = timeline.events
    if result.filter != nil { result.containers.keep(joinedTo: result.events) }
    result.hosts = hosts(of: result.events, named)
    // Of kills that were left out nobody can say whether they went on.
    let ends = options.filter.splitsSeries ? LogEnds() : LogEnds(result.inputs, result.events)
    result.groups = Groups(result.events, ends: ends)
    result.groups.addRestarts(of: result.containers)
    result.incidents = incidents(of: timeline)
    result.problems = result.inputs.flatMap(\.problems) + problems.sorted(by: Self.isBefore)
    result.findings = findings(in: result)
    return result
  }

  /// Gives each host one spelling everywhere.
  private mutating func spellHosts(_ ranks: [Int]) {
    var spellings = HostSpellings()
    for rank in ranks {
      spellings.respell(&inputs[rank].host)
      for index in observations[rank].indices { spellings.respell(&observations[rank][index].host) }
      for index in notices[rank].kept.indices { spellings.respell(&notices[rank].kept[index].host) }
      for index in notices[rank].dropped.indices { spellings.respell(&notices[rank].dropped[index].host) }
      for index in inputs[rank].boots.indices { spellings.respell(&inputs[rank].boots[index].host) }
      for index in inputs[rank].memory.indices { spellings.respell(&inputs[rank].memory[index].host) }
      for index in inputs[rank].witnesses.indices { spellings.respell(&inputs[rank].witnesses[index].host) }
      for index in inputs[rank].anchors.indices { spellings.respell(&inputs[rank].anchors[index].host) }
    }
    for index in layouts.indices {
      spellings.respell(&layouts[index].host)
      for node in layouts[index].nodes.indices {
        layouts[index].nodes[node].host = spellings.spelling(of: layouts[index].nodes[node].host)
      }
    }
    for index in bundles.indices.sorted(by: { bundles[$0].root < bundles[$1].root }) {
      for history in bundles[index].facts.memoryHistories.indices {
        spellings.respell(&bundles[index].facts.memoryHistories[history].host)
      }
      if let name = bundles[index].facts.name?.value { bundles[index].facts.name?.value = spellings.spelling(of: name) }
    }
  }

  /// All observations in the order of the inputs and of their offsets, and what the merge compares of them. Gives the
  /// inputs their times, and the clocks what copies tell them.
  private func resolve(
    _ ranks: [Int], into inputs: inout BoxedArray<Input>, _ clocks: inout [InputClock], _ bundles: BundleTree
  ) -> ([Observation], [Copy]) {
    var read: [Observation] = []
    var copies: [Copy] = []
    for (place, rank) in ranks.enumerated() {
      let own = observations[rank]
      inputs[place].events = own.count
      let bundled = bundles.host(of: inputs[place].path)
      let order = own.indices.sorted {
        (own[$0].first.offset, own[$0].last.end, $0) < (own[$1].first.offset, own[$1].last.end, $1)
      }
      for index in order {
        let seen = own[index]
        let time = clocks[place].resolve(seen)
        copies.append(
          Copy(
            seen, index: read.count, input: place, time: time, host: HostName.named(seen.host) ?? bundled ?? seen.host))
        read.append(seen)
      }
    }
    for (key, votes) in ClockVotes.collect(from: copies, of: read).sorted(by: { $0.key < $1.key }) {
      clocks[key.input].believe(votes, of: key.host)
      if let note = votes.note(path: inputs[key.input].path, host: key.host) {
        inputs[key.input].problems.append(note)
      }
    }
    var unplaced: Set<Int> = []
    var inferred: Set<Int> = []
    for index in copies.indices where copies[index].stamp.civil != nil {
      copies[index].time = clocks[copies[index].input].resolve(read[index])
      if copies[index].time.wall == nil { unplaced.insert(copies[index].input) }
      if copies[index].time.basis == .inferredYear { inferred.insert(copies[index].input) }
    }
    for place in inputs.indices {
      inputs[place].firstTime = clocks[place].resolve(inputs[place].stamps.first, host: inputs[place].host)
      inputs[place].lastTime = clocks[place].resolve(inputs[place].stamps.last, host: inputs[place].host)
      if unplaced.contains(place),
        let problem = clocks[place].wall.obstacle(of: inputs[place].clock, path: inputs[place].path)
      {
        inputs[place].problems.append(problem)
      }
      if inferred.contains(place), let jump = inputs[place].clock.jump {
        inputs[place].problems.append(Problem(path: inputs[place].path, jump: jump))
      }
    }
    return (read, copies)
  }

  /// Counts the events that are made of what inputs say, other than reports of kills.
  private func countEvents(_ events: [Event], in inputs: inout BoxedArray<Input>) {
    var places: [String: Int] = [:]
    for index in inputs.indices where inputs[index].events == 0 { places[inputs[index].path] = index }
    for event in events where event.isNotice || event.report.outcome == .evicted {
      for path in Set(event.sources.map(\.path)) { if let place = places[path] { inputs[place].events += 1 } }
    }
  }

  /// The notices of all inputs, each once.
  private func mergedNotices(_ ranks: [Int], _ inputs: BoxedArray<Input>, _ clocks: [InputClock]) -> [MergedNotice] {
    var merger = NoticeMerger()
    for (place, rank) in ranks.enumerated() {
      for seen in notices[rank].kept {
        let time = clocks[place].resolve(
          seen.stamp, text: seen.stampText, yearTurns: seen.yearTurns, host: seen.host)
        merger.add(seen, input: place, path: inputs[place].path, time: time)
      }
    }
    return merger.merged
  }

  /// Hands contradictions and doubts to the inputs they are of; a damaged input could have one in every kill.
  private func report(disputes: [(input: Int, problem: Problem)], to inputs: inout BoxedArray<Input>) {
    let most = 20
    var counts: [Int: Int] = [:]
    let inOrder = disputes.indices.sorted { left, right in
      let (one, other) = (disputes[left], disputes[right])
      return (one.input, one.problem.offset ?? 0, left) < (other.input, other.problem.offset ?? 0, right)
    }
    for index in inOrder {
      let (input, problem) = disputes[index]
      counts[input, default: 0] += 1
      if counts[input, default: 0] <= most { inputs[input].problems.append(problem) }
    }
    for input in inputs.indices {
      guard let count = counts[input], count > most else { continue }
      inputs[input].problems.append(
        Problem(
          path: inputs[input].path, kind: .contradiction,
          detail: "\(count - most) more kills contradict their copies in other inputs, or fit several."))
    }
  }

  private static func isBefore(_ left: Problem, _ right: Problem) -> Bool {
    if left.path != right.path { return left.path < right.path }
    return (left.line ?? 0, left.offset ?? 0, left.kind.rawValue, left.detail)
      < (right.line ?? 0, right.offset ?? 0, right.kind.rawValue, right.detail)
  }
}
