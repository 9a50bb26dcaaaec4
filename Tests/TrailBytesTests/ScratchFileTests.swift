// Bytes that go to a file and come back.

import Testing
import TrailBytes

@Suite struct ScratchFileTests {
  @Test func bytesComeBack() throws {
    let file = try ScratchFile()
    var places: [Int64] = []
    for length in [0, 1, 100, 70_000] {
      let bytes = [UInt8](repeating: UInt8(length % 251), count: length)
      let place = file.append(bytes.span)
      places.append(try #require(place))
    }
    #expect(places == [0, 0, 1, 101])
    #expect(file.bytes(at: 101, count: 70_000) == [UInt8](repeating: UInt8(70_000 % 251), count: 70_000))
    #expect(file.bytes(at: 1, count: 100) == [UInt8](repeating: 100, count: 100))
    #expect(file.bytes(at: 70_000, count: 102) == nil)
  }
}
