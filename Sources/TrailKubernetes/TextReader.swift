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
  private var form: KubernetesForm
  /// Whether the whole text is JSON, so that a line between its objects is, too.
  private var isJSON: Bool
  /// How the object as JSON that is open stands in the text.
  private var shape = JSONShape()
  private var command: CommandLine?
  private var log: DumpedLog?
  private let path: String

  private enum Table {
    case none
    case pods(PodTable)
    case events(isWide: Bool)
  }

  init(path: String, form: KubernetesForm) {
    self.path = path
    self.form = form
    isJSON = form == .json
    describe = DescribeReader(path: path)
    json = JSONObjects(path: path)
    yaml = YAMLObjects(path: path)
  }

  /// Everything that was read, when no more comes.
  mutating func finish(at place: LinePlace) -> KubernetesFacts {
    let isOpen = form == .json && !json.isIdle
    endAll(at: place)
    var all = facts
    for part in [describe.facts, json.facts, yaml.facts] { all.add(part) }
    if isOpen, !all.isEmpty { all.openEnd = place }
    return all
  }

  /// How much was found.
  var count: Int { facts.count + describe.facts.count + json.facts.count + yaml.facts.count }

  /// Whether an object as JSON or YAML is open.
  var isInObject: Bool { form == .json && !json.isIdle || form == .yaml && !yaml.isIdle }

  /// Whether lines of a container's log are passed over.
  var isInLog: Bool { log != nil }

  /// What is open is as whole as it will be, and what follows is any text.
  mutating func endAll(at place: LinePlace) {
    describe.endObject()
    json.endObjects()
    yaml.endObjects(at: place)
    table = .none
    command = nil
    (form, isJSON, log) = (.text, false, nil)
  }

  /// Reads a line.
  mutating func read(_ line: Span<UInt8>, at place: LinePlace) {
    if let plain = line.withoutColours() { read(plain: plain.span, at: place) } else { read(plain: line, at: place) }
  }

  /// Reads more of a line that was too long to come whole: objects as JSON may be one line. Of others the rest is lost.
  mutating func readOn(_ piece: Span<UInt8>, at place: LinePlace) {
    guard log == nil else { return }
    if form == .json { json.read(piece) } else if form == .yaml { yaml.cutValue(at: place) }
  }

  private mutating func read(plain whole: Span<UInt8>, at place: LinePlace) {
    let line = json.isInText ? whole : whole.extracting(whole.unquotedLine)
    if passesOver(line, at: place) { return }
    if form == .json, json.isIdle, !isJSON { form = .text }
    if form == .yaml {
      if !line.endsYAML || yaml.isInFlow && line.closesFlow { return yaml.read(line, at: place) }
      yaml.endObjects(at: place)
      form = .text
    } else if form == .json {
      if !endsJSON(line) { return readJSON(line, place) }
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

  /// Whether a line is of a container's log, which `kubectl cluster-info dump` puts between its objects.
  private mutating func passesOver(_ line: Span<UInt8>, at place: LinePlace) -> Bool {
    if let open = log {
      if open.ends(line) { log = nil }
      return true
    }
    guard let begun = DumpedLog(line) else { return false }
    let wasJSON = isJSON
    endAll(at: place)
    (log, isJSON) = (begun, wasJSON)
    return true
  }

  private mutating func readJSON(_ line: Span<UInt8>, _ place: LinePlace) {
    if json.isIdle { shape = JSONShape() }
    shape.add(line)
    json.move(to: place)
    json.read(line)
  }

  /// Whether a line is none of the JSON before it.
  private func endsJSON(_ line: Span<UInt8>) -> Bool {
    if line.isDescribedField, !isJSON || !line.contains("{\"") { return true }
    if line.has("apiVersion: ") { return true }
    if json.isIdle { return CommandLine(line) != nil || PodTable(line) != nil || line.isEventTableHead }
    return shape.isBegun(anewBy: line, isInText: json.isInText)
  }

  /// Whether an object as JSON or YAML, or a table, begins with this line.
  private mutating func begins(_ line: Span<UInt8>, _ text: Range<Int>, _ place: LinePlace) -> Bool {
    let part = line.extracting(text)
    if part.beginsJSON {
      describe.endObject()
      form = .json
      readJSON(line, place)
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
    if part.isEventTableHead {
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
  /// The line without what an editor, a search, a mail or a terminal's frame put before and behind it: `12:`, `> `, `│`,
  /// the number and the tab of `cat -n`.
  fileprivate var unquotedLine: Range<Int> {
    var start = 0
    if has("\u{FEFF}") { start = 3 }
    while has("> ", at: start) || start + 1 == count && has(">", at: start) {
      // That may be a prompt.
      if has("> k ", at: start) || has("> oc ", at: start) { break }
      start = Swift.min(count, start + 2)
    }
    var cursor = Cursor(self, at: start)
    cursor.skipBlanks()
    if cursor.skip("│") {
      var end = count
      while end > cursor.position, isBlank(self[end - 1]) { end -= 1 }
      if extracting(0..<end).ends(in: "│") { end -= 3 }
      return cursor.position..<Swift.max(cursor.position, end)
    }
    // Six wide, or wider where there are a million lines.
    if cursor.number() != nil, cursor.position >= start + 6, cursor.skip(byte: 0x09) { return cursor.position..<count }
    cursor = Cursor(self, at: start)
    if cursor.number() != nil, cursor.skip(byte: 0x3A) { return cursor.position..<count }
    return start..<count
  }

  /// Whether objects as JSON begin with this text, or a piece of one does.
  fileprivate var beginsJSON: Bool {
    if equals("{") || has("{\"") || equals("[") || has("[{") { return true }
    guard count > 4, self[0] == 0x22 else { return false }
    return (ends(in: "{") || ends(in: "[")) && contains("\": ")
  }

  /// Whether it is the head of a table of events.
  fileprivate var isEventTableHead: Bool {
    let text = extracting(trimmed(0..<count))
    return text.has("LAST SEEN ") || text.has("LASTSEEN ") || text.has("NAMESPACE ") && text.contains(" LAST SEEN ")
  }

  /// Whether a bracket that closes is the first that stands in it.
  fileprivate var closesFlow: Bool { count > 0 && (self[0] == 0x7D || self[0] == 0x5D) }

  /// Whether a piece of a pod's status as YAML begins here.
  fileprivate var beginsStatus: Bool {
    equals("metadata:") || equals("status:") || equals("containerStatuses:") || equals("lastState:") || equals("state:")
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
    if self[0] &- 0x41 < 26 || self[0] == 0x7B { return true }
    return yamlKey(trimmed(0..<count)) == nil
  }
}
