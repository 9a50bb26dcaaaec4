// Kernel, memory, settings, counters and processes of a host, by what programs print.

import TestKit
import Testing
import TrailHost
import TrailModel

@Suite struct FactFileTests {
  private func facts(_ path: String, _ text: String) -> HostFacts {
    var facts = HostFacts()
    let bytes = Array(text.utf8)
    HostFile.at(path)?.file.read(bytes.span, path, &facts)
    return facts
  }

  private func number(_ name: HostFactName, _ path: String, _ text: String) -> Int64? {
    facts(path, text).known[name]?.value.number
  }

  // MARK: Paths

  @Test(arguments: [
    ("c/proc/12/status", "c/"), ("proc/self/mountinfo", ""), ("c/proc/sys/vm/swappiness", "c/"),
    ("c/etc/sysctl.d/99-x.conf", "c/"), ("c/sys/fs/cgroup/a/b.slice/memory.events", "c/"),
    ("c/sys/fs/cgroup/memory.events", "c/"),
    ("case.tar.xz!/sos-web3/sos_commands/process/ps_auxf", "case.tar.xz!/sos-web3/"),
    ("c/sysctls/sysctl_all.txt", "c/"), ("c/systeminfo/freeh", "c/"), ("c/env.txt", "c/"), ("c/kernel/uname.txt", "c/"),
  ])
  func roots(path: String, root: String) throws { #expect(try #require(HostFile.at(path)).root == root) }

  @Test(arguments: [
    "proc/status", "c/etc/sysctl.d/x.conf.bak", "memory.events", "c/fs/cgroup/memory.events", "sysctl.d/x.conf",
    "c/proc/1/2/status", "xps_aux", "proc/12/status/x",
  ])
  func othersAreNone(path: String) { #expect(HostFile.at(path) == nil) }

  // MARK: Kernel

  @Test func releases() {
    let uname = "Linux web-07 6.1.0-50-cloud-amd64 #1 SMP Debian 6.1.176-1 (2026-07-02) x86_64 GNU/Linux\n"
    #expect(facts("b/uname", uname).known[.kernelRelease]?.value.text == "6.1.0-50-cloud-amd64")
    #expect(facts("b/uname", uname).known[.machine]?.value.text == "x86_64")
    let old = "Linux db 2.6.32-754.el6.x86_64 #1 SMP Tue Jun 19 x86_64 x86_64 x86_64 GNU/Linux\n"
    #expect(facts("b/uname", old).known[.machine]?.value.text == "x86_64")
    let version = facts("proc/version", "Linux version 5.14.0-70.el9.aarch64 (mockbuild@x) (gcc) #1 SMP\n")
    #expect(version.known[.kernelRelease]?.value.text == "5.14.0-70.el9.aarch64")
    #expect(facts("proc/sys/kernel/osrelease", "none\n").known.isEmpty)
    #expect(facts("proc/version", "Windows version 11\n").known.isEmpty)
  }

  @Test(arguments: [
    ("65536\n", 65_536 as Int64?), ("PAGESIZE                           16384\n", 16_384), ("4095\n", nil),
    ("LINK_MAX 8\nPAGESIZE   4096\nPAGE_SIZE 4096\n", 4_096), ("12288\n", nil), ("1\n4096\n", nil), ("", nil),
    ("PAGESIZE_X 4096\n", nil),
  ])
  func pageSizes(text: String, size: Int64?) { #expect(number(.pageSize, "getconf_-a", text) == size) }

  // MARK: Memory

  @Test func meminfo() {
    let found = facts("proc/meminfo", "MemTotal:        4009084 kB\nMemFree: 1 kB\nSwapTotal:       2097148 kB\n")
    #expect(found.known[.ram] == .init(.number(4_105_302_016), path: "proc/meminfo", line: 1))
    #expect(found.known[.swap] == .init(.number(2_147_479_552), path: "proc/meminfo", line: 3))
    #expect(facts("proc/meminfo", "MemTotal: 9223372036854775807 kB\nSwapTotal: many kB\n").known.isEmpty)
  }

  @Test func swapAreas() {
    let header = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
    let two = header + "/dev/sda2  partition\t2097148\t\t0\t\t-2\n/swap\\040file  file\t1024\t\t0\t\t-3\n"
    #expect(number(.swap, "proc/swaps", two) == 2_148_528_128)
    #expect(number(.swap, "proc/swaps", header) == 0)
    #expect(number(.swap, "swapon_-s", two) == 2_148_528_128)
    let show = "NAME      TYPE SIZE USED PRIO\n/dev/dm-1 partition   2G   0B   -2\n"
    let shown = facts("swapon_--show", show)
    #expect(shown.known[.swap]?.value == .number(2_147_483_648))
    #expect(shown.known[.swap]?.isRounded == true)
    #expect(number(.swap, "swapon", "NAME TYPE SIZE USED PRIO\n/f file 2147479552 0 -2\n") == 2_147_479_552)
    // One that cannot be read leaves the sum unknown.
    #expect(number(.swap, "proc/swaps", two + "/dev/x partition many 0 -2\n") == nil)
    #expect(number(.swap, "proc/swaps", "") == nil)
  }

  @Test func free() {
    let new =
      "               total        used        free\nMem:        24684096      463636    22443712\nSwap:  1024  0  0\n"
    #expect(facts("free", new).known[.ram] == .init(.number(24_684_096 * 1_024), path: "free", line: 2))
    #expect(number(.swap, "free", new) == 1_048_576)
    let human = facts(
      "systeminfo/freeh", "     total\nMem:            23Gi       452Mi\nSwap:             0B          0B\n")
    #expect(human.known[.ram]?.value == .number(23 << 30))
    #expect(human.known[.ram]?.isRounded == true)
    #expect(human.known[.swap]?.isRounded == false)
    #expect(number(.ram, "freeh", "Mem:  3.8G  452M\n") == 4_080_218_931)
    #expect(number(.ram, "free_-m", "Mem:  24105  452\n") == 24_105 << 20)
    #expect(number(.ram, "free", "Mem:  9223372036854775807  452\n") == nil)
    #expect(number(.ram, "free", "Mem:  1.5  452\n") == nil)
  }

  @Test func exactGoesBeforeRounded() {
    var known = facts("freeh", "Mem: 23Gi 1Gi\n")
    known.adopt(facts("proc/meminfo", "MemTotal: 24684096 kB\n"))
    known.adopt(facts("proc/meminfo", "MemTotal: 1 kB\n"))
    known.adopt(facts("freeh", "Mem: 22Gi 1Gi\n"))
    #expect(known.known[.ram]?.value == .number(24_684_096 * 1_024))
  }

  // MARK: Settings

  @Test func sysctls() {
    let text =
      "kernel.x = vm.swappiness = 3\nvm.lowmem_reserve_ratio = 256\t256\t32\nvm.panic_on_oom = 2\nvm.swappiness=0\n"
      + "vm.swappiness = 70\nvm.overcommit_memory = two\nvm.admin_reserve_kbytes = 99999999999999999999\n"
    let found = facts("sysctls/sysctl_all.txt", text).known
    #expect(Set(found.keys) == [.panicOnOOM, .swappiness])
    #expect(found[.panicOnOOM] == .init(.number(2), path: "sysctls/sysctl_all.txt", line: 3))
    #expect(found[.swappiness]?.value == .number(0))
    #expect(number(.overcommitKbytes, "c/proc/sys/vm/overcommit_kbytes", "5\n") == 5)
    #expect(number(.overcommitKbytes, "c/proc/sys/vm/overcommit_kbytes", "5 6\n") == nil)
    var configured = facts("etc/sysctl.conf", "# vm.swappiness = 1\n-vm.swappiness = 2\nvm/panic_on_oom=1\n")
    #expect(configured.known.isEmpty)
    configured.adopt(facts("etc/sysctl.d/50-x.conf", "vm.swappiness = 3\n"))
    #expect(configured.configured.mapValues(\.value) == [.swappiness: .number(3), .panicOnOOM: .number(1)])
  }

  // MARK: Cgroups and counters

  @Test(arguments: [
    ("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n", 2 as Int64?),
    ("sys/fs/cgroup/cgroup.controllers", "cpu\n", nil),
    ("proc/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n", 2),
    ("mount", "cgroup2 on /sys/fs/cgroup type cgroup2 (rw,nosuid)\n", 2),
    ("mount", "cgroup on /sys/fs/cgroup/memory type cgroup (rw,nosuid,memory)\n", 1),
    (
      "mount",
      "cgroup2 on /sys/fs/cgroup/unified type cgroup2 (rw)\ncgroup on /sys/fs/cgroup/memory type cgroup (rw,memory)\n",
      1
    ),
    ("mount", "cgroup2 on /sys/fs/cgroup/unified type cgroup2 (rw)\n", nil),
    ("proc/1/mountinfo", "35 28 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n", 1),
    ("proc/1/mountinfo", "28 22 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n", 2),
    ("proc/1/cgroup", "0::/init.scope\n", 2), ("proc/1/cgroup", "9:memory:/\n1:name=systemd:/\n0::/\n", 1),
    ("proc/1/cgroup", "1:name=systemd:/\n0::/\n", nil), ("proc/1/cgroup", "memory\n", nil),
  ])
  func cgroupVersions(path: String, text: String, version: Int64?) {
    #expect(number(.cgroupVersion, path, text) == version)
  }

  @Test func counters() {
    #expect(number(.oomKills, "proc/vmstat", "oom_kill_x 3\npgfault 1\noom_kill 7\n") == 7)
    #expect(number(.oomKills, "proc/vmstat", "oom_kill seven\n") == nil)
    let path = "b/sys/fs/cgroup/a.slice/memory.events"
    #expect(facts(path, "oom 9\noom_kill 3\n").cgroupKills == [.init(3, path: path, line: 2)])
    #expect(facts(path, "oom 9\noom_kill 0\n").cgroupKills == [])
    let old = "b/sys/fs/cgroup/memory/a/memory.oom_control"
    #expect(facts(old, "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n").cgroupKills.map(\.value) == [2])
  }

  // MARK: Processes

  /// The parents of 2, 4 to 8 in a list of the fixture.
  private static let tree: [Int64: Int64] = [4: 2, 5: 2, 6: 2, 7: 2, 8: 7]

  @Test(arguments: [
    "ps_-ef", "ps_auxfwww", "ps_alxwww", "ps_-elfL", "ps_-eTF", "pstree_-p", "pstree_-lp",
    "ps_axo_flags_state_uid_pid_ppid_pgid_sid_cls_pri_psr_addr_sz_wchan_20_lstart_tty_time_cmd",
    "ps_axo_pid_ppid_user_group_lwp_nlwp_start_time_comm_cgroup",
  ])
  func listsOfProcesses(name: String) throws {
    let path = "sos_commands/process/\(name)"
    let found = facts(path, try Fixture("hosts/prefork").text(path))
    let list = try #require(found.processLists.first)
    #expect(found.processLists.count == 1)
    #expect(list.path == path)
    for (pid, parent) in Self.tree {
      let rows = list.rows.filter { $0.pid == pid }
      #expect(rows.map(\.parent) == [parent], "\(pid)")
      // `exec -a` gives a command line another name than the kernel's.
      let isCommandLine = !name.hasPrefix("pstree") && !name.contains("comm")
      let names: [Int64: String] = isCommandLine ? [7: "helper", 8: "sleep"] : [7: "bash", 8: "sleep"]
      #expect(rows.first?.name == names[pid] ?? (isCommandLine ? "worker" : "sleep"))
      #expect(rows.first?.line.map { $0 >= 1 } == true)
    }
  }

  @Test func listsWithoutParentsTellNothing() throws {
    let path = "sos_commands/process/ps_auxwwwm"
    #expect(facts(path, try Fixture("hosts/prefork").text(path)).processLists == [])
  }

  private func rows(_ path: String, _ text: String) -> [String] {
    facts(path, text).processLists.first?.rows.map { "\($0.pid) \($0.parent) \($0.name)" } ?? []
  }

  @Test func namesOfCommands() {
    let text = """
      PID PPID CMD
      7 1 /usr/sbin/nginx -g daemon off;
      8 7 nginx: worker process
      9 7 -bash
      10 2 [kworker/0:1-events]
      11 7 (sd-pam)
      12 7
      x 7 y
      13 99999999999 z
      """
    #expect(
      rows("ps_x", text) == ["7 1 nginx", "8 7 nginx", "9 7 bash", "10 2 kworker/0:1-events", "11 7 (sd-pam)"])
  }

  @Test func aForestOfSeveralLevels() {
    let text = """
      USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
      root           1  0.0  0.0   2592  1712 ?        S    08:31   0:00 init
      root         100  0.0  0.0   2592  1712 ?        S    Apr26 200:00 sshd
      root         101  0.0  0.0   2592  1712 ?        S    08:31   0:00  \\_ sshd: a
      root         102  0.0  0.0   2592  1712 ?        S    08:31   0:00  |   \\_ bash
      root         103  0.0  0.0   2592  1712 ?        S    08:31   0:00  |       \\_ make
      root         104  0.0  0.0   2592  1712 ?        S    08:31   0:00  \\_ sshd: b
      root         105  0.0  0.0   2592  1712 ?        S    08:31   0:00 cron
      """
    #expect(
      rows("ps.txt", text) == [
        "1 0 init", "100 0 sshd", "101 100 sshd", "102 101 bash", "103 102 make", "104 100 sshd", "105 0 cron",
      ])
  }

  @Test func treesWithThreadsAndOddNames() {
    let text = """
      systemd(1)-+-accounts-daemon(700)-+-{accounts-daemon}(710)
                 |                      `-{accounts-daemon}(711)
                 |-systemd(900,mk)---(sd-pam)(901)
                 `-a (b)(3)-+-c(4)
                            `-d(5)---e(6)
      """
    #expect(
      rows("pstree", text) == [
        "1 0 systemd", "700 1 accounts-daemon", "900 1 systemd", "901 900 (sd-pam)", "3 1 a (b)", "4 3 c", "5 3 d",
        "6 5 e",
      ])
  }

  @Test func aProcessesOwnFile() {
    let text = "Name:\tbash\nUmask:\t0022\nTgid:\t7\nPid:\t7\nPPid:\t2\n"
    var found = facts("b/proc/7/status", text)
    #expect(found.processLists == [.init(path: "b/proc/", rows: [.init(pid: 7, parent: 2, name: "bash", line: nil)])])
    found.adopt(facts("b/proc/8/status", text.replacing("Pid:\t7", with: "Pid:\t8")))
    #expect(found.processLists.map { $0.rows.map(\.pid) } == [[7, 8]])
    #expect(facts("b/proc/self/status", text).processLists == [])
  }

  @Test func listsAreCut() {
    var text = "PID PPID CMD\n"
    for pid in 1...(ProcessList.most + 10) { text += "\(pid) 1 x\n" }
    #expect(facts("ps_x", text).processLists.first?.rows.count == ProcessList.most)
  }

  // MARK: Supportconfig

  @Test func sectionsAreFilesOfTheirOwn() {
    let text = """
      #==[ Command ]======================================#
      # /bin/uname -a
      Linux db-01 5.14.21-150500.55-default #1 SMP x86_64 x86_64 x86_64 GNU/Linux

      #==[ Configuration File ]===========================#
      # /proc/meminfo
      MemTotal:        4009084 kB
      SwapTotal:             0 kB

      #==[ Command ]======================================#
      # /sbin/sysctl -a
      kernel.x = 1
      vm.swappiness = 10

      #==[ Log File ]=====================================#
      # /var/log/boot.log - Last 500 lines
      vm.panic_on_oom = 1

      #==[ Command ]======================================#
      # /bin/ps -ef
      PID PPID CMD
      7 3 a
      #==[ Configuration File ]===========================#
      # /etc/sysctl.conf
      vm.swappiness = 20
      """
    let path = "scc_db-01/basic-environment.txt"
    let found = facts(path, text)
    #expect(found.name?.value == "db-01")
    #expect(found.known[.kernelRelease] == .init(.text("5.14.21-150500.55-default"), path: path, line: 3))
    #expect(found.known[.ram] == .init(.number(4_009_084 * 1_024), path: path, line: 7))
    #expect(found.known[.swappiness] == .init(.number(10), path: path, line: 13))
    #expect(found.known[.panicOnOOM] == nil)
    #expect(found.processLists == [.init(path: path, rows: [.init(pid: 7, parent: 3, name: "a", line: 22)])])
    #expect(found.configured[.swappiness] == .init(.number(20), path: path, line: 25))
  }

  // MARK: Anything

  @Test func spoiltOnesNeverTrap() throws {
    var random = SplitMix64(seed: 7)
    let fixture = Fixture("hosts/prefork")
    let paths = [
      "sos_commands/process/ps_auxfwww", "sos_commands/process/pstree_-lp", "sos_commands/memory/free_-m", "proc/swaps",
      "sos_commands/kernel/sysctl_-a", "proc/1/mountinfo", "proc/7/status", "getconf_-a", "proc/vmstat", "proc/meminfo",
    ]
    var said = 0
    for path in paths {
      let start = try fixture.bytes(path)
      for _ in 0..<200 {
        var bytes = start
        for _ in 0..<random.below(12) { bytes.remove(at: random.below(bytes.count)) }
        for _ in 0..<random.below(12) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
        let end = random.below(bytes.count)
        var facts = HostFacts()
        HostFile.at(path)?.file.read(bytes.span.extracting(0..<end), path, &facts)
        if facts != HostFacts() { said += 1 }
      }
    }
    #expect(said > 100)
  }
}
