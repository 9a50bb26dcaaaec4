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
    .default(enabledTraits: ["Zstd", "LZ4", "XZ", "Bzip2", "Archives"]),
    .trait(name: "ISAL", description: "Decompresses gzip with ISA-L, in half the time. Off by default."),
    .trait(name: "Zstd", description: "Reads what is compressed with zstd."),
    .trait(name: "LZ4", description: "Reads what is compressed with LZ4."),
    .trait(name: "XZ", description: "Reads what is compressed with xz."),
    .trait(name: "Bzip2", description: "Reads what is compressed with bzip2."),
    .trait(name: "Archives", description: "Reads tar, zip, 7z and cpio archives, with libarchive."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
    .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"]), .brew(["xz"])]),
    .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"]), .brew(["bzip2"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    .target(name: "CLiteralScan"),
    .target(name: "TrailBytes", dependencies: ["CLiteralScan"], swiftSettings: lending),
    .target(name: "TrailModel", swiftSettings: strict),
    .target(
      name: "TrailCompression",
      dependencies: [
        .target(name: "CZstd", condition: .when(traits: ["Zstd"])),
        .target(name: "CLZ4", condition: .when(traits: ["LZ4"])),
        .target(name: "CLZMA", condition: .when(traits: ["XZ"])),
        .target(name: "CBzip2", condition: .when(traits: ["Bzip2"])),
      ],
      swiftSettings: strict),
    .target(
      name: "TrailInput",
      dependencies: [
        "TrailBytes", "TrailCompression", "TrailModel", "CZlib",
        .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
        .target(name: "CArchive", condition: .when(traits: ["Archives"])),
      ],
      swiftSettings: strict),
    .target(name: "TrailZones", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(name: "TrailEnvelopes", dependencies: ["TrailBytes", "TrailModel", "TrailZones"], swiftSettings: strict),
    .target(
      name: "TrailJournal",
      dependencies: [
        "TrailBytes", "TrailCompression", "TrailModel", .target(name: "CLZ4", condition: .when(traits: ["LZ4"])),
      ],
      swiftSettings: strict),
    .target(name: "TrailKernel", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(name: "TrailWitness", dependencies: ["TrailBytes", "TrailModel", "TrailZones"], swiftSettings: strict),
    .target(name: "TrailHost", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(name: "TrailKubernetes", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(name: "TrailOwners", dependencies: ["TrailModel"], swiftSettings: strict),
    .target(name: "TrailFindings", dependencies: ["TrailModel"], swiftSettings: strict),
    .target(
      name: "TrailCase", dependencies: ["TrailFindings", "TrailModel", "TrailOwners", "TrailZones"],
      swiftSettings: strict),
    .target(name: "TrailRender", dependencies: ["TrailBytes", "TrailModel"], swiftSettings: strict),
    .target(
      name: "Oomtrail",
      dependencies: [
        "TrailBytes", "TrailModel", "TrailInput", "TrailEnvelopes", "TrailJournal", "TrailKernel", "TrailHost",
        "TrailKubernetes", "TrailCase", "TrailRender", "TrailWitness", "TrailZones",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "OomtrailCLI",
      dependencies: [
        "Oomtrail", "TrailBytes", "TrailCase", "TrailInput", "TrailModel", "TrailRender", "TrailZones",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "measured", path: "Tests/Measured"),
    .executableTarget(
      name: "window-planner", dependencies: ["Oomtrail"], path: "Tests/WindowPlanner", swiftSettings: strict),
    .target(name: "TestKit", dependencies: ["CArchive", "TrailBytes"], path: "Tests/TestKit", swiftSettings: strict),
    .testTarget(
      name: "TrailBytesTests", dependencies: ["CLiteralScan", "TestKit", "TrailBytes"], swiftSettings: strict),
    .testTarget(
      name: "TrailEnvelopesTests", dependencies: ["TestKit", "TrailBytes", "TrailEnvelopes", "TrailModel"],
      swiftSettings: strict),
    .testTarget(
      name: "TrailKernelTests", dependencies: ["TestKit", "TrailBytes", "TrailEnvelopes", "TrailKernel", "TrailModel"],
      swiftSettings: strict),
    .testTarget(name: "TrailInputTests", dependencies: ["TestKit", "TrailInput", "TrailBytes", "TrailModel", "CZlib"]),
    .testTarget(
      name: "TrailJournalTests", dependencies: ["TestKit", "TrailBytes", "TrailInput", "TrailJournal", "TrailModel"],
      swiftSettings: strict),
    .testTarget(
      name: "TrailHostTests", dependencies: ["TestKit", "TrailBytes", "TrailHost", "TrailModel"],
      swiftSettings: strict),
    .testTarget(name: "TrailOwnersTests", dependencies: ["TrailModel", "TrailOwners"], swiftSettings: strict),
    .testTarget(
      name: "TrailKubernetesTests", dependencies: ["TestKit", "TrailBytes", "TrailKubernetes", "TrailModel"],
      swiftSettings: strict),
    .testTarget(name: "TrailZonesTests", dependencies: ["TrailModel", "TrailZones"], swiftSettings: strict),
    .testTarget(
      name: "TrailWitnessTests",
      dependencies: ["TestKit", "TrailBytes", "TrailEnvelopes", "TrailModel", "TrailWitness"],
      swiftSettings: strict),
    .testTarget(
      name: "TrailCaseTests", dependencies: ["TrailCase", "TrailModel", "TrailZones"], swiftSettings: strict),
    .testTarget(
      name: "TrailRenderTests", dependencies: ["TrailBytes", "TrailModel", "TrailRender"], swiftSettings: strict),
    .testTarget(
      name: "OomtrailTests",
      dependencies: [
        "Oomtrail", "TestKit", "TrailBytes", "TrailCase", "TrailKernel", "TrailModel", "TrailWitness", "TrailZones",
      ],
      swiftSettings: strict),
    .testTarget(name: "ContractTests", dependencies: ["OomtrailCLI", "TestKit", "measured"], swiftSettings: strict),
  ]
)

// The fuzz targets are built with a sanitizer that brings its own `main`; Tests/Fuzz/run asks for them.
if Context.environment["OOMTRAIL_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Oomtrail", "TestKit", "TrailBytes", "TrailCase", "TrailEnvelopes", "TrailHost", "TrailInput", "TrailModel",
        "TrailOwners", "TrailRender", "TrailZones",
      ],
      path: "Tests/Fuzz", exclude: ["README.md", "run", "words"]))
}
