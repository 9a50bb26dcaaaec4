// The process tables of all reports: as many in memory as there is room for, the others in a file.

import Synchronization
import TrailBytes
import TrailModel

/// Says which tables stay in memory, and keeps the others.
final class TableStore: TableShelf {
  private let budget: Int64
  private let held = Atomic<Int64>(0)
  /// Opened when the first table finds no room; nil for good where no file can be had.
  private let file = Mutex<Result<ScratchFile, SystemFailure>?>(nil)
  private let lost = Atomic<Int>(0)

  /// A store that keeps so many bytes in memory.
  init(budget: Int64) { self.budget = budget }

  /// How many times a table could not be read again.
  var losses: Int { lost.load(ordering: .relaxed) }

  /// Keeps a table that gets no more rows. Without a file it stays in memory.
  func keep(_ table: inout ProcessTable) {
    let size = Int64(table.heldBytes)
    if held.add(size, ordering: .relaxed).newValue <= budget { return }
    held.subtract(size, ordering: .relaxed)
    table.move(to: self)
  }

  func put(_ bytes: [UInt8]) -> Int64? { scratch?.append(bytes.span) }

  func bytes(at number: Int64, count: Int) -> [UInt8] {
    if let bytes = scratch?.bytes(at: number, count: count) { return bytes }
    lost.add(1, ordering: .relaxed)
    return []
  }

  private var scratch: ScratchFile? {
    file.withLock { file in
      if file == nil { file = Result { () throws(SystemFailure) in try ScratchFile() } }
      return try? file?.get()
    }
  }
}
