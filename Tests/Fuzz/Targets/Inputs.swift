// What lies in other data: compressions, archives, text in other forms.

import Foundation
import TestKit
import TrailBytes
import TrailModel

@testable import TrailInput

/// All that an input gives: the names and the bytes of what lies in it, and what was wrong.
private struct Listing: Equatable {
  var files: [String] = []
  var problems: [String] = []

  init(_ source: any ByteSource, archive: (any ByteArchive, Int64)? = nil) {
    var limits = InputLimits()
    limits.expanded = 16 << 20
    limits.members = 1_000
    var input = OpenedInput(path: "case")
    input.recognise(source, archive: archive.map { (bytes: $0.0, size: $0.1) }, Expansion(limits))
    read(input)
  }

  private mutating func read(_ input: OpenedInput) {
    if let contents = input.contents {
      while let member = contents.next() { read(member) }
    } else if let source = input.source {
      var (sum, length) = (UInt64(0), 0)
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while true {
        var span = buffer.mutableSpan
        let count = source.read(into: &span)
        if count == 0 { break }
        for byte in buffer[..<count] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        length += count
      }
      files.append("\(input.path): \(input.kind), \(length) bytes, \(sum)")
    }
    problems += input.problems.map { "\($0.path): \($0.kind) \($0.detail) \($0.offset ?? -1)" }
  }

  /// Whether reading ended at a limit: that is met between pieces, however large they are.
  var isLimited: Bool { problems.contains { $0.contains("the rest is not read") } }
}

private func read(_ bytes: [UInt8]) {
  requireSameInPieces(bytes) { source -> Listing? in
    let listing = Listing(source)
    return listing.isLimited ? nil : listing
  }
  let store = ByteStore(bytes)
  _ = Listing(store, archive: (store, Int64(bytes.count)))
}

private let compressions = ["gzip", "xz", "zstd", "bzip2", "lz4"]

extension FuzzTarget {
  /// Compressed data, also several streams of it and one in the other.
  static let compressed = FuzzTarget(
    name: "compressed",
    seeds: {
      compressions.flatMap { compression -> [[UInt8]] in
        let log = packed([PackedFile("log", shortLog)], format: "raw", compression: compression)
        let half = packed([PackedFile("log", Array(shortLog.prefix(300)))], format: "raw", compression: compression)
        return [log, half + log, packed([PackedFile("log", log)], format: "raw", compression: "gzip")]
      }
    }, run: read)

  /// Archives.
  static let archives = FuzzTarget(
    name: "archives",
    seeds: {
      let inner = packed([PackedFile("etc/hostname", Array("web-01\n".utf8))], format: "zip")
      let files = [
        PackedFile("case", kind: .folder), PackedFile("case/var/log/messages", shortLog),
        PackedFile("case/etc/localtime", kind: .link("../usr/share/zoneinfo/Europe/Berlin")),
        PackedFile("case/inner.zip", inner), PackedFile(String(repeating: "long/", count: 40) + "name", shortLog),
      ]
      return ["pax", "gnutar", "ustar", "v7tar", "newc", "odc", "zip", "7zip"].map {
        packed($0.hasPrefix("ustar") || $0.hasPrefix("v7") ? Array(files.prefix(4)) : files, format: $0)
      } + compressions.map { packed(files, format: "pax", compression: $0) }
    }, run: read)

  /// Text in other text.
  static let transforms = FuzzTarget(
    name: "transforms",
    seeds: {
      let wide: [UInt8] = shortLog.flatMap { [$0, 0] }
      let (little, big): ([UInt8], [UInt8]) = ([0xFF, 0xFE], [0xFE, 0xFF, 0])
      let carriageReturns: [UInt8] = shortLog.map { $0 == 0x0A ? 0x0D : $0 }
      let records: [[UInt8]] = shortLog.split(separator: 0x0A).map { Array("<4>".utf8) + $0 }
      let counted: [UInt8] = records.flatMap { Array("\($0.count) ".utf8) + $0 }
      let base64 = Array(Self.base64(shortLog).utf8)
      let crash =
        "ProblemType: KernelOops\nDate: Mon Apr 27 15:50:37 2026\nCurrentDmesg:\n [    1.000000] hog\nTail: base64\n "
      let zipped = packed([PackedFile("log", shortLog)], format: "raw", compression: "gzip")
      let deflated = Array(zipped.dropFirst(10).dropLast(8))
      let zlib: [UInt8] = [0x78, 0x9C] + deflated
      return [
        little + wide, big + wide, wide, counted, Array(records.joined()), base64,
        carriageReturns,
        Array("{\"InstanceId\": \"i-0abc\", \"Output\": \"".utf8) + base64 + Array("\"}\n".utf8),
        Array(crash.utf8) + Array(Self.base64(zipped).utf8) + [0x0A], zlib, deflated,
      ]
    }, run: read)

  private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
