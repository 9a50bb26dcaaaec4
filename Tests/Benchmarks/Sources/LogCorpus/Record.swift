// One log message before a format gives it its shape.

struct Record {
  var host: Int
  var program: Program
  /// 0 for the kernel, which has none.
  var pid: Int
  var priority: Int
  var message: Text
}

/// Who speaks: the syslog tag and what the journal knows about the process behind it.
final class Program: Sendable {
  let identifier: String
  let facility: Int
  let command: String
  let executable: String
  let commandLine: String
  let unit: String
  let cgroup: String
  let isKernel: Bool

  init(_ identifier: String, command: String? = nil, unit: String? = nil, facility: Int) {
    self.identifier = identifier
    self.facility = facility
    self.command = command ?? identifier
    executable = "/usr/bin/\(self.command)"
    commandLine = "\(executable) --foreground"
    self.unit = "\(unit ?? identifier).service"
    cgroup = "/system.slice/\(self.unit)"
    isKernel = identifier == "kernel"
  }

  static let kernel = Program("kernel", facility: 0)
  static let systemd = Program("systemd", unit: "init", facility: 3)
  static let nginx = Program("nginx", facility: 16)
  static let haproxy = Program("haproxy", facility: 16)
  static let sshd = Program("sshd", unit: "ssh", facility: 10)
  static let cronSession = Program("CRON", command: "cron", unit: "cron", facility: 10)
  static let cron = Program("CRON", command: "cron", unit: "cron", facility: 9)
  static let kubelet = Program("kubelet", facility: 3)
  static let containerd = Program("containerd", facility: 3)
  static let application = Program("app", facility: 3)
  static let postfix = Program("postfix/smtp", command: "smtp", unit: "postfix", facility: 2)
  static let postgres = Program("postgres", unit: "postgresql", facility: 16)
  static let dnsmasq = Program("dnsmasq-dhcp", command: "dnsmasq", unit: "dnsmasq", facility: 3)
  static let named = Program("named", facility: 3)
  static let rsyslog = Program("rsyslogd", unit: "rsyslog", facility: 5)
  static let snapd = Program("snapd", facility: 3)
}
