// Durations as people read them.

/// `0.4 s`, `83 s`, `12 min 5 s`, `3 h 7 min`, `6 d 3 h`.
public func duration(seconds: Double) -> String {
  guard seconds.isFinite, seconds.magnitude < 1e12 else { return "–" }
  if seconds < 100 {
    let tenths = Int((seconds * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
  let whole = Int(seconds.rounded())
  func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
    small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
  }
  if whole < 3_600 { return pair(whole / 60, "min", whole % 60, "s") }
  if whole < 86_400 { return pair(whole / 3_600, "h", whole / 60 % 60, "min") }
  return pair(whole / 86_400, "d", whole / 3_600 % 24, "h")
}
