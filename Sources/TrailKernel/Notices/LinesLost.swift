// `fn: 12 callbacks suppressed`, `** 12 printk messages dropped **` and what loggers say of lines that they dropped.

import TrailBytes
public import TrailModel

extension NoticeReader {
  static let linesLost = NoticeReader(
    .linesLost,
    sentinels: [
      "callbacks suppressed", "messages suppressed.", " messages dropped", "due to rate-limiting", "Suppressed ",
      "Missed ", "Forwarding to syslog missed ", "buffer overrun, some messages lost",
    ]
  ) { text, notice in
    guard let loss = Loss.ofKernel(text) ?? Loss.taggedLogger(text) else { return false }
    notice.loss = loss
    return true
  }
}

extension Notice {
  /// The notice of a line that another program than the kernel wrote, where that is a logger that lost lines; nil for
  /// every other line. Where the envelope has no name, as in the kernel's own buffer, it stands in the text.
  public init?(ofLogger name: Span<UInt8>, _ text: Span<UInt8>) {
    guard let loss = name.isEmpty ? Loss.taggedLogger(text) : Loss.ofLogger(name, text) else { return nil }
    self.init(kind: .linesLost, text: loss.text)
    self.loss = loss
  }

  /// The notice at the beginning of a line that goes on with another record: until 4.9 the console's mark has no line
  /// of its own.
  public init?(consoleMarkOf line: Span<UInt8>) {
    guard line.has("** "), let end = line.offset(of: " **"), let loss = Loss.ofKernel(line.extracting(0..<end + 3))
    else { return nil }
    self.init(kind: .linesLost, text: loss.text)
    self.loss = loss
  }
}

extension Loss {
  /// What the kernel says itself.
  fileprivate static func ofKernel(_ text: Span<UInt8>) -> Loss? {
    if text.ends(in: " callbacks suppressed") { return ofFunction(text) }
    var cursor = Cursor(text)
    if cursor.skip("** ") {
      let count = cursor.number()
      guard count != nil, cursor.skip(" printk messages dropped **") else { return nil }
      return Loss(.console, count, text, .anyLine)
    }
    guard cursor.skip("printk: ") else { return nil }
    // 6.x names the console that was too slow.
    if cursor.skip("console ["), cursor.skip(past: "]") { _ = cursor.skip(byte: 0x3A) && cursor.skip(byte: 0x20) }
    cursor.skipBlanks()
    let count = cursor.number()
    guard count != nil else { return nil }
    if cursor.skip(" messages suppressed.") { return Loss(.printk, count, text, .anyLine) }
    return cursor.skip(" messages dropped") ? Loss(.console, count, text, .anyLine) : nil
  }

  /// `oom_kill_process: 70 callbacks suppressed` (lib/ratelimit.c).
  private static func ofFunction(_ text: Span<UInt8>) -> Loss? {
    guard let colon = text.offset(of: ": ") else { return nil }
    var cursor = Cursor(text, at: colon + 2)
    let count = cursor.number()
    guard count != nil, cursor.skip(" callbacks suppressed"), cursor.isAtEnd else { return nil }
    let name = text.extracting(0..<colon)
    // 2.6.26 to 2.6.32 name the rate limit and not who met it.
    let ofReports: [StaticString] = [
      "oom_kill_process", "dump_header", "dump_tasks", "out_of_memory", "mem_cgroup_print_oom_info", "show_mem",
      "__show_mem", "show_free_areas", "printk_ratelimit", "__ratelimit",
    ]
    let ofShortages: [StaticString] = [
      "warn_alloc", "warn_alloc_failed", "warn_alloc_show_mem", "slab_out_of_memory", "pagefault_out_of_memory",
    ]
    let concern: Concern =
      ofReports.contains { name.equals($0) }
      ? .killReport : ofShortages.contains { name.equals($0) } ? .shortage : .other
    return Loss(.printk, count, text, concern)
  }

  /// What a logger says whose name stands before its words, as in the kernel's own buffer.
  fileprivate static func taggedLogger(_ text: Span<UInt8>) -> Loss? {
    guard text.has("systemd-journal") || text.has("rsyslogd") else { return nil }
    guard let colon = text.offset(of: ": ") else { return nil }
    let end = text.firstIndex(of: 0x5B).map { min($0, colon) } ?? colon
    return ofLogger(text.extracting(0..<end), text.extracting(colon + 2..<text.count))
  }

  /// What the logger called `name` says.
  fileprivate static func ofLogger(_ name: Span<UInt8>, _ text: Span<UInt8>) -> Loss? {
    // rsyslog's messages have numbers: `rsyslogd-2177`.
    if name.has("rsyslogd") { return ofRsyslog(text) }
    let isJournal = name.has("systemd-journal") || name.equals("journal")
    return isJournal ? ofJournal(text) : nil
  }

  private static func ofRsyslog(_ text: Span<UInt8>) -> Loss? {
    guard text.contains("due to rate-limiting") else { return nil }
    let count = text.offset(of: " messages ").flatMap { number(text, before: $0) }
    guard count != nil || text.contains("begin to drop") || text.contains("begins to drop") else { return nil }
    return Loss(.rsyslog, count, text, .anyLine)
  }

  private static func ofJournal(_ text: Span<UInt8>) -> Loss? {
    if text.contains("buffer overrun, some messages lost") { return Loss(.journald, nil, text, .anyLine) }
    var cursor = Cursor(text)
    let count: Int64?
    if cursor.skip("Suppressed ") {
      count = cursor.number()
      guard cursor.skip(" messages from ") else { return nil }
    } else if cursor.skip("Missed ") {
      count = cursor.number()
      guard cursor.skip(" kernel messages") else { return nil }
    } else if cursor.skip("Forwarding to syslog missed ") {
      count = cursor.number()
      guard cursor.skip(" messages") else { return nil }
    } else {
      return nil
    }
    return count.map { Loss(.journald, $0, text, .anyLine) }
  }

  /// The number that ends before `end`.
  private static func number(_ text: Span<UInt8>, before end: Int) -> Int64? {
    var start = end
    while start > 0, text[start - 1] &- 0x30 <= 9 { start -= 1 }
    var cursor = Cursor(text, at: start)
    return cursor.number()
  }

  private init(_ reporter: Reporter, _ count: Int64?, _ text: Span<UInt8>, _ concern: Concern) {
    self.init(
      reporter: reporter, count: count, text: text.text(0..<min(text.count, NoticeReader.keptBytes)), concern: concern)
  }
}
