// The lines between the header of a report and its memory block: who ran, call trace, user registers.

enum StackDump {
  static func lines(
    of task: ProcessRow, on host: Host, inCgroup: Bool, _ random: inout RandomSource
  ) -> [Text] {
    var lines: [Text] = [
      """
      CPU: \(random.below(16)) UID: \(task.uid) PID: \(task.pid) Comm: \(task.command) Not tainted \
      \(host.kernelRelease) \(host.kernelVersion)
      """,
      "Hardware name: QEMU Standard PC (Q35 + ICH9, 2009), BIOS 1.16.2-debian-1.16.2-1 04/01/2014",
      "Call Trace:",
      " <TASK>",
    ]
    for frame in decision + (inCgroup ? charge : allocation) + fault { lines.append(" \(frame)") }
    let address: Text = "0x7f\(hex: random.next(), digits: 10)"
    lines.append("RIP: 0033:\(address)")
    lines.append("Code: Unable to access opcode bytes at \(address).")
    lines.append("RSP: 002b:00007ffd\(hex: random.next(), digits: 8) EFLAGS: 00010246")
    for names in registers {
      lines.append(
        """
        \(names[0]): \(hex: random.next() >> 17, digits: 16) \(names[1]): \(hex: random.next() >> 17, digits: 16) \
        \(names[2]): \(hex: random.next() >> 48, digits: 16)
        """)
    }
    lines.append(" </TASK>")
    return lines
  }

  private static let decision = [
    "dump_stack_lvl+0x5d/0x80", "dump_header+0x43/0x1aa", "oom_kill_process.cold+0x8/0x8d",
    "out_of_memory+0x219/0x4b0",
  ]

  private static let charge = [
    "mem_cgroup_out_of_memory+0x12b/0x140", "try_charge_memcg+0x488/0x630", "__mem_cgroup_charge+0x42/0xd0",
    "do_anonymous_page+0x359/0x870",
  ]

  private static let allocation = [
    "__alloc_pages_slowpath.constprop.0+0xc27/0xdc0", "__alloc_pages_noprof+0x2fb/0x310",
    "alloc_pages_mpol_noprof+0xd7/0x1c0", "folio_alloc_mpol_noprof+0x14/0x30",
    "vma_alloc_folio_noprof+0x69/0xb0", "do_anonymous_page+0x33f/0x870",
  ]

  private static let fault = [
    "? __pte_offset_map+0x1b/0x180", "__handle_mm_fault+0xb14/0xf70", "handle_mm_fault+0xe2/0x2c0",
    "do_user_addr_fault+0x217/0x620", "exc_page_fault+0x7e/0x180", "asm_exc_page_fault+0x26/0x30",
  ]

  private static let registers = [
    ["RAX", "RBX", "RCX"], ["RDX", "RSI", "RDI"], ["RBP", "R08", "R09"], ["R10", "R11", "R12"],
    ["R13", "R14", "R15"],
  ]
}
