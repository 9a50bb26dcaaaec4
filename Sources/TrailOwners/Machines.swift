// Machines and containers that run a system of their own: LXC, LXD, Incus, libvirt, Proxmox, systemd-nspawn.

import TrailModel

extension OwnerRule {
  /// `lxc/<name>`, `lxc.payload/<name>`, `lxc.monitor/<name>`; on Proxmox the name is a number.
  static let lxcFolder = OwnerRule.one { path, index in
    switch path.above(index) {
    case "lxc", "lxc.payload": lxc(path.segments[index])
    case "lxc.monitor": lxc(path.segments[index], isMonitor: true)
    default: nil
    }
  }

  /// `lxc.payload.<name>`, `lxc.monitor.<name>`.
  static let lxcPayload = OwnerRule.segment { segment in
    segment.behind("lxc.payload.").map { lxc($0) } ?? segment.behind("lxc.monitor.").map { lxc($0, isMonitor: true) }
  }

  /// A guest of libvirt: `machine-qemu-<number>-<name>.scope`, the number another at each start.
  static let libvirtScope = OwnerRule.segment { segment in
    guard let name = segment.between("machine-", ".scope") else { return nil }
    return libvirt(name)
  }

  /// The same without systemd: `machine/<name>.libvirt-qemu`.
  static let libvirtFolder = OwnerRule.segment { segment in
    if let name = segment.before(".libvirt-qemu") { return libvirt(name) ?? guest(name, engine: "qemu") }
    if let name = segment.before(".libvirt-lxc") { return libvirt(name) ?? guest(name, engine: "lxc") }
    return nil
  }

  /// A guest of Proxmox: `qemu.slice/<number>.scope`.
  static let proxmoxGuest = OwnerRule.one { path, index in
    guard path.above(index) == "qemu.slice", let number = path.segments[index].before(".scope"), number.isDigits else {
      return nil
    }
    return guest(number, engine: "qemu")
  }

  /// A machine of systemd-machined: `machine-<name>.scope`.
  static let nspawnScope = OwnerRule.segment { segment in
    segment.between("machine-", ".scope").map(nspawn)
  }

  /// `systemd-nspawn@<name>.service`.
  static let nspawnService = OwnerRule.segment { segment in
    segment.between("systemd-nspawn@", ".service").map { name in
      var owner = nspawn(name)
      owner.unit = segment
      return owner
    }
  }
}

private func lxc(_ name: String, isMonitor: Bool = false) -> Owner {
  var owner = Owner(
    .systemContainer, (isMonitor ? "monitor of LXC container " : "LXC container ") + name,
    key: (isMonitor ? "lxc-monitor/" : "lxc/") + name)
  owner.engine = "lxc"
  owner.container = name
  owner.isMonitor = isMonitor
  return owner
}

/// `qemu-<number>-<name>`, `lxc-<number>-<name>`.
private func libvirt(_ name: String) -> Owner? {
  guard let driver = name.cut(atFirst: "-"), driver.before == "qemu" || driver.before == "lxc",
    let number = driver.behind.cut(atFirst: "-"), number.before.isDigits, !number.behind.isEmpty
  else { return nil }
  return guest(number.behind, engine: driver.before)
}

private func guest(_ name: String, engine: String) -> Owner {
  if engine == "lxc" { return lxc(name) }
  var owner = Owner(.virtualMachine, "virtual machine \(name)", key: "machine/\(name)")
  owner.engine = engine
  return owner
}

private func nspawn(_ name: String) -> Owner {
  var owner = Owner(.systemContainer, "nspawn container \(name)", key: "nspawn/\(name)")
  owner.engine = "nspawn"
  owner.container = name
  return owner
}
