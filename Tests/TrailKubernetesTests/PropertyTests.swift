// What holds of every text, however it comes in and whatever is lost of it.

import TestKit
import Testing
import TrailModel

@testable import TrailKubernetes

@Suite struct PropertyTests {
  static let cases = Fixture.all("kubernetes")

  @Test(arguments: cases) func piecesMakeNoDifference(_ fixture: Fixture) throws {
    let bytes = try fixture.input()
    let whole = JSON.of(try #require(facts(bytes)))
    for sizes in [[1], [7, 1, 64], [4_096], [1_000, 3]] {
      #expect(JSON.of(try #require(facts(bytes, sizes: sizes))) == whole, "\(sizes)")
    }
  }

  @Test(arguments: cases) func aCutTextHasNoKillOfItsOwn(_ fixture: Fixture) throws {
    let bytes = try fixture.input()
    let most = facts(bytes).map(kills) ?? 0
    for step in 1...60 {
      let end = bytes.count * step / 60
      #expect(facts(Array(bytes[..<end])).map(kills) ?? 0 <= most, "up to byte \(end)")
    }
  }

  @Test(arguments: cases) func damageIsNoCrash(_ fixture: Fixture) throws {
    var random = SplitMix64(seed: 7)
    for _ in 0..<40 {
      var bytes = try fixture.input()
      for _ in 0...random.below(30) where !bytes.isEmpty {
        let at = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes.remove(at: at)
        case 1: bytes[at] = UInt8(random.below(256))
        case 2: bytes.insert(0x0A, at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + random.below(200)))
        }
      }
      _ = facts(bytes)
    }
  }

  @Test(arguments: ["evicted-disk", "layout-2015", "events-1.10", "system-oom-replay"])
  func damageMakesNoKill(_ name: String) throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      var bytes = try Fixture("kubernetes/\(name)").input()
      for _ in 0...random.below(20) where !bytes.isEmpty {
        let at = random.below(bytes.count)
        bytes.removeSubrange(at..<min(bytes.count, at + 1 + random.below(40)))
      }
      #expect(facts(bytes).map(kills) ?? 0 == 0)
    }
  }

  @Test func deepAndEndlessObjectsAreHeldShort() throws {
    let open = String(repeating: "{\"status\":[", count: 100_000)
    _ = facts("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}," + "\"status\":" + open)
    let long = "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"\(String(repeating: "x", count: 100_000))\"},\"status\":{}}"
    #expect(facts(long).pods.first?.name?.utf8.count == ObjectBuilder.longestText)
    let yaml =
      "apiVersion: v1\nkind: Pod\n" + (0..<2_000).map { String(repeating: " ", count: $0) + "status:\n" }.joined()
    _ = facts(yaml)
  }
}
