// swift-tools-version: 6.2
// The package is the architecture: each target is one room, and what it may import is what it lists here.

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Returning or storing a span is still experimental; only the room of bytes needs it.
let lending: [SwiftSetting] = strict + [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "oomtrail",
  products: [
    .executable(name: "oomtrail", targets: ["OomtrailCLI"]),
    .library(name: "Oomtrail", targets: ["Oomtrail", "TrailModel", "TrailRender"]),
  ],
  traits: [
    .default(enabledTraits: ["Zstd", "LZ4", "XZ"]),
    .trait(name: "Zstd", description: "Reads what is compressed with zstd."),
    .trait(name: "LZ4", description: "Reads what is compressed with LZ4."),
    .trait(name: "XZ", description: "Reads what is compressed with xz."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
    .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"]), .brew(["xz"])]),
    .target(name: "CLiteralScan"),
    .target(name: "TrailBytes", dependencies: ["CLiteralScan"], swiftSettings: lending),
    .target(name: "TrailModel", swiftSettings: strict),
    .target(
      name: "TrailInput",
      dependencies: ["TrailBytes", "TrailModel", "CZlib", .target(name: "CZstd", condition: .when(traits: ["Zstd"]))],
      swiftSettings: strict),
    .target(name: "TrailEnvelopes", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(
      name: "TrailJournal",
      dependencies: [
        "TrailBytes", "TrailModel",
        .target(name: "CZstd", condition: .when(traits: ["Zstd"])),
        .target(name: "CLZ4", condition: .when(traits: ["LZ4"])),
        .target(name: "CLZMA", condition: .when(traits: ["XZ"])),
      ],
      swiftSettings: strict),
    .target(name: "TrailKernel", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(name: "TrailHost", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(name: "TrailCase", dependencies: ["TrailModel"], swiftSettings: strict),
    .target(name: "TrailRender", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(
      name: "Oomtrail",
      dependencies: [
        "TrailBytes", "TrailModel", "TrailInput", "TrailEnvelopes", "TrailJournal", "TrailKernel", "TrailHost",
        "TrailCase", "TrailRender",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "OomtrailCLI",
      dependencies: [
        "Oomtrail", "TrailBytes", "TrailCase", "TrailInput", "TrailModel", "TrailRender",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(name: "TestKit", dependencies: ["TrailBytes"], path: "Tests/TestKit", swiftSettings: strict),
    .testTarget(
      name: "TrailBytesTests", dependencies: ["CLiteralScan", "TestKit", "TrailBytes"], swiftSettings: strict),
    .testTarget(
      name: "TrailEnvelopesTests", dependencies: ["TestKit", "TrailBytes", "TrailEnvelopes", "TrailModel"],
      swiftSettings: strict),
    .testTarget(
      name: "TrailKernelTests", dependencies: ["TestKit", "TrailBytes", "TrailEnvelopes", "TrailKernel", "TrailModel"],
      swiftSettings: strict),
    .testTarget(name: "TrailInputTests", dependencies: ["TrailInput", "TrailBytes", "TrailModel", "CZlib"]),
    .testTarget(
      name: "TrailJournalTests", dependencies: ["TestKit", "TrailBytes", "TrailInput", "TrailJournal", "TrailModel"],
      swiftSettings: strict),
    .testTarget(
      name: "TrailHostTests", dependencies: ["TestKit", "TrailBytes", "TrailHost", "TrailModel"],
      swiftSettings: strict),
    .testTarget(name: "TrailCaseTests", dependencies: ["TrailCase", "TrailModel"], swiftSettings: strict),
    .testTarget(
      name: "TrailRenderTests", dependencies: ["TrailBytes", "TrailModel", "TrailRender"], swiftSettings: strict),
    .testTarget(
      name: "OomtrailTests",
      dependencies: ["Oomtrail", "TestKit", "TrailBytes", "TrailCase", "TrailKernel", "TrailModel"],
      swiftSettings: strict),
    .testTarget(name: "ContractTests", dependencies: ["OomtrailCLI", "TestKit"], swiftSettings: strict),
  ]
)
