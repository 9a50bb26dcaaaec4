// Text that kubectl printed, or several of its outputs one behind the other, a line at a time.

import TrailBytes
import TrailModel

/// Gives each line to the reader of its form.
struct TextReader {
  private var describe: DescribeReader
  private var json: JSONObjects
  private var yaml: YAMLObjects
  /// What is no part of a description: rows of tables, single sentences.
  private var facts = KubernetesFacts()
  private var table = Table.none
  private var form = Form.text
  private var command: CommandLine?
  private let path: String

  private enum Table {
    case none
    case pods(PodTable)
    case events(isWide: Bool)
  }

  private enum Form { case text, json, yaml }

  init(path: String, isYAML: Bool) {
    self.path = path
    describe = DescribeReader(path: path)
    json = JSONObjects(path: path)
    yaml = YAMLObjects(path: path)
    form = isYAML ? .yaml : .text
  }

  /// Everything that was read, when no more comes.
  mutating func finish(at place: LinePlace) -> KubernetesFacts {
    var all = facts
    for part in [describe.finish(), json.finish(), yaml.finish(at: place)] {
      part.pods.forEach { all.add($0) }
      part.nodes.forEach { all.add($0) }
      part.events.forEach { all.add($0) }
      all.dropped += part.dropped
      all.hasNewAges = all.hasNewAges || part.hasNewAges
    }
    return all
  }

  /// Reads a line.
  mutating func read(_ whole: Span<UInt8>, at place: LinePlace) {
    let line = whole.extracting(whole.unquotedLine)
    if form == .yaml {
      if !line.endsYAML { return yaml.read(line, at: place) }
      yaml.endObjects(at: place)
      form = .text
    } else if form == .json {
      if !line.isDescribedField {
        json.read(line)
        if json.isIdle { form = .text }
        return
      }
      json.endObjects()
      form = .text
    }
    let text = line.trimmed(0..<line.count)
    guard !text.isEmpty else {
      table = .none
      return describe.readBlank()
    }
    if let begun = CommandLine(line) {
      describe.begin(begun)
      command = begun
      table = .none
      return
    }
    if begins(line, text, place) { return }
    let source = Source(
      path: path, firstLine: place.line, lastLine: place.line, firstOffset: place.offset, lastOffset: place.end)
    if readRow(line, text, source) { return }
    if readSentence(line, source) { return }
    describe.read(line, at: place)
  }

  /// Whether an object as JSON or YAML, or a table, begins with this line.
  private mutating func begins(_ line: Span<UInt8>, _ text: Range<Int>, _ place: LinePlace) -> Bool {
    let part = line.extracting(text)
    if part.equals("{") || part.has("{\"") {
      describe.endObject()
      form = .json
      json.move(to: place)
      json.read(line)
      if json.isIdle { form = .text }
      return true
    }
    if part.has("apiVersion: ") || part.has("- apiVersion: ") || part.beginsStatus {
      describe.endObject()
      form = .yaml
      yaml.read(line, at: place)
      return true
    }
    if let pods = PodTable(line) {
      describe.endObject()
      table = .pods(pods)
      return true
    }
    if part.has("LAST SEEN ") || part.has("LASTSEEN ") || part.has("NAMESPACE ") && part.contains(" LAST SEEN ") {
      describe.endObject()
      table = .events(isWide: part.contains(" SUBOBJECT ") && part.contains(" NAME") && !part.contains(" KIND "))
      return true
    }
    return false
  }

  private mutating func readRow(_ line: Span<UInt8>, _ text: Range<Int>, _ source: Source) -> Bool {
    switch table {
    case .pods(let pods):
      guard var pod = pods.pod(line, source) else {
        table = .none
        return false
      }
      pod.namespace = pod.namespace ?? command?.namespace
      facts.add(pod)
      return true
    case .events(let isWide):
      guard let row = line.listedRow(isWide: isWide) else { return false }
      add(row, line, source)
      return true
    case .none:
      // A row whose head is lost begins with an age.
      guard line[text.lowerBound] &- 0x30 <= 9, let row = line.listedRow(isWide: false) else { return false }
      add(row, line, source)
      return true
    }
  }

  private mutating func add(_ row: EventRow, _ line: Span<UInt8>, _ source: Source) {
    guard var event = KubernetesEvent(row, line, source: source) else { return }
    event.namespace = event.namespace ?? (event.objectKind == "Node" ? nil : command?.namespace)
    if event.hasNewAge { facts.hasNewAges = true }
    facts.add(event)
  }

  /// Sentences that tell something wherever they stand.
  private mutating func readSentence(_ line: Span<UInt8>, _ source: Source) -> Bool {
    if let event = KubernetesEvent(dumped: line, source: source) {
      facts.add(event)
      return true
    }
    guard line.contains("back-off"), let told = BackOff(line) else { return false }
    var pod = PodRecord(source: source)
    (pod.name, pod.namespace, pod.uid) = (told.pod, told.namespace, told.uid)
    var container = ContainerRecord(source: source)
    container.name = told.container
    pod.containers = [container]
    facts.add(pod)
    return true
  }
}

extension Span<UInt8> {
  /// The line without what a search or a terminal's frame put before and behind it: `12:`, `│`.
  fileprivate var unquotedLine: Range<Int> {
    var cursor = Cursor(self)
    cursor.skipBlanks()
    if cursor.skip("│") {
      var end = count
      while end > cursor.position, isBlank(self[end - 1]) { end -= 1 }
      if extracting(0..<end).ends(in: "│") { end -= 3 }
      return cursor.position..<Swift.max(cursor.position, end)
    }
    cursor = Cursor(self)
    if cursor.number() != nil, cursor.skip(byte: 0x3A) { return cursor.position..<count }
    return 0..<count
  }

  /// Whether a piece of a pod's status as YAML begins here.
  fileprivate var beginsStatus: Bool {
    equals("status:") || equals("containerStatuses:") || equals("lastState:") || equals("state:")
      || equals("terminated:")
  }

  /// Whether a line is a description's field at the left edge, which stands in no object as JSON.
  fileprivate var isDescribedField: Bool {
    count > 0 && self[0] &- 0x41 < 26 && describedField(trimmed(0..<count)) != nil
  }

  /// Whether a line is none of YAML's, so that what was YAML has ended. Keys of objects begin in small letters.
  fileprivate var endsYAML: Bool {
    guard count > 0, self[0] != 0x20, self[0] != 0x2D, self[0] != 0x23, self[0] != 0x2E, self[0] != 0x0D else {
      return false
    }
    if self[0] &- 0x41 < 26 { return true }
    return yamlKey(trimmed(0..<count)) == nil
  }
}
