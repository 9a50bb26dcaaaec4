// Messages of logins, services, containers and the kernel.

extension NoiseWriter {
  func acceptedKey(_ random: inout RandomSource) -> Record {
    say(
      .sshd, 2000 + random.below(60_000),
      """
      Accepted publickey for \(random.skewedElement(of: Vocabulary.users)) from \(pools.address(&random)) \
      port \(1024 + random.below(60_000)) ssh2: \
      ED25519 SHA256:\(hex: random.next(), digits: 16)\(hex: random.next(), digits: 16)
      """)
  }

  func session(_ random: inout RandomSource) -> Record {
    let isLogin = random.oneIn(2)
    let change = random.oneIn(2) ? "closed" : "opened"
    let user = random.skewedElement(of: Vocabulary.users)
    return say(
      isLogin ? .sshd : .cronSession, 2000 + random.below(60_000),
      """
      pam_unix(\(isLogin ? "sshd" : "cron"):session): session \(change) for user \
      \(user)(uid=\(random.skewed(2000))) by (uid=0)
      """)
  }

  func failedPassword(_ random: inout RandomSource) -> Record {
    let unknown = random.oneIn(3) ? "invalid user " : ""
    return say(
      .sshd, 2000 + random.below(60_000),
      """
      Failed password for \(unknown)\(random.element(of: Vocabulary.users)) from \(pools.address(&random)) \
      port \(1024 + random.below(60_000)) ssh2
      """)
  }

  func unitState(_ random: inout RandomSource) -> Record {
    let unit = random.skewedElement(of: Vocabulary.units)
    let message: Text =
      switch random.below(4) {
      case 0: "Started \(unit).service - \(unit)."
      case 1: "Starting \(unit).service - \(unit)..."
      case 2: "\(unit).service: Deactivated successfully."
      default: "\(unit).service: Consumed \(random.skewed(90)).\(random.below(1000), digits: 3)s CPU time."
      }
    return say(.systemd, 1, message)
  }

  func cronJob(_ random: inout RandomSource) -> Record {
    let period = random.oneIn(3) ? "daily" : "hourly"
    let user = random.skewedElement(of: Vocabulary.users)
    return say(
      .cron, 2000 + random.below(60_000), "(\(user)) CMD (   cd / && run-parts --report /etc/cron.\(period))")
  }

  func podEvent(_ random: inout RandomSource) -> Record {
    let template = pools.hex(8, &random)
    let replica = pools.hex(12, &random)
    let container = pools.hex(64, &random)
    let stamp: Text =
      "\(now.month, digits: 2)\(now.day, digits: 2) \(now.clock).\(random.below(1_000_000), digits: 6)"
    let change = random.oneIn(2) ? "Died" : "Started"
    return say(
      .kubelet, 1800 + host,
      """
      I\(stamp)    \(1800 + host) kubelet.go:\(random.below(3000))] "SyncLoop (PLEG): event for pod" \
      pod="prod/\(random.element(of: Fleet.roles))-\(template)-\(pools.hex(5, &random))" \
      event={"ID":"\(template)-\(pools.hex(4, &random))-4c1d-9b0e-\(replica)","Type":"Container\(change)",\
      "Data":"\(container)"}
      """)
  }

  func shimGone(_ random: inout RandomSource) -> Record {
    say(
      .containerd, 800 + host,
      """
      time="\(now.iso).\(random.below(1_000_000_000), digits: 9)Z" level=info msg="shim disconnected" \
      id=\(pools.hex(64, &random)) namespace=k8s.io
      """)
  }

  func rsyslogResumed(_ random: inout RandomSource) -> Record {
    say(
      .rsyslog, 500,
      """
      rsyslogd-2359: action 'action-\(random.below(9))-builtin:omfwd' resumed (module 'builtin:omfwd') \
      [v8.2302.0 try https://www.rsyslog.com/e/2359 ]
      """)
  }

  func snapTask(_ random: inout RandomSource) -> Record {
    let name = random.element(of: Vocabulary.commands)
    return say(
      .snapd, 620,
      "Change \(random.below(9999)) task (Run health check of \"\(name)\" snap) \(pools.hex(40, &random))")
  }

  func firewallBlock(_ random: inout RandomSource) -> Record {
    let numbers: Text = "TTL=\(random.below(255)) ID=\(random.below(65_535)) DF"
    let ports: Text = "SPT=\(random.below(65_535)) DPT=\(random.below(65_535))"
    return say(
      .kernel, 0, priority: 4,
      """
      [UFW BLOCK] IN=eth0 OUT= MAC=\(hardwareAddress(&random)):00:50:56:a1:b2:c3:08:00 \
      SRC=\(pools.address(&random)) DST=\(pools.address(&random)) LEN=\(40 + random.below(60)) \
      TOS=0x00 PREC=0x00 \(numbers) PROTO=TCP \(ports) WINDOW=\(random.below(65_535)) RES=0x00 SYN URGP=0
      """)
  }

  /// One in two hundred names `oom_score`: a word that must not be taken for a kill.
  func audit(_ random: inout RandomSource) -> Record {
    let file = random.oneIn(200) ? "oom_score" : "loginuid"
    let stamp: Text = "\(epochSeconds).\(random.below(1000), digits: 3):\(random.below(100_000))"
    return say(
      .kernel, 0, priority: 5,
      """
      audit: type=1400 audit(\(stamp)): apparmor="ALLOWED" operation="open" \
      profile="/usr/sbin/\(random.element(of: Vocabulary.commands))" name="/proc/\(random.below(60_000))/\(file)" \
      pid=\(random.below(60_000)) comm="\(random.element(of: Vocabulary.commands))" requested_mask="r" \
      denied_mask="r" fsuid=0 ouid=0
      """)
  }

  func device(_ random: inout RandomSource) -> Record {
    let message: Text
    switch random.below(4) {
    case 0:
      let state = random.oneIn(2) ? "forwarding" : "blocking"
      message =
        "docker0: port \(random.below(40))(veth\(hex: random.next(), digits: 6)) entered \(state) state"
    case 1:
      message = "device veth\(hex: random.next(), digits: 6) entered promiscuous mode"
    case 2:
      message =
        "EXT4-fs (sda\(random.below(9))): mounted filesystem with ordered data mode. Quota mode: none."
    default:
      message = """
        TCP: request_sock_TCP: Possible SYN flooding on port \(random.below(65_535)). Sending cookies.  \
        Check SNMP counters.
        """
    }
    return say(.kernel, 0, message)
  }
}
