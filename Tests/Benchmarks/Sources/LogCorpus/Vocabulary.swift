// Word lists that the messages draw from.

enum Vocabulary {
  static let paths = [
    "/api/v1/users", "/api/v1/orders", "/healthz", "/metrics", "/static/app.js", "/login", "/api/v2/search",
    "/api/v1/cart/items", "/favicon.ico", "/img/logo.png",
  ]

  static let users = [
    "root", "deploy", "ubuntu", "admin", "git", "postgres", "jenkins", "alice", "bob", "carol",
  ]

  static let agents = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "curl/7.88.1", "kube-probe/1.28", "Prometheus/2.45.0", "Go-http-client/1.1", "okhttp/4.9.3",
  ]

  static let units = [
    "nginx", "cron", "rsyslog", "docker", "kubelet", "postgresql", "logrotate", "man-db", "apt-daily",
    "fstrim", "systemd-tmpfiles-clean", "sysstat-collect", "php8.2-fpm", "redis-server",
  ]

  /// Process names as the kernel keeps them, at most 15 bytes; the first ones are the commonest.
  static let commands = [
    "java", "python3", "node", "postgres", "mysqld", "nginx", "redis-server", "dockerd", "containerd",
    "kubelet", "sshd", "systemd", "systemd-journal", "cron", "rsyslogd", "bash", "php-fpm8.2", "gunicorn",
    "celery", "prometheus", "node_exporter", "chronyd", "dbus-daemon", "agetty",
  ]
}

/// Addresses and hexadecimal ids that come back again and again, so that gzip finds what it finds in real logs.
final class TokenPools: Sendable {
  private let addresses: [String]
  private let identifiers: [[UInt8]]

  init(random: inout RandomSource) {
    addresses = (0..<3000).map { _ in Self.freshAddress(&random) }
    identifiers = (0..<2000).map { _ in Array(random.hexString(64).utf8) }
  }

  func address(_ random: inout RandomSource) -> String {
    random.oneIn(12) ? Self.freshAddress(&random) : random.skewedElement(of: addresses)
  }

  func hex(_ digits: Int, _ random: inout RandomSource) -> Text {
    if random.oneIn(6) { return Text(stringLiteral: random.hexString(digits)) }
    return Text(bytes: Array(random.skewedElement(of: identifiers)[..<digits]))
  }

  private static func freshAddress(_ random: inout RandomSource) -> String {
    let first = random.oneIn(3) ? random.below(223) + 1 : 10
    return "\(first).\(random.skewed(256)).\(random.skewed(256)).\(random.below(256))"
  }
}
