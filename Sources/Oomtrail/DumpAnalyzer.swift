// A kernel dump that lies in several files: read as one log, told file by file.

import TrailBytes
import TrailInput
import TrailModel

extension Analyzer {
  /// Reads the files of one dump, the oldest lines first. Each is an input of its own; what was found belongs to the one
  /// where it begins.
  func read(_ dump: [DumpShelf.Record]) -> [Reading] {
    // What each file is by itself; a dump in one file needs no more.
    guard dump.count > 1 else { return dump.map { read(open($0)) } }
    var readings = dump.map { record in
      let opened = open(record)
      let stream =
        opened.source.map { StreamAnalyzer($0, scanner: scanner, tables: tables, mostReports: limits.events).run() }
        ?? StreamResult()
      var reading = Reading(input: describe(opened, stream))
      reading.input.problems = opened.problems
      return reading
    }
    let joined = JoinedSource(dump.count) { open(dump[$0]).source }
    var whole = Reading(input: Input(path: "", kind: ""))
    take(StreamAnalyzer(joined, scanner: scanner, tables: tables, mostReports: limits.events).run(), into: &whole)
    let map = DumpMap(pieces: joined.pieces)
    for problem in whole.input.problems {
      let (piece, place) = map.place(line: problem.line ?? 1, offset: problem.offset ?? 0)
      var problem = problem
      problem.path = readings[piece].input.path
      problem.line = place.line
      problem.offset = place.offset
      readings[piece].input.problems.append(problem)
    }
    for var observation in whole.observations {
      let (piece, first) = map.place(observation.first)
      let (end, last) = map.place(observation.last)
      observation.first = first
      observation.last = piece == end ? last : map.end(of: piece)
      for next in piece..<max(piece, end) {
        let (own, stop) = (map.start(of: next + 1), next + 1 == end ? last : map.end(of: next + 1))
        observation.further.append(
          Source(
            path: readings[next + 1].input.path, firstLine: own.line, lastLine: stop.line, firstOffset: own.offset,
            lastOffset: stop.end))
      }
      readings[piece].observations.append(observation)
    }
    for var notice in whole.notices.kept {
      let (piece, place) = map.place(notice.place)
      notice.place = place
      readings[piece].notices.kept.append(notice)
    }
    readings[0].notices.dropped = whole.notices.dropped
    nameGaps(dump, &readings)
    return readings
  }

  private func open(_ record: DumpShelf.Record) -> OpenedInput {
    switch record.place {
    case .file(let entry): openInput(entry, limits: limits)
    case .kept(let input): input.opened
    }
  }

  /// Says of the first file behind a gap that what came before it is lost.
  private func nameGaps(_ dump: [DumpShelf.Record], _ readings: inout [Reading]) {
    for index in dump.indices {
      let below = index + 1 < dump.count ? dump[index + 1].part.part : 0
      let lost = dump[index].part.part - below - 1
      guard lost > 0 else { continue }
      let parts = lost == 1 ? "part \(below + 1)" : "parts \(below + 1) to \(below + lost)"
      readings[index].input.problems.append(
        Problem(
          path: readings[index].input.path, kind: .truncated,
          detail: "\(parts) of this dump \(lost == 1 ? "is" : "are") missing; lines are lost behind this file"))
    }
  }
}

/// Where the places of the joined stream lie in its files.
private struct DumpMap {
  var pieces: [JoinedSource.Piece]

  func place(_ joined: LinePlace) -> (piece: Int, place: LinePlace) {
    let (piece, place) = place(line: joined.line, offset: joined.offset)
    // A line ends in the file it begins in; a report's last line may be told by its end alone.
    let end = place.offset + (joined.end - joined.offset)
    return (piece, LinePlace(line: place.line, offset: place.offset, end: min(end, self.end(of: piece).end)))
  }

  func place(line: Int, offset: Int64) -> (piece: Int, place: LinePlace) {
    let low = max(0, pieces.prefixCount { $0.offset <= offset } - 1)
    let own = pieces[low]
    // Behind the first line, which was passed over.
    let start = own.skipped + (offset - own.offset)
    return (low, LinePlace(line: line - own.line + 1, offset: start, end: start))
  }

  /// The first line of a piece that was read.
  func start(of piece: Int) -> LinePlace {
    LinePlace(line: 2, offset: pieces[piece].skipped, end: pieces[piece].skipped)
  }

  /// The last.
  func end(of piece: Int) -> LinePlace {
    let own = pieces[piece]
    let end = own.skipped + own.bytes
    return LinePlace(line: own.lines + 1, offset: end, end: end)
  }
}
