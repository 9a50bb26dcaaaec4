// Meta's oomd (github.com/facebookincubator/oomd), which writes its kills into the kernel's log.

import TrailBytes
import TrailModel

extension Speaker {
  /// `oomd kill: 10.00 60.00 600.00 system.slice/x.service 2147483648 ruleset:[r] detectorgroup:[d] killer:[plugin] v2`.
  static let oomd = Speaker("oomd", sentinels: ["oomd kill: "]) { text, voice in
    guard let at = text.offset(of: "oomd kill: "), at == 0 || voice.name.contains("oomd") else { return nil }
    var cursor = Cursor(text, at: at + 11)
    guard let ten = Span<UInt8>.decimal(&cursor), cursor.skip(byte: 0x20), Span<UInt8>.decimal(&cursor) != nil,
      cursor.skip(byte: 0x20), Span<UInt8>.decimal(&cursor) != nil, cursor.skip(byte: 0x20)
    else { return nil }
    let path = cursor.word()
    guard !path.isEmpty, cursor.skip(byte: 0x20), let usage = cursor.number() else { return nil }
    var part = KillPart(.oomd, .kill)
    part.scope = .pressure
    part.kill.pressure = ten
    part.kill.usage = Bytes(usage)
    let rule = [text.between("ruleset:[", "]"), text.between("detectorgroup:[", "]"), text.between("killer:[", "]")]
      .compactMap(\.self)
    part.kill.reason = rule.isEmpty ? nil : rule.joined(separator: "/")
    if text.contains("killer:[(dry)") {
      part.stage = .dismiss
      return .kill(part)
    }
    var victim = Victim()
    let name = text.text(path)
    victim.cgroup = name.hasPrefix("/") ? name : "/\(name)"
    part.victim = victim
    return .kill(part)
  }
}
