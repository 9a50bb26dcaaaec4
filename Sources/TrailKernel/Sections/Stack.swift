// The stack dump: whose it is and of which kernel; its frames are passed over but for what they prove.

import TrailBytes
import TrailModel

extension Section {
  static let stack = Section(
    "stack", .belongs,
    fits: { line, open in open.isTriggered(by: line.trigger.comm, pid: line.trigger.pid) },
    weight: { text in release(text) == nil ? 0 : 1 }
  ) { text, report, isWhole in
    if let at = commandLine(text) {
      // "Tainted:" and the release may stand in the next line of a wrapped copy.
      if release(text) == nil, !isWhole { return .partial }
      readTask(text, at, report)
      report.seen.insert(.stack)
      return .taken
    }
    if isFrame(text) {
      if text.contains("mem_cgroup_out_of_memory") || text.contains("mem_cgroup_oom") || text.contains("try_charge") {
        report.hints.insert(.memcgFrame)
      }
      if text.contains("moom_callback") { report.report.isManual = true }
      report.seen.insert(.stack)
      return .taken
    }
    return isDumpLine(text) || isRawStack(text) ? .taken : .no
  }

  /// Offset behind `CPU: 0 … PID: ` or `Pid: `, where such a line begins.
  private static func commandLine(_ text: Span<UInt8>) -> Int? {
    if text.has("CPU: ") {
      guard let at = text.offset(of: " PID: "), text.contains(" Comm: ") else { return nil }
      return at + 6
    }
    return text.has("Pid: ") && text.contains(", comm: ") ? 5 : nil
  }

  private static func readTask(_ text: Span<UInt8>, _ at: Int, _ report: OpenReport) {
    var cursor = Cursor(text, at: at)
    // A foreign stack (another CPU's) inside the report must not rename the trigger.
    let pid = cursor.number()
    let commStart = (text.offset(of: " Comm: ", from: at) ?? text.offset(of: ", comm: ", from: at)).map { start in
      text[start] == 0x2C ? start + 8 : start + 7
    }
    if let commStart {
      let comm = text.text(commStart..<commEnd(text, from: commStart))
      if let known = report.report.trigger.comm, !agree(known, comm) { return }
      if report.report.trigger.comm == nil || comm.hasSuffix("\n" + (report.report.trigger.comm ?? "")) {
        report.report.trigger.comm = comm
      }
    }
    if report.report.trigger.pid == nil { report.report.trigger.pid = pid }
    if report.report.kernel.release == nil { report.report.kernel.release = release(text) }
  }

  /// Two printings of one name: the stack dump may hold all lines of a name that the header broke.
  private static func agree(_ header: String, _ stack: String) -> Bool {
    header == stack || stack.hasSuffix("\n" + header) || header.hasPrefix(stack + ":")
      || header.utf8.elementsEqual(stack.utf8)
  }

  /// Where the name ends: at what the kernel prints behind it, the last of it, since a name may hold the same words.
  private static func commEnd(_ text: Span<UInt8>, from start: Int) -> Int {
    let rest = text.extracting(start..<text.count)
    let taint = rest.lastOffset(of: " Not tainted") ?? rest.lastOffset(of: " Tainted: ") ?? rest.count
    let front = rest.extracting(0..<taint)
    return start + (front.ends(in: " Kdump: loaded") ? front.count - 14 : taint)
  }

  /// The release behind `Not tainted` or behind the taint letters: the first word there that begins with a digit.
  static func release(_ text: Span<UInt8>) -> String? {
    let start: Int
    if let at = text.offset(of: "Not tainted") {
      start = at + 11
    } else if let at = text.offset(of: "Tainted: ") {
      start = at + 9
    } else {
      return nil
    }
    var cursor = Cursor(text, at: start)
    while true {
      cursor.skipBlanks()
      _ = cursor.skip(byte: 0x28)
      let word = cursor.word()
      if word.isEmpty { return nil }
      if text[word.lowerBound] &- 0x30 <= 9 { return text.text(word) }
    }
  }

  /// `sym+0x1/0x2`, `? sym+0x1/0x2 [module]`, `[<ffffffff81>] sym+…`, `sym (file.c:123)`.
  private static func isFrame(_ text: Span<UInt8>) -> Bool {
    if let plus = text.offset(of: "+0x"), plus > 0, text.firstIndex(of: 0x2F, from: plus) != nil { return true }
    return text.ends(in: ")") && text.contains(".c:") && text.firstIndex(of: 0x28) != nil
  }

  /// `00000002 60883ea3 8126f9a0 60700a6f`: words of the stack itself (32-bit kernels, user-mode-linux).
  private static func isRawStack(_ text: Span<UInt8>) -> Bool {
    var cursor = Cursor(text)
    var words = 0
    while !cursor.isAtEnd {
      let start = cursor.position
      guard cursor.hexadecimal() != nil else { return false }
      let length = cursor.position - start
      guard length == 8 || length == 16 else { return false }
      words += 1
      cursor.skipBlanks()
    }
    return words > 1
  }

  private static func isDumpLine(_ text: Span<UInt8>) -> Bool {
    let marks: [StaticString] = [
      "Call Trace:", "Call trace:", "Hardware name:", "Workqueue:", "Stopper:", "Sched_ext:", "Tainted: [", "Code: ",
      "RIP: ", "RSP: ", "RAX: ", "RDX: ", "RBP: ", "R10: ", "R13: ", "EIP: ", "EAX: ", "ESI: ", "DS: ", "Stack:",
      "<TASK>", "</TASK>", "<IRQ>", "</IRQ>", "<EOI>", "pstate: ", "pc : ", "lr : ", "sp : ", "x29: ", "Call Trace",
      "Backtrace:", "Exception stack", "Process ", "CR2: ", "ORIG_RAX: ", "--- Exception", "NIP ", "LR ", "MSR: ",
      "GPR", "CFAR: ", "--- interrupt", "Krnl", "User PSW", "User GPRS", "COMPACTION is disabled", "FS: ",
    ]
    return marks.contains { text.has($0) }
  }
}
