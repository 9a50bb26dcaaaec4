// Names from a log stay where they are put, whatever they hold.

import Testing
import TrailBytes
import TrailModel

@testable import TrailRender

@Suite struct MarkdownTextTests {
  @Test(arguments: [
    ("worker", "`worker`"), ("", "*(empty name)*"), ("a`b", "``a`b``"), ("`", "`` ` ``"),
    ("``a", "``` ``a ```"),
    (" x ", "`  x  `"), ("\u{1b}[31m", "`\\x1b[31m`"), ("a\nb\tc\r", "`a\\nb\\tc\\r`"), ("\u{7f}", "`\\x7f`"),
    ("\u{202e}abc", "`\\u{202e}abc`"), ("\u{200b}\u{feff}\u{2066}", "`\\u{200b}\\u{feff}\\u{2066}`"),
    ("\u{85}\u{a0}\u{ad}", "`\\u{85}\\u{a0}\\u{ad}`"), ("\u{e0041}", "`\\u{e0041}`"), ("](x)", "`](x)`"),
    ("<script>", "`<script>`"), ("größe 日本", "`größe 日本`"), ("dev\\x2duuid", "`dev\\x2duuid`"),
  ])
  func codeSpans(_ name: String, _ span: String) { #expect(name.code == span) }

  @Test(arguments: [
    ("a|b", "`a\\|b`"), ("a\\|b", "`a\\\\x7cb`"), ("||", "`\\|\\|`"), ("a`|b", "``a`\\|b``"),
    ("0123456789abcdefghij", "`01234…fghij`"),
  ])
  func cells(_ name: String, _ cell: String) { #expect(name.codeCell(limit: 11) == cell) }

  @Test(arguments: [
    ("plain, a_b.c (d)", "plain, a_b.c (d)"), ("_a_ *b*", "\\_a_ \\*b\\*"), ("<b>&amp;", "\\<b>\\&amp;"),
    ("[a](b)", "\\[a\\](b)"), ("x\n# y", "x\\\\n\\# y"), ("`c|*` | ~d~", "`c\\|*` \\| \\~d\\~"),
    ("a`b*", "a\\`b\\*"), ("``", "*(empty name)*"),
  ])
  func prose(_ text: String, _ escaped: String) { #expect(text.prose == escaped) }

  /// Every line of the report of hostile names is one that a renderer here begins, and every table row is
  /// whole.
  @Test func hostileNamesBreakNoLine() {
    let report = render(.hostileNames, .markdown)
    let beginnings = [
      "# OOM kill report", "## ", "### Event ", "| ", "- ", "  - ", "**", "… and ", "Process table, ", "---",
      "oomtrail ",
    ]
    var columns = 0
    for line in report.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.isEmpty || beginnings.contains { line.hasPrefix($0) }, "\(line)")
      if line.hasPrefix("|") {
        let found = borders(of: line)
        if columns > 0 { #expect(found == columns, "\(line)") }
        columns = found
      } else {
        columns = 0
      }
    }
    for scalar in report.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7F...0xA0).contains(scalar.value))
      #expect(scalar.properties.generalCategory != .format)
    }
  }

  /// Borders as GFM counts them: a backslash takes the next character along, whatever that is.
  private func borders(of line: Substring) -> Int {
    var count = 0
    var isEscaped = false
    for character in line {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        count += 1
      }
    }
    return count
  }

  @Test func columnsLineUp() {
    var table = MarkdownTable([.text("Name"), .number("Size")])
    table.rows = [["`a`", "1.0 KiB"], ["`größer 日本`", "12 B"]]
    let text = written { table.write(to: &$0) }
    #expect(
      text == """
        | Name          |    Size |
        | ------------- | ------: |
        | `a`           | 1.0 KiB |
        | `größer 日本` |    12 B |


        """)
  }
}
