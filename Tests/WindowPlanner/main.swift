// Chooses the four bytes by which the idle scan looks for each sentinel, and deals them to its eight buckets.
//
//   swift run -c release window-planner LOG… > Sources/TrailBytes/SeldomWindows.swift
//
// The logs are some megabytes of what logs hold besides kills. Any plan finds every sentinel; a good one seldom stops
// for other text.

import Foundation
import Oomtrail

/// Four bytes, the first of them lowest, and what share of all bytes they begin at.
struct Sample {
  var bytes: UInt32
  var share: Float
}

/// For each of the four bytes the sets of low and of high nibbles that fit a bucket.
struct Bucket: Equatable {
  var low = SIMD4<UInt16>()
  var high = SIMD4<UInt16>()

  mutating func add(_ window: UInt32) {
    for position in 0..<4 {
      let byte = window >> UInt32(position * 8) & 0xFF
      low[position] |= 1 << UInt16(byte & 15)
      high[position] |= 1 << UInt16(byte >> 4)
    }
  }

  /// What share of bytes a window begins at that fits.
  func cost(_ samples: [Sample]) -> Float {
    let fits = (0..<4).map { position in
      (UInt32(0)...255).map { low[position] >> UInt16($0 & 15) & 1 & (high[position] >> UInt16($0 >> 4)) != 0 }
    }
    var cost: Float = 0
    for sample in samples
    where fits[0][Int(sample.bytes & 0xFF)] && fits[1][Int(sample.bytes >> 8 & 0xFF)]
      && fits[2][Int(sample.bytes >> 16 & 0xFF)] && fits[3][Int(sample.bytes >> 24)]
    {
      cost += sample.share
    }
    // What no sample has may come all the same, the sooner the more fits.
    let width = (0..<4).reduce(Float(1)) { $0 * Float(fits[$1][32..<127].count { $0 }) / 95 }
    return cost + width / 20
  }
}

/// The sentinels that hold no other one, the shortest first: they have the least choice.
func essential(_ sentinels: [StaticString]) -> [[UInt8]] {
  let all = Set(sentinels.map { Array($0.description.utf8) })
  return all.filter { one in !all.contains { $0 != one && Data(one).range(of: Data($0)) != nil } }
    .sorted { ($0.count, $0.description) < ($1.count, $1.description) }
}

func samples(of files: [String]) throws -> [Sample] {
  var shares: [UInt32: Float] = [:]
  for file in files {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    guard bytes.count > 4 else { continue }
    let share = 1 / Float(bytes.count) / Float(files.count)
    var window: UInt32 = 0
    for byte in bytes {
      window = window >> 8 | UInt32(byte) << 24
      shares[window, default: 0] += share
    }
  }
  // The frequent ones decide.
  return Array(shares.map { Sample(bytes: $0.key, share: $0.value) }.sorted { $0.share > $1.share }.prefix(40_000))
}

/// Chooses, for each literal in turn, the window and the bucket that cost least; three times, for the first choices know
/// nothing of the later ones.
func plan(_ literals: [[UInt8]], _ samples: [Sample]) -> [[UInt32]] {
  let shares = Dictionary(uniqueKeysWithValues: samples.map { ($0.bytes, $0.share) })
  var chosen = [(window: UInt32, bucket: Int)?](repeating: nil, count: literals.count)
  func bucket(_ number: Int) -> Bucket {
    var bucket = Bucket()
    for choice in chosen where choice?.bucket == number { bucket.add(choice?.window ?? 0) }
    return bucket
  }
  for _ in 0..<3 {
    for (index, literal) in literals.enumerated() {
      chosen[index] = nil
      let buckets = (0..<8).map(bucket)
      let costs = buckets.map { $0.cost(samples) }
      var best = Float.infinity
      for start in 0...(literal.count - 4) {
        let window = (0..<4).reduce(UInt32(0)) { $0 | UInt32(literal[start + $1]) << UInt32($1 * 8) }
        // To stop for the window itself costs more than to pass over what only fits.
        let share = 3 * (shares[window] ?? 0)
        for number in 0..<8 where share < best {
          var more = buckets[number]
          more.add(window)
          let cost = share + (more == buckets[number] ? 0 : more.cost(samples) - costs[number])
          if cost < best {
            best = cost
            chosen[index] = (window, number)
          }
        }
      }
    }
    let cost = (0..<8).reduce(Float(0)) { $0 + bucket($1).cost(samples) }
    FileHandle.standardError.write(Data("fits per KiB: \(cost * 1024)\n".utf8))
  }
  return (0..<8).map { number in
    Set(chosen.compactMap { $0?.bucket == number ? $0?.window : nil }).sorted { $0.byteSwapped < $1.byteSwapped }
  }
}

func source(of plan: [[UInt32]]) -> String {
  var text = """
    // Made by Tests/WindowPlanner; not to be edited.

    /// Windows of the sentinels that log text seldom holds, or fits; see ``WindowDeal``.
    let seldomWindows: [[StaticString]] = [

    """
  for bucket in plan {
    text += "  [\n"
    var line = "   "
    for window in bucket {
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: window >> UInt32($0 * 8)) }
      let quoted = String(decoding: bytes, as: UTF8.self).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      if line.count + quoted.count + 4 > 120 {
        text += line + "\n"
        line = "   "
      }
      line += " \"\(quoted)\","
    }
    text += line + "\n  ],\n"
  }
  return text + "]\n"
}

let files = Array(CommandLine.arguments.dropFirst())
guard !files.isEmpty else {
  FileHandle.standardError.write(Data("usage: window-planner LOG… > Sources/TrailBytes/SeldomWindows.swift\n".utf8))
  exit(2)
}
print(source(of: plan(essential(idleSentinels), try samples(of: files))), terminator: "")
