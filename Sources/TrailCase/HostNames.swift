// One host under its short and its full name.

import TrailModel

/// Gives each event that has a host's short name the full one, where the case knows but one that begins with it.
func unifyNames(of drafts: inout [Draft]) {
  var full: [String: String?] = [:]
  for draft in drafts {
    guard let host = draft.event.host, let short = HostName(host).short.map(String.init) else { continue }
    if let known = full[short] {
      if known != host { full[short] = .some(nil) }
    } else {
      full[short] = .some(host)
    }
  }
  guard !full.isEmpty else { return }
  for index in drafts.indices {
    if let host = drafts[index].event.host, let known = full[host], let known { drafts[index].event.host = known }
  }
}
