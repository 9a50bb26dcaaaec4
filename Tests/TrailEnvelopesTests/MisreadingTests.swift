// Lines that were once read wrongly, and the few that still are: whoever repairs one takes its mark away.

import Testing
import TrailBytes
import TrailModel

@testable import TrailEnvelopes

@Suite struct MisreadingTests {
  /// A kernel line's facts, of which only those named matter.
  private func check(
    _ line: String, host: String? = nil, text: String = "hog invoked oom-killer: order=0", monotonic: Int64? = nil,
    civil: String? = nil, at place: SourceLocation = #_sourceLocation
  ) {
    let read = Reading.of(line)
    #expect(read.host == host, "\(line)", sourceLocation: place)
    #expect(read.texts == [text], "\(line)", sourceLocation: place)
    #expect(read.origin != .program, "\(line)", sourceLocation: place)
    if let monotonic { #expect(read.stamp.monotonic == monotonic, "\(line)", sourceLocation: place) }
    if let civil { #expect(read.stamp.civil.map(spelled) == civil, "\(line)", sourceLocation: place) }
  }

  @Test func severitiesAsRsyslogSpellsThem() {
    check(
      "Dec 31 23:59:59 db-03 kern.warning kernel: [   95.030330] hog invoked oom-killer: order=0", host: "db-03",
      monotonic: 95_030_330_000)
    check("Dec 31 23:59:59 kern.error kernel: hog invoked oom-killer: order=0")
  }

  @Test func hostsInTheDomainInfo() {
    check(
      "Dec 31 23:59:59 mail.example.info kernel: hog invoked oom-killer: order=0", host: "mail.example.info")
  }

  /// `dmesg -w | ts`, and loggers of serial lines: a syslog stamp, then the kernel's own.
  @Test func aStampPutBeforeAKernelStamp() {
    check(
      "Nov 22 19:03:04 [12345.030330] hog invoked oom-killer: order=0", monotonic: 12_345_030_330_000,
      civil: "--11-22T19:03:04")
    check("Nov 22 19:03:04 [   95.030330] hog invoked oom-killer: order=0", monotonic: 95_030_330_000)
    check(
      "2026-11-22T19:03:04Z [12345.030330][  T374] hog invoked oom-killer: order=0", monotonic: 12_345_030_330_000)
  }

  /// Senders of RFC 5424 have tags without a colon, which relays write as they came.
  @Test func aTagWithoutAColon() {
    check(
      "Nov 22 19:03:04 vm kernel [   95.030330] hog invoked oom-killer: order=0", host: "vm",
      monotonic: 95_030_330_000)
    check(
      "Nov 22 19:03:04 vm kernel[0] [   95.030330] hog invoked oom-killer: order=0", host: "vm",
      monotonic: 95_030_330_000)
  }

  @Test func noBlankBehindTheTag() {
    check(
      "Nov 22 19:03:04 vm kernel:[  177.366785] hog invoked oom-killer: order=0", host: "vm",
      monotonic: 177_366_785_000)
    // What syslogd writes to every terminal, and people paste.
    check(" kernel:hog invoked oom-killer: order=0")
  }

  @Test func aPriorityBehindTheTag() {
    check(
      "Nov 22 19:03:04 vm kernel: <4>[  177.366785] hog invoked oom-killer: order=0", host: "vm",
      monotonic: 177_366_785_000)
    check("Nov 22 19:03:04 vm kernel: <4>hog invoked oom-killer: order=0", host: "vm")
  }

  /// The kernel's line is lost: the host's name is taken for a program's.
  @Test func hostsThatEndInAColon() {
    check("Nov 22 19:03:04 vm: kernel: hog invoked oom-killer: order=0", host: "vm")
    check("Nov 22 19:03:04 2001:db8:: kernel: hog invoked oom-killer: order=0", host: "2001:db8::")
    check("2026-11-22T19:03:04Z fe80:: kernel: hog invoked oom-killer: order=0", host: "fe80::")
  }

  @Test(arguments: [
    ("Okt 05", "--10-05"), ("Mär 15", "--03-15"), ("Mai 15", "--05-15"), ("Dez 31", "--12-31"), ("févr. 05", "--02-05"),
    ("août 15", "--08-15"), ("juil. 15", "--07-15"), ("oct 15", "--10-15"), ("ene 05", "--01-05"),
    ("mag 05", "--05-05"),
    ("out 15", "--10-15"), ("окт 15", "--10-15"), ("11月 15", "--11-15"), (" 4月 15", "--04-15"), ("11월 15", "--11-15"),
  ]) func journalctlInOtherLanguages(day: String, civil: String) {
    check(
      day + " 19:03:04 vm kernel: hog invoked oom-killer: order=0", host: "vm", civil: civil + "T19:03:04")
  }

  /// A month that no table has costs the time, not the line.
  @Test(arguments: [
    "pon kwi 27", "mån maj 25", "ma juni 15", "po kvě 25", "Pzt Nis 27", "월  4월 27", "一  4月 27", "月  4月 27",
  ]) func dmesgInLanguagesOfNoTable(day: String) {
    check("[" + day + " 15:50:37 2026] hog invoked oom-killer: order=0")
  }

  @Test func minutesInOtherLanguages() {
    check("[Okt22 18:20] hog invoked oom-killer: order=0", civil: "--10-22T18:20:00")
    check("[Dez 3 18:20] hog invoked oom-killer: order=0", civil: "--12-03T18:20:00")
  }

  /// The comma is dmesg's alone: there is neither host nor tag behind it.
  @Test func isoTimesOfDmesg() {
    check("2026-04-27T15:50:37,366785-04:00 hog invoked oom-killer: order=0", civil: "2026-04-27T15:50:37.366785")
    check("2026-04-27T15:50:37,366785-04:00 Call Trace:", text: "Call Trace:")
    check("2026-04-27T15:50:37,366785-04:00 Mem-Info:", text: "Mem-Info:")
    check("2026-04-27T15:50:37,366785-04:00 [       T374] hog invoked oom-killer: order=0")
  }

  /// Containers' logs: the stream's name is no host.
  @Test func streamsOfContainers() {
    #expect(Reading.of("2026-04-27T19:50:37.366785000Z stdout F hog invoked oom-killer: order=0").host == nil)
    #expect(Reading.of("2026-04-27T19:50:37.366785000Z stderr P hog invoked").host == nil)
  }

  @Test func severalStamps() {
    check(
      "[   95.030330] [Sun Nov 22 18:22:17 2026] [       T374] hog invoked oom-killer: order=0",
      monotonic: 95_030_330_000)
    check("[  177.366785 <    9.426211>] hog invoked oom-killer: order=0", monotonic: 177_366_785_000)
    check(
      "[Mon Apr 27 15:50:37 2026 <    9.426211>] hog invoked oom-killer: order=0", civil: "2026-04-27T15:50:37")
    check("kern  :warn  : [Mon Apr 27 15:50:37 2026] hog invoked oom-killer: order=0", civil: "2026-04-27T15:50:37")
  }

  /// `journalctl -o short-monotonic` begins as dmesg does.
  @Test func theJournalsMonotonicForm() {
    check(
      "[  177.366785] web-07 kernel: hog invoked oom-killer: order=0", host: "web-07", monotonic: 177_366_785_000)
  }

  @Test func colours() {
    let text = "hog invoked oom-killer: order=0"
    let green = "\u{1B}[32m"
    let plain = "\u{1B}[0m"
    check(green + "[  177.366785] " + plain + "\u{1B}[33m" + text, monotonic: 177_366_785_000)
    check(green + "[Mon Apr 27 15:50:37 2026] " + plain + "\u{1B}[1m" + text, civil: "2026-04-27T15:50:37")
    check(green + "\u{1B}[1m[Nov22 18:20] " + plain + text, civil: "--11-22T18:20:00")
    check(green + "[   95.090113] " + plain + "[       T374] \u{1B}[33m" + text, monotonic: 95_090_113_000)
    #expect(Reading.of(green + "[   95.090113] " + plain + "[       T374] x").caller == "T374")
    check("kern  :warn  : " + green + "[  177.366785] " + plain + text, monotonic: 177_366_785_000)
    check("Apr 27 15:50:40 web-07 kernel: \u{1B}[0;1;31m" + text, host: "web-07")
    check("\u{1B}[1m" + text)
    // What is no whole sequence stays.
    for odd in ["\u{1B}", "\u{1B}[", "\u{1B}[33", "\u{1B}33m"] {
      check("[  177.366785] " + odd, text: odd, monotonic: 177_366_785_000)
    }
  }

  @Test(arguments: [
    (
      "\u{1B}[32m[  177.366785] \u{1B}[0m\u{1B}[33mhog invoked: \u{1B}[0morder=0", "[  177.366785] hog invoked: order=0"
    ),
    ("a \u{1B}[01;31m\u{1B}[KKilled process\u{1B}[m\u{1B}[K 7", "a Killed process 7"),
    ("\u{1B}[0;1;39mx\u{1B}[0m", "x"),
    ("\u{1B}[0m", ""),
  ]) func coloursOfAViewerGo(pair: (String, String)) {
    #expect(Array(pair.0.utf8).span.withoutColours() == Array(pair.1.utf8))
  }

  /// A name may hold a colour; only a viewer sets it back.
  @Test(arguments: [
    "plain", "(\u{1B}[31mred)", "\u{1B}[0", "\u{1B}", "\u{1B}[", "\u{1B}[31K", "\u{1B}[?25h", "\u{1B}[2Jm",
  ])
  func otherSequencesStay(text: String) {
    #expect(Array(text.utf8).span.withoutColours() == nil)
  }

  /// printk.time=0 with CONFIG_PRINTK_CALLER.
  @Test(arguments: ["", "> ", "<4>", "Nov 22 19:03:04 vm kernel: "]) func callersWithoutStamps(before: String) {
    let reading = Reading.of(before + "[   T99] hog invoked oom-killer: order=0")
    #expect(reading.caller == "T99")
    #expect(reading.texts == ["hog invoked oom-killer: order=0"])
    #expect(Reading.of(before + "[  T99]x").caller == nil)
    #expect(Reading.of(before + "[    374]     0   374").caller == nil)
  }

  @Test func hardBlanks() {
    check("[\u{A0} 177.366785] hog invoked oom-killer: order=0", monotonic: 177_366_785_000)
    check("Nov\u{A0} 2 19:03:04 vm kernel: hog invoked oom-killer: order=0", host: "vm")
  }

  /// A file that was cut inside of a host's name must not have a host of that name.
  @Test(arguments: [
    "Nov 22 19:03:04 web-07", "2026-11-22T19:03:04Z web-07", "Dec 31 23:59:59 kernel: [   95.030330] no host",
    "Jan  1 00:00:05 kern.warn kernel: x",
  ]) func aLineThatWasCutNamesNoOtherHost(text: String) {
    let line = Array(text.utf8)
    let whole = Reading.of(text + " kernel: x").host
    for length in 0..<line.count {
      var reading = Reading()
      let host = reading.read(Array(line[..<length])).host
      #expect(host == nil || host == whole, "cut at \(length)")
    }
  }

  /// The day's padding is the only thing that tells the two apart.
  @Test func theJournalInANewMonth() {
    var reading = Reading()
    #expect(reading.read("Apr 30 19:03:04 vm kernel: a").envelope == "syslog-rfc3164")
    #expect(reading.read("May 01 19:03:04 vm kernel: a").envelope == "journal-short")
  }

  /// dmesg's lines begin as the journal's do, and only two tags tell.
  @Test(arguments: [
    "usb 1-1: new high-speed USB device number 2", "audit: type=1400 audit(1.1:2): x[1]: y", "systemd[1]: Started x",
    "traps: hog[374] trap invalid opcode", "my app[374]: segfault at 0 ip 0 sp 0 error 4 in hog",
    "my app[374]: unhandled signal 11", "hog invoked oom-killer: order=0", "[  374]     0   374    12953",
    "Node 0 DMA free:15360kB", " web-07 kernel: x", "web-07 kernel:x", "web-07 [374]: x", "a:b kernel: x",
  ]) func kernelTextThatIsNoJournal(text: String) {
    let read = Reading.of("[  177.366785] " + text)
    #expect(read.envelope == "dmesg")
    #expect(read.texts == [text])
    #expect(read.host == nil)
  }

  @Test func differencesOfTheJournal() {
    for between in [" <    0.002807 >", " <    0.002807*>", "                "] {
      check(
        "[  177.366785" + between + "] web-07 kernel: hog invoked oom-killer: order=0", host: "web-07",
        monotonic: 177_366_785_000)
    }
    #expect(Reading.of("[  177.366785 <    0.002807 >] hog invoked oom-killer: order=0").envelope == nil)
  }

  /// An abbreviation is an offset where it means one zone, and that zone has it at that time of the year.
  @Test(
    arguments: [
      ("UTC", 0), ("GMT", 0), ("+03", 10_800), ("-0330", -12_600), ("EDT", -14_400), ("CEST", 7_200),
      ("CET", 3_600), ("AEDT", nil), ("CST", nil), ("IST", nil),
    ] as [(String, Int?)]) func abbreviationsOfZones(name: String, offset: Int?)
  {
    let read = Reading.of("Mon 2026-04-27 15:50:40 \(name) web-07 kernel: x")
    #expect(read.envelope == "journal-full")
    #expect(read.stamp.offset == offset)
    #expect(read.stampText == "Mon 2026-04-27 15:50:40 \(name)")
    #expect(read.host == "web-07")
  }

  @Test func structuredData() {
    let front = "<4>1 2026-11-22T19:03:04Z vm kernel - - "
    for data in ["-", "[a]", "[a b=\"c\"]", "[a b=\"]\"][c]", "[a b=\"\\\"]\" c=\"\\\\\"]", "[a b=\"\\]\"]"] {
      check(
        front + data + " [   95.030330] hog invoked oom-killer: order=0", host: "vm", monotonic: 95_030_330_000)
    }
    for data in ["", "[]", "[ a]", "[a", "[a b=\"]", "[a b=\"\\\"]", "[a]x"] {
      #expect(Reading.of(front + data + " x").envelope == nil, "\(data)")
    }
  }

  /// What begins as a new form does and is none.
  @Test(arguments: [
    "kern  :warm  : [  177.366785]", "kern: warn: [  177.3", "kernl :warn  : x", "kern  :warn  :x",
    "Mon 2026-04-27 15:50:40.010303 EDT [s=7a;i=1;b=2]", "Mon 2026-04-27 15:50:40 web-07 kernel: x",
    "Mon 2026-02-29 15:50:40 UTC web-07 kernel: x", "1777319440.010303 a line of numbers",
    "1777319440.010 vm kernel: x",
    "1 2026-11-22 19:03:04 x", "1 - vm kernel - - - x", "2 2026-11-22T19:03:04Z vm kernel - - - x",
    "<4>1 2026-11-22T19:03:04Z vm kernel: [   95.0", "Thu Jan  1 00:00:05 2026 vm kernel: x",
    "Thu Jan 32 00:00:05 2026 kern.warn kernel: x", "[foo bar 27 15:50:37 20] x", "[1 b 27 15:50:37 2026] x",
    "[<    9.42>] x", "[  177.366785 <    9.426211] x", "[kwi32 18:20] x", "[kwi22 18:20 x",
    "2026-11-22T19:03:04Z stdout X y",
  ]) func noEnvelope(line: String) {
    let read = Reading.of(line)
    #expect(read.envelope == nil)
    #expect(read.stamp == Stamp())
    #expect(read.host == nil)
  }

  @Test func levelsWithoutAStamp() {
    check("<4>hog invoked oom-killer: order=0")
    check("<12>hog invoked oom-killer: order=0", text: "<12>hog invoked oom-killer: order=0")
  }
}
