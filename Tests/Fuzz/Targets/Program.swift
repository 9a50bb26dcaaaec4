// All of it, from a file to a document.

import Foundation
import Oomtrail
import TestKit

private let path = NSTemporaryDirectory() + "oomtrail-fuzz-\(getpid())"

extension FuzzTarget {
  /// A file as it was given to the program.
  static let program = FuzzTarget(
    name: "program",
    seeds: {
      try FuzzTarget.all.filter { $0.name != "program" && $0.name != "journal" }.flatMap { try $0.seeds().prefix(40) }
    }
  ) { bytes in
    guard let file = fopen(path, "w") else { fatalError("no file") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    defer { unlink(path) }
    _ = document(of: Analyzer().analyze(paths: [path]).found)
  }
}
