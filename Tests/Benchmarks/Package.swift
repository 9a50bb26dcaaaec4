// swift-tools-version: 6.2
// Measures oomtrail against the tools people reach for today; apart from the product so that its build stays light.

import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Benchmarks",
  targets: [
    .target(name: "LogCorpus", swiftSettings: settings),
    .executableTarget(name: "benchmarks", dependencies: ["LogCorpus"], swiftSettings: settings),
    .testTarget(name: "LogCorpusTests", dependencies: ["LogCorpus"], swiftSettings: settings),
  ]
)
