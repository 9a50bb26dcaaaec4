// Units of systemd: services, templates, slices, what systemd-run and snap make.

import TrailModel

extension OwnerRule {
  /// A service: `nginx.service`, `postgresql@13-main.service`.
  static let service = OwnerRule.one { path, index in
    let segment = path.segments[index]
    guard let name = segment.before(".service") else { return nil }
    // D-Bus activation numbers its services by connection.
    let bare = name.behind("dbus-:").flatMap { $0.cut(atFirst: "-")?.behind } ?? name
    var owner = unit(.service, "\(bare).service", path, index)
    owner.unit = segment
    if let at = bare.cut(atFirst: "@") {
      owner.instance = at.behind
      // A number tells instances apart that are the same in all else; a name may be what is meant.
      if !at.behind.isEmpty, at.behind.allSatisfy({ $0.isNumber || $0 == "-" || $0 == "_" }) {
        let instance = owner.instance
        owner = unit(.service, "\(at.before)@.service", path, index)
        owner.instance = instance
      }
    }
    return owner
  }

  /// What systemd-run makes: `run-u12.service`, `run-r<hex>.scope`, `run-p<pid>-i<number>.scope`, `run-1234.scope`.
  static let transientUnit = OwnerRule.one { path, index in
    let segment = path.segments[index]
    guard let name = segment.between("run-", ".service") ?? segment.between("run-", ".scope"), isCounter(name) else {
      return nil
    }
    let uid = path.uid(above: index)
    let slice = path.nearest(above: index) { $0.hasSuffix(".slice") ? $0 : nil }
    let whose = uid.map { " of uid \($0)" } ?? slice.map { " in \($0)" } ?? ""
    let scope = uid.map { "/\($0)" } ?? slice.map { "/" + $0 } ?? ""
    var owner = Owner(.transientUnit, "a transient unit" + whose, key: "transient" + scope)
    owner.unit = segment
    owner.uid = uid
    owner.slice = slice
    return owner
  }

  /// A snap's application: `snap.<snap>.<app>.service`, `snap.<snap>.<app>-<uuid>.scope`.
  static let snap = OwnerRule.one { path, index in
    let segment = path.segments[index]
    guard segment.hasPrefix("snap."), let name = segment.before(".service") ?? segment.before(".scope") else {
      return nil
    }
    let end = name.suffix(36)
    let bare = end.isUUID ? String(name.dropLast(37)) : name
    guard let application = bare.behind("snap."), !application.isEmpty else { return nil }
    let uid = path.uid(above: index)
    var owner = Owner(
      .snap, "snap \(application)" + (uid.map { " of uid \($0)" } ?? ""),
      key: "snap/\(application)" + (uid.map { "/\($0)" } ?? ""))
    owner.unit = segment
    owner.uid = uid
    return owner
  }

  /// systemd's own first process: `init.scope` at the top.
  static let initScope = OwnerRule.one { path, index in
    index == 0 && path.segments[index] == "init.scope" ? Owner(.initProcess, "the first process", key: "init") : nil
  }

  /// A slice.
  static let slice = OwnerRule.one { path, index in
    path.segments[index].hasSuffix(".slice") ? unit(.slice, path.segments[index], path, index) : nil
  }

  /// Another unit: a scope, a socket, a mount, a swap.
  static let otherUnit = OwnerRule.one { path, index in
    let segment = path.segments[index]
    // The first process of whatever is above; that is the owner.
    guard segment != "init.scope" else { return nil }
    let isUnit = [".scope", ".socket", ".mount", ".swap"].contains { segment.before($0) != nil }
    return isUnit ? unit(.unit, segment, path, index) : nil
  }

  /// A unit before systemd had slices: `/system/<unit>`.
  static let oldSystemUnit = OwnerRule.one { path, index in
    guard index == 1, path.segments[0] == "system", path.segments[1].contains(".") else { return nil }
    return unit(path.segments[1].hasSuffix(".service") ? .service : .unit, path.segments[1], path, index)
  }
}

/// A unit, and whose it is where it is in a user's manager.
func unit(_ kind: Owner.Kind, _ name: String, _ path: CgroupPath, _ index: Int) -> Owner {
  let uid = managedUser(path, index)
  var owner = Owner(kind, name + (uid.map { " of uid \($0)" } ?? ""), key: key(name, path, index))
  owner.unit = path.segments[index]
  owner.uid = uid
  owner.slice = path.nearest(above: index) { $0.hasSuffix(".slice") ? $0 : nil }
  return owner
}

/// The user whose own manager runs what is at `index`; a session's scope is the system's.
private func managedUser(_ path: CgroupPath, _ index: Int) -> Int64? {
  path.nearest(above: index) { $0.between("user@", ".service").flatMap { Int64($0) } }
}

private func key(_ name: String, _ path: CgroupPath, _ index: Int) -> String {
  "unit/\(name)" + (managedUser(path, index).map { "/\($0)" } ?? "")
}

/// What systemd-run numbers its units by.
private func isCounter(_ name: String) -> Bool {
  if name.isDigits { return true }
  if let number = name.behind("u"), number.isDigits { return true }
  if let id = name.behind("r"), id.utf8.count == 32, id.isHex { return true }
  guard let pid = name.behind("p")?.cut(atFirst: "-"), let number = pid.behind.behind("i") else { return false }
  return pid.before.isDigits && number.isDigits
}
