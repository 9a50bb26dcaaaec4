// systemd's journal files.

import TestKit
import TrailBytes

@testable import Oomtrail
@testable import TrailInput

extension FuzzTarget {
  /// Journal files, as streams and read at any place.
  static let journal = FuzzTarget(
    name: "journal",
    seeds: { fixtures(["journal"], { $0.hasSuffix(".journal.gz") }, limit: 1 << 20) }
  ) { bytes in
    let analyzer = Analyzer()
    func read(_ source: any ByteSource, _ archive: (any ByteArchive)?) -> String {
      var input = OpenedInput(path: "case")
      input.kind = .journal
      input.source = source
      input.archive = archive
      return document(of: [analyzer.read(input)])
    }
    requireSameInPieces(bytes) { read($0, nil) }
    let store = ByteStore(bytes)
    _ = read(store, store)
  }
}
