// How the reader follows a stream: changes of form, bare lines, votes, joined records.

import Testing
import TrailBytes
import TrailModel

@testable import TrailEnvelopes

@Suite struct EnvelopeReaderTests {
  @Test func aNewReaderHasNoOpinion() {
    let reader = EnvelopeReader()
    #expect(reader.dominant == nil)
    #expect(reader.votes == Array(repeating: 0, count: Envelope.all.count + 1))
  }

  @Test func theFormMayChangeAtAnyLine() {
    var reading = Reading()
    let lines = Envelope.all.flatMap { envelope in envelope.samples.map { ($0, envelope.name) } }
    for (line, name) in lines + lines.reversed() {
      #expect(reading.read(line).envelope == name, "\(line)")
    }
  }

  @Test func whatWasReadBeforeChangesNoFact() {
    let lines = Envelope.all.flatMap(\.samples)
    for first in lines {
      for second in lines {
        var reading = Reading()
        _ = reading.read(first)
        var read = reading.read(second)
        var alone = Reading.of(second)
        read.envelope = nil
        alone.envelope = nil
        #expect(read == alone, "\(second) behind \(first)")
      }
    }
  }

  @Test func linesWithoutAnEnvelopeAreBareOnceThereWasOne() {
    var reading = Reading()
    let before = reading.read("Out of memory: Killed process 1 (a)")
    #expect(!before.isBare)
    #expect(before.texts == ["Out of memory: Killed process 1 (a)"])
    _ = reading.read("[    1.000000] a")
    #expect(reading.read("anon 50155520").isBare)
    #expect(reading.read("").isBare)
    #expect(!reading.read("[    1.000000] a").isBare)
    #expect(!reading.read("> [    1.000000] a").isBare)
    #expect(!reading.read("vm login: [    1.000000] a").isBare)
  }

  @Test func mostLinesDecide() {
    var reading = Reading()
    for _ in 0..<3 { _ = reading.read("Nov 22 19:03:04 vm kernel: a") }
    #expect(reading.reader.dominant?.name == "syslog-rfc3164")
    for _ in 0..<4 { _ = reading.read("[    1.000000] a") }
    #expect(reading.reader.dominant?.name == "dmesg")
    for _ in 0..<50 { _ = reading.read("no envelope") }
    #expect(reading.reader.dominant?.name == "dmesg")
    #expect(reading.reader.votes.last == 50)
    #expect(reading.reader.votes.reduce(0, +) == 57)
  }

  @Test func quotedLines() {
    for quote in ["> ", ">", ">> ", "> > ", "| ", "  ", "\t", "    > ", ">\t"] {
      let read = Reading.of(quote + "Nov 22 19:03:04 vm kernel: [   95.030330][  T374] hog")
      #expect(read == Reading.of("Nov 22 19:03:04 vm kernel: [   95.030330][  T374] hog"), "\(quote)")
    }
    #expect(EnvelopeReader.quoting(Array("abc".utf8).span) == 0)
    #expect(EnvelopeReader.quoting(Array("> abc".utf8).span) == 2)
    #expect(EnvelopeReader.quoting(Array(">>abc".utf8).span) == 2)
    #expect(EnvelopeReader.quoting(Array("  [x".utf8).span) == 2)
    #expect(EnvelopeReader.quoting(Array("".utf8).span) == 0)
    // All of the indentation, hard blanks and colours too.
    #expect(EnvelopeReader.quoting(Array("   ".utf8).span) == 3)
    #expect(EnvelopeReader.quoting(Array("> ".utf8).span) == 2)
    #expect(EnvelopeReader.quoting(Array(">   ".utf8).span) == 4)
    #expect(EnvelopeReader.quoting(Array("> \u{A0}\u{1B}[32m> x".utf8).span) == 11)
  }

  @Test func aStampBehindOtherText() {
    let read = Reading.of("vm login: [   95.030330][  T374] hog invoked oom-killer: order=0")
    #expect(read.envelope == "dmesg")
    #expect(read.stamp.monotonic == 95_030_330_000)
    #expect(read.stampText == "95.030330")
    #expect(read.caller == "T374")
    #expect(read.texts == ["hog invoked oom-killer: order=0"])
    // Brackets that are no stamp before it do not hide it.
    #expect(Reading.of("[  OK  ] [x] [   95.030330] hog").texts == ["hog"])
    // Not too far inside, and only with a blank behind it.
    #expect(Reading.of(String(repeating: "x", count: 256) + "[   95.030330] hog").envelope == nil)
    #expect(Reading.of("x [   95.030330]hog").envelope == nil)
  }

  private func joined(_ line: String) -> [String] { Reading.of(line).texts }

  @Test func joinedRecords() {
    #expect(joined("Nov 22 19:03:04 vm kernel: anon 1#012file 0") == ["anon 1", "file 0"])
    #expect(joined("Nov 22 19:03:04 vm kernel: a#012 b#012#012c#012") == ["a", " b", "", "c", ""])
    #expect(joined("Nov 22 19:03:04 vm kernel: #012a") == ["", "a"])
    #expect(joined("Nov 22 19:03:04 vm kernel: a#011b") == ["a#011b"])
    #expect(joined("Nov 22 19:03:04 vm kernel: a#01") == ["a#01"])
    // Only a syslog daemon writes it, and only a line with a tag is surely one's.
    #expect(joined("[   95.030330] a#012b") == ["a#012b"])
    #expect(joined("a#012b") == ["a#012b"])
    // In front of the message it is none.
    #expect(joined("Nov 22 19:03:04 v#012m kernel: a") == ["a"])
  }

  @Test func everyPartOfAJoinedRecordHasTheRecordsHead() {
    let line = Array("Nov 22 19:03:04 vm kernel: [   95.030330] a#012b#012c".utf8)
    var reader = EnvelopeReader()
    let head = reader.head(of: line.span)
    var parts: [RecordHead] = []
    forEachLine(of: head, in: line.span) { parts.append($0) }
    #expect(parts.count == 3)
    for part in parts {
      #expect(part.stamp == head.stamp)
      #expect(part.host == head.host)
      #expect(part.ident == head.ident)
      #expect(part.origin == .kernel)
    }
  }

  @Test func recordsWithoutANewlineBetween() {
    let read = Reading.of("[    1.000000] a [    2.000000][  T374] b[    3.000000]c")
    #expect(read.texts == ["a ", "b", "c"])
    #expect(read.stamps == [1_000_000_000, 2_000_000_000, 3_000_000_000])
    #expect(read.stampText == "1.000000")
    let logged = Reading.of("Nov 22 19:03:04 vm kernel: [    1.000000] a [    2.000000] b")
    #expect(logged.texts == ["a ", "b"])
    #expect(logged.stamps == [1_000_000_000, 2_000_000_000])
    // No stamp at the front: what follows may be a quotation.
    #expect(joined("Nov 22 19:03:04 vm kernel: a [    2.000000] b") == ["a [    2.000000] b"])
    // Brackets that are no stamps part nothing.
    #expect(joined("[    1.000000] a [  374] b [  OK  ] [1.5] c") == ["a [  374] b [  OK  ] [1.5] c"])
    #expect(joined("[    1.000000] a [    2.000000]") == ["a ", ""])
  }

  @Test func aPartsStampIsItsOwn() {
    let line = Array("[    1.000000] a [    2.000000][  T374] b".utf8)
    var reader = EnvelopeReader()
    let head = reader.head(of: line.span)
    var stamps: [String?] = []
    var callers: [String?] = []
    forEachLine(of: head, in: line.span) { part in
      stamps.append(part.stampText.map { line.span.text($0) })
      callers.append(part.caller.map { line.span.text($0) })
    }
    #expect(stamps == ["1.000000", "2.000000"])
    #expect(callers == [nil, "T374"])
  }
}
