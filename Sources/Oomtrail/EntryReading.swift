// One input of the command line's, with all that lies in it: opened, unpacked, and read.

import Dispatch
import Synchronization
import TrailBytes
import TrailHost
import TrailInput
import TrailModel

/// What was read from one input.
struct EntryReading: Sendable {
  let entry: InputEntry
  /// It, and the members of archives in it, in order.
  var readings: [Analyzer.Reading] = []
  /// Files about hosts, in order.
  var hostFiles: [HostFileText] = []
  /// Links that say something by where they lead.
  var links: [FoundLink] = []
  /// Parts of kernel dumps, which are read together.
  var dumpParts: [(place: DumpShelf.Place, part: DumpPart)] = []
}

/// A file about a host, read.
struct HostFileText: Sendable {
  /// Where it stands.
  var path: String
  /// What it says.
  var content: Content

  /// What is kept of it.
  enum Content: Sendable {
    /// What it says of the host that it was taken from.
    case facts(HostFacts)
    /// A zone's file, whose host may be told by a link that leads to it; of a larger one the front.
    case zone([UInt8])
  }

  private static let longestZone = 64 << 10

  /// Looks into an input that by its name, or by what it is, tells something about a host; it is read as a log as well.
  init?(_ opened: inout OpenedInput) {
    path = opened.path
    if opened.isZoneFile, let archive = opened.archive {
      var bytes = [UInt8](repeating: 0, count: Self.longestZone)
      let count = bytes.fill(from: 0) { archive.read(at: 0, into: &$0) }
      content = .zone(Array(bytes[..<count]))
    } else if let source = opened.source, let file = HostFile.at(path)?.file {
      let peeked = PeekedSource(source)
      var facts = HostFacts()
      peeked.peek(file.limit) { file.read($0, opened.path, &facts) }
      if !peeked.isComplete {
        for index in facts.memoryHistories.indices { facts.memoryHistories[index].isCut = true }
      }
      content = .facts(facts)
      opened.source = peeked
    } else {
      return nil
    }
  }
}

extension Analyzer {
  /// Reads all inputs, several at a time, and gives them in their order.
  func readEntries(of inputs: InputList) -> [EntryReading] {
    let next = Atomic<Int>(0)
    let read = Mutex<[EntryReading?]>(Array(repeating: nil, count: inputs.count))
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, inputs.count))) { _ in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < inputs.count else { return }
        let reading = self.read(inputs[number])
        progress.done.add(1, ordering: .relaxed)
        read.withLock { $0[number] = reading }
      }
    }
    return read.withLock { $0.compactMap { $0 } }
  }

  /// Reads the input at `entry`, and what lies in it.
  private func read(_ entry: InputEntry) -> EntryReading {
    var read = EntryReading(entry: entry)
    let opened = openInput(entry, limits: limits, onRead: { progress.bytes.add($0, ordering: .relaxed) })
    if let part = opened.dumpPart {
      read.dumpParts.append((.file(entry), part))
    } else {
      take(opened, into: &read)
    }
    return read
  }

  private func take(_ input: OpenedInput, into read: inout EntryReading) {
    var opened = input
    if let contents = opened.contents {
      while var member = contents.next(links: HostFile.isZoneLink) {
        if let part = member.dumpPart, let kept = KeptInput(&member) {
          read.dumpParts.append((.kept(kept), part))
        } else {
          take(member, into: &read)
        }
      }
      read.links += contents.links
    } else if let text = HostFileText(&opened) {
      read.hostFiles.append(text)
    }
    let tap = KubernetesTap(&opened)
    var reading = self.read(opened, kubernetes: tap)
    tap?.complete(&reading)
    progress.reports.add(reading.observations.count, ordering: .relaxed)
    read.readings.append(reading)
  }
}
