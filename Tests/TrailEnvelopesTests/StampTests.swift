// The stamps that envelopes share: what is one, what only looks like one.

import Testing
import TrailBytes
import TrailModel

@testable import TrailEnvelopes

@Suite struct StampTests {
  private func stamp(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    var cursor = Cursor(bytes.span)
    let stamp = cursor.kernelStamp()
    if stamp == nil { #expect(cursor.position == 0, "\(text)") }
    return stamp?.nanoseconds
  }

  @Test func kernelStamps() {
    #expect(stamp("[    0.000000]") == 0)
    #expect(stamp("[  177.366785] ") == 177_366_785_000)
    #expect(stamp("[99999.999999]") == 99_999_999_999_000)
    #expect(stamp("[100000.000001]") == 100_000_000_001_000)
    // Hard blanks of a page.
    #expect(stamp("[\u{A0}\u{A0} 95.030330]") == 95_030_330_000)
    // Where unsigned clocks of old kernels begin, or wrap.
    #expect(stamp("[4294667.296000]") == 4_294_667_296_000_000)
    #expect(stamp("[18014398.509481]") == 18_014_398_509_481_000)
    #expect(stamp("[8999999999.999999]") == 8_999_999_999_999_999_000)
  }

  @Test(arguments: [
    "[  374]", "[    374]     0   374    12953", "[ T374]", "[       T374]", "[  pid  ]", "[  OK  ]", "[****  ]",
    "[FAILED]",
    "[]", "[", "", "[ ", "[1", "[1.", "[1.234567", "[1.23456]", "[1.2345678]", "[.123456]", "[1,234567]", "[-1.234567]",
    "[1.234567 ]", "[9000000000.000000]", "[9223372036854775807.000000]", "[99999999999999999999.000000]",
    "1.234567]", "(1.234567)", "[  177.366785 <    0.002807>]", "[1.23456a]", "[0x1.234567]", "[\u{A1}1.234567]",
  ]) func noKernelStamps(text: String) {
    #expect(stamp(text) == nil)
  }

  private func caller(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    var cursor = Cursor(bytes.span)
    guard let range = cursor.caller() else {
      #expect(cursor.position == 0, "\(text)")
      return nil
    }
    return bytes.span.text(range)
  }

  @Test func callers() {
    #expect(caller("[  T374]") == "T374")
    #expect(caller(" [       T374]") == "T374")
    #expect(caller("[    C1]") == "C1")
    #expect(caller("[T1234567890] x") == "T1234567890")
    for text in [
      "", " ", "[", "[T", "[T]", "[ T374", "[374]", "[ 374]", "[TASK]", "[C]", "[T-1]", "[T374 ]", "  [T374]", "[t374]",
      "[T99999999999999999999]",
    ] {
      #expect(caller(text) == nil, "\(text)")
    }
  }

  private func priority(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    var cursor = Cursor(bytes.span)
    let priority = cursor.priority()
    if priority == nil { #expect(cursor.position == 0, "\(text)") }
    return priority
  }

  @Test func priorities() {
    #expect(priority("<0>") == 0)
    #expect(priority("<191>x") == 191)
    for text in [
      "<TASK>", "</TASK>", "<IRQ>", "<f3>", "<192>", "<1000>", "<>", "<4", "<-4>", "4>", "< 4>", "<c>", "<d>", "",
    ] {
      #expect(priority(text) == nil, "\(text)")
    }
  }

  private func zone(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    var cursor = Cursor(bytes.span)
    let zone = cursor.zone()
    if zone == nil { #expect(cursor.position == 0, "\(text)") }
    return zone
  }

  @Test func zones() {
    #expect(zone("Z") == 0)
    #expect(zone("+00:00") == 0)
    #expect(zone("-00:00") == 0)
    #expect(zone("+0530") == 19_800)
    #expect(zone("+05:45") == 20_700)
    #expect(zone("-0330") == -12_600)
    #expect(zone("+14:00") == 50_400)
    #expect(zone("-12:00") == -43_200)
    for text in ["", "z", "+", "+1", "+01", "+01:", "+01:6", "+01:60", "+16:00", "01:00", "UTC", "−01:00"] {
      #expect(zone(text) == nil, "\(text)")
    }
  }

  private func time(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    var cursor = Cursor(bytes.span)
    return cursor.time(year: 2026, month: 1, day: 1).map(spelled)
  }

  @Test func timesOfDay() {
    #expect(time("00:00:00") == "2026-01-01T00:00:00")
    #expect(time("23:59:60") == "2026-01-01T23:59:60")
    #expect(time("23:59:59.5") == "2026-01-01T23:59:59.5")
    #expect(time("23:59:59,000001") == "2026-01-01T23:59:59.000001")
    #expect(time("23:59:59.654317542") == "2026-01-01T23:59:59.654317542")
    // Finer than a nanosecond is cut, not rounded.
    #expect(time("23:59:59.6543175429999") == "2026-01-01T23:59:59.654317542")
    #expect(time("23:59:59.") == "2026-01-01T23:59:59")
    for text in ["24:00:00", "23:60:00", "23:59:61", "1:00:00", "01:00", "01-00-00", "", "aa:00:00", "01:00:0"] {
      #expect(time(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "English"),
    ("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "German"),
    ("janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.", "French"),
    ("ene feb mar abr may jun jul ago sep oct nov dic", "Spanish"),
    ("gen feb mar apr mag giu lug ago set ott nov dic", "Italian"),
    ("jan fev mar abr mai jun jul ago set out nov dez", "Portuguese"),
    ("jan feb mrt apr mei jun jul aug sep okt nov dec", "Dutch"),
    ("янв фев мар апр мая июн июл авг сен окт ноя дек", "Russian"),
  ]) func monthsInWords(names: String, language: String) {
    for (index, name) in names.split(separator: " ").enumerated() {
      let bytes = Array((name + " ").utf8)
      var cursor = Cursor(bytes.span)
      #expect(cursor.localMonth() == index + 1, "\(name), \(language)")
      #expect(cursor.position == name.utf8.count)
    }
  }

  @Test(arguments: ["", "Jan", "Januar ", "jann ", "xyz ", "J ", "Sept", "m ", "1 ", "févr"]) func noMonths(
    text: String
  ) {
    let bytes = Array(text.utf8)
    var cursor = Cursor(bytes.span)
    #expect(cursor.localMonth() == nil)
    #expect(cursor.position == 0)
  }

  @Test(arguments: [(2024, 29), (2026, 28)]) func februaries(year: Int, last: Int) {
    for day in 1...31 {
      let padded = day < 10 ? " \(day)" : "\(day)"
      let isWall = Reading.of("[Thu Feb \(padded) 00:00:00 \(year)] x").envelope == "dmesg-T"
      #expect(isWall == (day <= last))
      // Without a year it may be a leap year.
      #expect((Reading.of("Feb \(padded) 00:00:00 vm kernel: x").envelope == "syslog-rfc3164") == (day <= 29))
      let iso = "\(year)-02-\(day < 10 ? "0" : "")\(day)T00:00:00Z vm kernel: x"
      #expect((Reading.of(iso).envelope == "syslog-rfc3339") == (day <= last))
    }
  }

  @Test(arguments: [
    "Nov 31 00:00:00 vm kernel: x", "Feb 30 00:00:00 vm kernel: x", "Jan  0 00:00:00 vm kernel: x",
    "Jan 32 00:00:00 vm kernel: x", "Jan  1 24:00:00 vm kernel: x", "Jan  1 00:60:00 vm kernel: x",
    "Jan  1 00:00:61 vm kernel: x", "Foo  1 00:00:00 vm kernel: x", "Jan 1st 00:00:00 vm kernel: x",
    "2023 Feb 29 00:00:00 vm kernel: x", "Feb 29 2023 00:00:00 vm kernel: x",
    "2026-02-29T00:00:00Z vm kernel: x", "2026-13-01T00:00:00Z vm kernel: x", "2026-00-01T00:00:00Z vm kernel: x",
    "2026-01-01T25:00:00Z vm kernel: x", "2026-1-1T00:00:00Z vm kernel: x", "26-01-01T00:00:00Z vm kernel: x",
    "[Mon Feb 30 00:00:00 2026] x", "[Mon Apr 31 00:00:00 2026] x", "[Mon Apr 27 24:00:00 2026] x",
    "[Feb30 00:00] x", "[Nov22 24:00] x", "[Nov22 18:60] x", "[Nov 0 18:00] x",
    " kern: warning: [2025-02-29T15:40:20Z]: x",
  ]) func impossibleDates(line: String) {
    #expect(Reading.of(line).envelope == nil)
    #expect(Reading.of(line).stamp == Stamp())
  }
}
