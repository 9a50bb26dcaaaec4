// Which process is whose child, as a list of processes shows it.

/// Processes with their parents, of one file.
public struct ProcessList: Sendable, Equatable {
  /// A process.
  public struct Row: Sendable, Equatable {
    /// Its id.
    public var pid: Int64
    /// Its parent's id.
    public var parent: Int64
    /// Its name: as the kernel has it, or the program's in its command line.
    public var name: String
    /// The line, from 1; nil where the process has a file of its own.
    public var line: Int?

    /// A process.
    public init(pid: Int64, parent: Int64, name: String, line: Int?) {
      self.pid = pid
      self.parent = parent
      self.name = name
      self.line = line
    }
  }

  /// The file; of processes with files of their own the folder, with a slash at its end.
  public var path: String
  /// The processes, the first of them.
  public var rows: [Row]

  /// More rows are not kept.
  public static let most = 65_536

  /// A list.
  public init(path: String, rows: [Row]) {
    self.path = path
    self.rows = rows
  }
}
