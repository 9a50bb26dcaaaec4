// Finds the fixture folders beside the tests.

public import Foundation
public import Testing

/// A folder below `Fixtures`: one case.
public struct Fixture: Sendable, CustomTestStringConvertible {
  /// The case's folder.
  public let folder: URL
  /// Its path below `Fixtures`, which is what the test log shows.
  public let name: String

  /// The case at `name`, a path below `Fixtures`.
  public init(_ name: String) {
    self.name = name
    folder = Self.root.appendingPathComponent(name)
  }

  /// What the test log calls it.
  public var testDescription: String { name }

  /// `Fixtures` of this checkout.
  public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// The cases right below `Fixtures/<kind>`, in order of their names.
  public static func all(_ kind: String) -> [Fixture] { folders(kind).map { Fixture("\(kind)/\($0)") } }

  /// The names of the folders right below `Fixtures/<kind>`, in order.
  public static func folders(_ kind: String) -> [String] {
    let parent = root.appendingPathComponent(kind).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    // A file's path with a slash behind it leads nowhere.
    return names.sorted().filter { FileManager.default.fileExists(atPath: parent + "/" + $0 + "/") }
  }

  /// The last part of its name.
  public var lastName: String { folder.lastPathComponent }

  /// The path of one of its files.
  public func path(_ file: String) -> String { folder.appendingPathComponent(file).path }

  /// The bytes of one of its files.
  public func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
  }

  /// One of its files as text.
  public func text(_ file: String) throws -> String { String(decoding: try bytes(file), as: UTF8.self) }

  /// One of its files as JSON.
  public func json(_ file: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(file)))
  }
}
