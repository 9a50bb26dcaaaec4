// Messages of web, mail, name and database servers and of applications.

extension NoiseWriter {
  func nginx(_ random: inout RandomSource) -> Record {
    let method = random.oneIn(5) ? "POST" : "GET"
    let path = random.skewedElement(of: Vocabulary.paths)
    let status = random.oneIn(20) ? (random.oneIn(2) ? 502 : 404) : 200
    let date: Text = "\(now.day, digits: 2)/\(now.monthName)/\(now.year):\(now.clock) +0000"
    let request: Text = "\(method) \(path)?id=\(random.below(1_000_000)) HTTP/1.1"
    let agent = random.skewedElement(of: Vocabulary.agents)
    return say(
      .nginx, 1200 + host,
      """
      \(pools.address(&random)) - - [\(date)] "\(request)" \(status) \(random.below(60_000)) "-" "\(agent)" \
      \(random.skewed(4)).\(random.below(1000), digits: 3)
      """)
  }

  func haproxy(_ random: inout RandomSource) -> Record {
    let server: Text = "\(random.element(of: Fleet.roles))-\(random.below(40))"
    let times: Text = "\(random.below(9))/0/\(random.below(9))/\(random.below(300))/\(random.below(400))"
    let backends: Text = "\(random.below(40))/\(random.below(40))"
    let connections: Text = "\(random.below(400))/\(random.below(400))/\(backends)/0"
    let path = random.skewedElement(of: Vocabulary.paths)
    return say(
      .haproxy, 900 + host,
      """
      \(pools.address(&random)) haproxy-fe~ app/\(server) \(times) 200 \(random.below(90_000)) - - ---- \
      \(connections) 0/0 "GET \(path) HTTP/1.1"
      """)
  }

  func applicationJSON(_ random: inout RandomSource) -> Record {
    let level = random.oneIn(12) ? "WARN" : "INFO"
    return say(
      .application, 3000 + host,
      """
      {"ts":"\(now.iso).\(random.below(1000), digits: 3)Z","level":"\(level)",\
      "logger":"com.example.\(random.element(of: Fleet.roles)).Service","trace":"\(pools.hex(32, &random))",\
      "msg":"processed \(random.below(500)) items in \(random.below(4000)) ms",\
      "user":\(random.below(100_000)),"heap_used_mb":\(random.below(4096))}
      """)
  }

  func stackTrace(_ random: inout RandomSource) -> Record {
    var message: Text = """
      Exception in thread "pool-\(random.below(40))-thread-\(random.below(16))" \
      java.lang.IllegalStateException: connection is not open
      """
    for _ in 0..<(5 + random.below(25)) {
      let role = random.element(of: Fleet.roles)
      let frame: Text =
        "\n\tat com.example.\(role).Worker.run\(random.below(9))(Worker.java:\(random.below(900)))"
      message.bytes.append(contentsOf: frame.bytes)
    }
    return say(.application, 3000 + host, priority: 3, message)
  }

  func mailSent(_ random: inout RandomSource) -> Record {
    let delays: Text =
      "0.\(random.below(9))/0.0\(random.below(9))/0.\(random.below(9))/0.\(random.below(99))"
    return say(
      .postfix, 4000 + random.below(400),
      """
      \(pools.hex(10, &random)): to=<user\(random.below(50_000))@example.com>, \
      relay=mx\(random.below(4)).example.com[\(pools.address(&random))]:25, \
      delay=\(random.below(9)).\(random.below(99)), delays=\(delays), dsn=2.0.0, status=sent (250 2.0.0 OK)
      """)
  }

  func slowQuery(_ random: inout RandomSource) -> Record {
    say(
      .postgres, 5000 + random.below(100),
      """
      LOG:  duration: \(random.below(3000)).\(random.below(1000), digits: 3) ms  statement: \
      SELECT o.id, o.total, u.name FROM orders o JOIN users u ON u.id = o.user_id \
      WHERE o.created_at > now() - interval '\(random.below(60)) minutes' AND u.region = \(random.below(12)) \
      ORDER BY o.id LIMIT \(random.below(200))
      """)
  }

  func lease(_ random: inout RandomSource) -> Record {
    say(
      .dnsmasq, 700,
      """
      DHCPACK(eth\(random.below(2))) \(pools.address(&random)) \(hardwareAddress(&random)) \
      host-\(random.below(9999))
      """)
  }

  func nameQuery(_ random: inout RandomSource) -> Record {
    let name: Text = "cdn\(random.below(400)).example.net"
    return say(
      .named, 650,
      """
      client @0x\(hex: random.next(), digits: 12) \(pools.address(&random))#\(random.below(65_535)) (\(name)): \
      query: \(name) IN A + (\(pools.address(&random)))
      """)
  }

  func hardwareAddress(_ random: inout RandomSource) -> Text {
    var text: Text = "\(hex: random.next(), digits: 2)"
    for _ in 0..<5 {
      text.bytes.append(UInt8(ascii: ":"))
      text.bytes.append(hex: random.next(), digits: 2)
    }
    return text
  }
}
