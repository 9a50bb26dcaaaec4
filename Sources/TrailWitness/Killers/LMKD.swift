// Android's lmkd (system/memory/lmkd/lmkd.cpp): `Kill 'com.example' (7), uid 10100, oom_score_adj 900 to free …kB rss`.

import TrailBytes
import TrailModel

extension Speaker {
  static let lmkd = Speaker("lmkd", sentinels: ["Kill '"]) { text, voice in
    guard let at = text.offset(of: "Kill '"), let end = text.offset(of: "' (", from: at + 6) else { return nil }
    var cursor = Cursor(text, at: end + 3)
    var victim = Victim()
    victim.comm = text.text(at + 6..<end)
    victim.pid = cursor.number()
    guard victim.pid != nil, cursor.skip("), uid ") else { return nil }
    victim.uid = cursor.number()
    guard victim.uid != nil, cursor.skip(byte: 0x2C), cursor.skipBlanks() > 0,
      cursor.skip("oom_score_adj ") || cursor.skip("oom_adj ")
    else { return nil }
    victim.oomScoreAdj = cursor.signed()
    var part = KillPart(.lmkd, .kill)
    part.scope = .global
    if voice.name == "lowmemorykiller" || voice.name == "lmkd" { part.kill.killerPID = voice.pid }
    if cursor.skip(" to free "), let size = cursor.number(), cursor.skip("kB") {
      part.kill.resident = Bytes(kilobytes: size)
      if cursor.skip(" rss, "), let swap = cursor.number() { part.kill.victimSwap = Bytes(kilobytes: swap) }
    }
    part.kill.reason = text.offset(of: "; reason: ").map { text.text(text.trimmed($0 + 10..<text.count)) }
    part.kill.signal = 9
    part.victim = victim
    return .kill(part)
  }
}
