// Boots of the case: which stretches of which inputs are of one boot, and what each of them knows that others lack.

import TrailModel

/// A stretch of one host's lines in one input, between two starts of a boot.
struct BootStretch: Hashable {
  /// The input's number.
  var input: Int
  /// The host, by ``HostName/label``, as the lines name it.
  var host: String?
  /// How many boots of the host have begun in the input by then.
  var number: Int
}

/// The boots that begin in the inputs.
struct BootStarts {
  /// By input and host, in the order of the lines.
  private var starts: [[String?: [BootStart]]]

  init(_ inputs: BoxedArray<Input>) {
    starts = inputs.map { Dictionary(grouping: $0.boots, by: { HostName.label(of: $0.host) }) }
  }

  /// The stretch that a line of `host` at `offset` of an input is in.
  func stretch(input: Int, host: String?, offset: Int64) -> BootStretch {
    let label = HostName.label(of: host)
    let own = starts[input][label] ?? []
    return BootStretch(input: input, host: label, number: own.prefixCount { $0.offset <= offset })
  }

  /// Where a stretch begins; nil where its beginning was lost.
  func start(of stretch: BootStretch) -> BootStart? {
    stretch.number > 0 ? starts[stretch.input][stretch.host]?[stretch.number - 1] : nil
  }
}

/// The boots that kills were seen in. A `dmesg` has neither a host nor a time of day; a copy of one of its kills in
/// another log tells both, for all of its kills.
struct BootSets {
  /// What is known of one boot.
  private struct Boot {
    var hosts: [String] = []
    var ids: Set<String> = []
    var anchors: [Anchor] = []
  }

  /// A moment on both clocks.
  fileprivate struct Anchor {
    var monotonic: Int64
    var wall: Instant
    var zone: ZoneBasis?
    var year: YearBasis?
    var basis: AnchorBasis

    /// When the boot was, by this.
    var start: Int64 { wall.nanoseconds.saturating(-monotonic) }
  }

  private var stretches: [BootStretch] = []
  private var sets = DisjointSets(count: 0)
  /// By the root of their set.
  private var boots: [Int: Boot] = [:]
  /// The stretches of each draft, as numbers.
  private var ofDraft: [[Int]] = []

  /// The boots of `drafts`, made of `copies` that were read from `inputs`. Settles which instants stamps mean whose hour
  /// comes twice.
  init(
    _ drafts: inout [Draft], _ copies: [Copy], _ observations: [Observation], _ inputs: BoxedArray<Input>,
    _ clocks: [InputClock],
    _ bundles: BundleTree
  ) {
    let starts = BootStarts(inputs)
    var numbers: [BootStretch: Int] = [:]
    var latest: [Int: (stamp: Int64, stretch: Int)] = [:]
    for draft in drafts {
      var own: [Int] = []
      for member in draft.members {
        guard let stamp = copies[member].time.monotonic else { continue }
        // A name that a bundle's file gave stands in no line.
        let seen = observations[member]
        let stretch = starts.stretch(input: copies[member].input, host: seen.host, offset: seen.first.offset)
        let number = numbers[stretch] ?? stretches.count
        if number == stretches.count {
          numbers[stretch] = number
          stretches.append(stretch)
        }
        own.append(number)
        let last = latest[stretch.input]
        if last == nil || stretch.number > stretches[last?.stretch ?? 0].number || stamp > last?.stamp ?? 0 {
          latest[stretch.input] = (stamp, number)
        }
      }
      ofDraft.append(own)
    }
    unite(drafts)
    for (index, own) in ofDraft.enumerated() {
      if let first = own.first { learn(from: drafts[index].event, at: sets.root(of: first)) }
    }
    for root in boots.keys { boots[root]?.anchors.thin() }
    learn(fromLinesOf: inputs, starts, numbers)
    for (input, last) in latest.sorted(by: { $0.key < $1.key }) {
      learn(from: bundles, inputs[input].path, latest: last.stamp, at: sets.root(of: last.stretch))
    }
    learn(fromFirstLinesOf: inputs, starts, clocks)
    settleRepeatedHours(of: &drafts)
  }

  private mutating func unite(_ drafts: [Draft]) {
    sets = DisjointSets(count: stretches.count)
    var byID: [String: Int] = [:]
    for (index, own) in ofDraft.enumerated() {
      guard let first = own.first else { continue }
      for stretch in own.dropFirst() { sets.unite(first, stretch) }
      guard let id = drafts[index].event.bootID else { continue }
      if let other = byID[id] { sets.unite(other, first) }
      byID[id] = first
    }
  }

  private mutating func learn(from event: Event, at root: Int) {
    var boot = boots.removeValue(forKey: root) ?? Boot()
    if let host = event.host {
      if let place = boot.hosts.firstIndex(where: { HostName.agree($0, host) }) {
        boot.hosts[place] = HostName.better(boot.hosts[place], host) ?? host
      } else if boot.hosts.count < 2 {
        boot.hosts.append(host)
      }
    }
    if let id = event.bootID, boot.ids.count < 2 { boot.ids.insert(id) }
    // What may mean two instants is no anchor where another is.
    if event.time.repeated == nil, let anchor = Anchor(event.time) { boot.anchors.append(anchor) }
    boots[root] = boot
  }

  /// The time that lines of the log tell under the kernel's stamp, for boots of which no kill has it.
  private mutating func learn(
    fromLinesOf inputs: BoxedArray<Input>, _ starts: BootStarts, _ numbers: [BootStretch: Int]
  ) {
    let open = Set(stretches.indices.map { sets.root(of: $0) }.filter { boots[$0]?.anchors.isEmpty != false })
    for (input, read) in inputs.enumerated() {
      for anchor in read.anchors {
        let stretch = starts.stretch(input: input, host: anchor.host, offset: anchor.offset)
        guard let number = numbers[stretch], open.contains(sets.root(of: number)) else { continue }
        boots[sets.root(of: number), default: Boot()].anchors.append(
          Anchor(monotonic: anchor.monotonic, wall: anchor.wall, zone: .stamp, year: .stamp, basis: anchor.basis))
      }
    }
    for root in open { boots[root]?.anchors.thin() }
  }

  /// What the bundle says of the boot in which it was taken, for the kernel's log of that boot.
  private mutating func learn(from bundles: BundleTree, _ path: String, latest: Int64, at root: Int) {
    guard let (start, basis) = bundles.anchor(of: path, latest: latest) else { return }
    // What the log tells of its own may be from before the clock was set.
    if boots[root]?.anchors.contains(where: { $0.basis == .copies }) != true {
      boots[root, default: Boot()].anchors = [
        Anchor(monotonic: 0, wall: start, zone: .stamp, year: .stamp, basis: basis)
      ]
    }
    if let id = bundles.bootID(of: path) { boots[root, default: Boot()].ids.insert(id) }
  }

  /// The time at which a logger took the boot's first line, where the host has but one boot of that kernel.
  private mutating func learn(fromFirstLinesOf inputs: BoxedArray<Input>, _ starts: BootStarts, _ clocks: [InputClock])
  {
    var byRelease: [String: [(host: String, anchor: Anchor)]] = [:]
    for (place, input) in inputs.enumerated() {
      for start in input.boots {
        guard let release = start.release, let host = start.host else { continue }
        var time = clocks[place].resolve(start.stamp, text: nil, yearTurns: start.yearTurns, host: host)
        time.monotonic = time.monotonic ?? 0
        guard let anchor = Anchor(time, basis: .firstLine), byRelease[release, default: []].count < 1_000 else {
          continue
        }
        // Of copies of one line the one that was taken soonest tells it best.
        let known = byRelease[release, default: []].firstIndex { known in
          HostName.agree(known.host, host) && distance(known.anchor.start, anchor.start) < 300_000_000_000
        }
        if let known {
          let soonest = byRelease[release]?[known].anchor.start ?? .min
          if anchor.start < soonest { byRelease[release]?[known].anchor = anchor }
        } else {
          byRelease[release, default: []].append((host, anchor))
        }
      }
    }
    guard !byRelease.isEmpty else { return }
    for (number, stretch) in stretches.enumerated() {
      let root = sets.root(of: number)
      guard let boot = boots[root], boot.anchors.isEmpty, boot.hosts.count == 1,
        let release = starts.start(of: stretch)?.release
      else { continue }
      let found = (byRelease[release] ?? []).filter { HostName.agree($0.host, boot.hosts[0]) }
      if found.count == 1 { boots[root]?.anchors = [found[0].anchor] }
    }
  }

  /// Says which of both instants stamps mean in the hour that comes twice when clocks are set back: the kernel's clock,
  /// which nobody sets back, tells it by what else is known of the boot, else by the order of the boot's kills.
  private mutating func settleRepeatedHours(of drafts: inout [Draft]) {
    var ofBoot: [Int: [Int]] = [:]
    for index in drafts.indices where drafts[index].event.time.repeated != nil {
      if let first = ofDraft[index].first { ofBoot[sets.root(of: first), default: []].append(index) }
    }
    for root in ofBoot.keys.sorted() {
      let members = drafts.inKernelOrder(ofBoot[root] ?? [])
      let anchors = boots[root]?.anchors ?? []
      var before: Int64?
      var isSettled = !anchors.isEmpty
      for index in members {
        guard let first = Anchor(drafts[index].event.time), let repeated = drafts[index].event.time.repeated else {
          continue
        }
        var second = first
        second.wall = repeated
        let known = Self.anchor(at: first.monotonic, of: anchors)?.start ?? before ?? first.start
        let isSecond = distance(second.start, known) < distance(first.start, known)
        if isSecond {
          drafts[index].event.time.wall = repeated
          // Then those before it meant the first time.
          isSettled = true
        }
        before = (isSecond ? second : first).start
      }
      for index in members {
        if isSettled { drafts[index].event.time.repeated = nil }
        guard anchors.isEmpty, let anchor = Anchor(drafts[index].event.time) else { continue }
        boots[root]?.anchors.append(anchor)
      }
      if anchors.isEmpty { boots[root]?.anchors.thin() }
    }
  }

  // MARK: What drafts get

  /// Gives `draft`, number `index`, what its boot knows and it lacks: the host, the boot's id, the time of day.
  mutating func complete(_ draft: inout Draft, index: Int) {
    guard let first = ofDraft[index].first, let boot = boots[sets.root(of: first)] else { return }
    if draft.event.host == nil, boot.hosts.count == 1 {
      draft.event.host = boot.hosts[0]
      draft.event.hostBasis = .copies
    }
    if draft.event.bootID == nil, boot.ids.count == 1 { draft.event.bootID = boot.ids.first }
    guard draft.event.time.wall == nil, let monotonic = draft.event.time.monotonic,
      let anchor = Self.anchor(at: monotonic, of: boot.anchors)
    else { return }
    let digits = min(anchor.wall.fractionDigits, 6)
    draft.event.time.wall = Instant(
      nanoseconds: anchor.start.saturating(monotonic).rounded(toDigits: digits), fractionDigits: digits)
    draft.event.time.basis = .bootAnchor
    draft.event.time.zone = anchor.zone
    draft.event.time.year = anchor.year
    draft.event.time.anchor = anchor.basis
  }

  /// The anchor to use at a kernel stamp: of loggers' stamps within ten minutes the one that puts the boot earliest, for
  /// they come late and never early; else the nearest, for the kernel's clock drifts and the wall's is set.
  private static func anchor(at monotonic: Int64, of anchors: [Anchor]) -> Anchor? {
    let low = anchors.prefixCount { $0.monotonic < monotonic.saturating(-Self.nearby) }
    let near = anchors[low...].prefix { $0.monotonic <= monotonic.saturating(Self.nearby) }
    if let first = near.first, first.basis == .copies { return near.min { $0.start < $1.start } }
    let next = anchors.prefixCount { $0.monotonic < monotonic }
    let around = anchors[max(0, next - 1)..<min(anchors.count, next + 1)]
    return around.min { distance($0.monotonic, monotonic) < distance($1.monotonic, monotonic) }
  }

  private static let nearby: Int64 = 600_000_000_000

  /// The boot of a draft, as a number; nil where its copies have no kernel stamps.
  mutating func boot(ofDraft index: Int) -> Int? { ofDraft[index].first.map { sets.root(of: $0) } }
}

extension BootSets.Anchor {
  /// The moment of an event or a line that has both clocks.
  fileprivate init?(_ time: EventTime, basis: AnchorBasis = .copies) {
    guard let wall = time.wall, let monotonic = time.monotonic else { return nil }
    self.init(monotonic: monotonic, wall: wall, zone: time.zone, year: time.year, basis: basis)
  }
}

extension [BootSets.Anchor] {
  /// Puts anchors in the order of the kernel's clock, and keeps the earliest boot of each ten seconds.
  fileprivate mutating func thin() {
    sort { ($0.monotonic, $0.start) < ($1.monotonic, $1.start) }
    var kept: Self = []
    for anchor in self {
      if let last = kept.last, last.monotonic.floored(by: Self.span) == anchor.monotonic.floored(by: Self.span) {
        if anchor.start < last.start { kept[kept.count - 1] = anchor }
      } else {
        kept.append(anchor)
      }
    }
    self = kept
  }

  private static var span: Int64 { 10_000_000_000 }
}

extension Int64 {
  /// Nanoseconds rounded down to so many digits of a second's fraction.
  fileprivate func rounded(toDigits digits: Int) -> Int64 {
    var unit: Int64 = 1_000_000_000
    for _ in 0..<digits { unit /= 10 }
    return floored(by: unit) * unit
  }
}
