// The machines that log: the same ones in every corpus, so that files of one set fit together.

final class Host: Sendable {
  let name: String
  let bootID: String
  let machineID: String
  let bootTime: Int
  let kernelRelease: String
  let kernelVersion: String

  init(name: String, bootTime: Int, kernelPatch: Int, _ random: inout RandomSource) {
    self.name = name
    self.bootTime = bootTime
    bootID = random.hexString(32)
    machineID = random.hexString(32)
    kernelRelease = "6.12.\(kernelPatch)+deb13-amd64"
    kernelVersion = "#1  Debian 6.12.\(kernelPatch)-1"
  }
}

struct Fleet {
  var hosts: [Host]

  static let roles = ["web", "db", "cache", "kafka", "k8s-node", "build", "mail", "proxy"]

  init(count: Int, epoch: Int) {
    var random = RandomSource(seed: 0x0F1EE7)
    hosts = (0..<count).map { index in
      Host(
        name: "\(Self.roles[index % Self.roles.count])-\(index / Self.roles.count)",
        bootTime: epoch - (3600 + random.below(8_000_000)) * 1_000_000,
        kernelPatch: random.element(of: [41, 43, 48, 57]), &random)
    }
  }
}

extension RandomSource {
  mutating func hexString(_ digits: Int) -> String {
    var bytes: [UInt8] = []
    for _ in 0..<digits { bytes.append(hex: next() >> 32, digits: 1) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
