// Users: their slices, sessions and managers, and the applications of their desktops.

import TrailModel

extension OwnerRule {
  /// A user: `user-1000.slice`.
  static let userSlice = OwnerRule.segment { segment in userOfSlice(segment).map(user) }

  /// A login session, whose number is another each time: `session-3.scope`, `session-c1.scope`.
  static let sessionScope = OwnerRule.one { path, index in
    guard let number = path.segments[index].between("session-", ".scope") else { return nil }
    return session(number, uid: path.uid(above: index), unit: path.segments[index])
  }

  /// A user's service manager: `user@1000.service`.
  static let userManager = OwnerRule.segment { segment in
    guard let uid = segment.between("user@", ".service").flatMap({ Int64($0) }) else { return nil }
    var owner = Owner(.userManager, "service manager of uid \(uid)", key: "user/\(uid)/manager")
    owner.uid = uid
    owner.unit = segment
    return owner
  }

  /// An application: `app-<launcher>-<name>-<random>.scope`.
  static let applicationScope = OwnerRule.one { path, index in
    guard let name = path.segments[index].between("app-", ".scope") else { return nil }
    // What tells one start from the next: a pid, an id or a random number.
    let parts = name.cut(atLast: "-")
    return application(parts.flatMap { isRandom($0.behind) ? $0.before : nil } ?? name, path, index)
  }

  /// The same as a service: `app-<name>@<random>.service`, `app-<name>@autostart.service`.
  static let applicationService = OwnerRule.one { path, index in
    guard let name = path.segments[index].between("app-", ".service") else { return nil }
    return application(name.cut(atFirst: "@")?.before ?? name, path, index)
  }

  /// What a terminal started: `vte-spawn-<uuid>.scope`, `tmux-spawn-<uuid>.scope`.
  static let spawnedScope = OwnerRule.one { path, index in
    let segment = path.segments[index]
    guard let name = segment.before(".scope"), name.suffix(36).isUUID,
      let program = String(name.dropLast(36)).before("-spawn-")
    else { return nil }
    return application(program, path, index)
  }

  /// A user before systemd had slices: `/user/1000.user`.
  static let oldUser = OwnerRule.segment { segment in segment.before(".user").flatMap { Int64($0) }.map(user) }

  /// A session before systemd had slices: `/user/1000.user/3.session`.
  static let oldSession = OwnerRule.one { path, index in
    guard let number = path.segments[index].before(".session") else { return nil }
    return session(
      number, uid: path.above(index).before(".user").flatMap { Int64($0) }, unit: path.segments[index])
  }
}

private func user(_ uid: Int64) -> Owner {
  var owner = Owner(.user, "user \(uid)", key: "user/\(uid)")
  owner.uid = uid
  return owner
}

private func session(_ number: String, uid: Int64?, unit: String) -> Owner {
  var owner = Owner(
    .session, "login session" + (uid.map { " of uid \($0)" } ?? " \(number)"),
    key: uid.map { "user/\($0)/session" } ?? "session/\(number)")
  owner.uid = uid
  owner.unit = unit
  owner.instance = number
  return owner
}

/// An application of a user. Launchers put their own names before it, and nothing marks where those end.
private func application(_ name: String, _ path: CgroupPath, _ index: Int) -> Owner {
  let uid = path.uid(above: index)
  let launchers = ["gnome-", "flatpak-", "KDE-", "xfce-"]
  let bare = launchers.lazy.compactMap { name.behind($0) }.first ?? name
  var owner = Owner(
    .application, bare + (uid.map { " of uid \($0)" } ?? ""),
    key: "app/\(bare)" + (uid.map { "/\($0)" } ?? ""))
  owner.uid = uid
  owner.unit = path.segments[index]
  return owner
}

private func isRandom(_ text: String) -> Bool { text.isDigits || (text.utf8.count >= 8 && text.isHex) }
