// Archives made to order, with libarchive.

import CArchive
import Glibc

/// What is to lie in an archive.
public struct PackedFile: Sendable {
  /// What is packed.
  public enum Kind: Sendable { case file, folder, link(String), hardLink(String), pipe, device }

  var name: [UInt8]
  var bytes: [UInt8]
  var kind: Kind

  /// A file, or something else without bytes.
  public init(_ name: String, _ bytes: [UInt8] = [], kind: Kind = .file) {
    self.init(Array(name.utf8), bytes, kind: kind)
  }

  /// The same with a name of any bytes.
  public init(_ name: [UInt8], _ bytes: [UInt8] = [], kind: Kind = .file) {
    self.name = name
    self.bytes = bytes
    self.kind = kind
  }
}

/// An archive of `files`, in a format and through a compression by libarchive's names: `pax`, `gnutar`, `ustar`,
/// `v7tar`, `zip`, `7zip`, `newc`, `odc`, or `raw` for one file as it is; `gzip`, `bzip2`, `xz`, `zstd`, `lz4`.
public func packed(_ files: [PackedFile], format: String, compression: String? = nil) -> [UInt8] {
  guard let writer = unsafe archive_write_new() else { fatalError("no memory") }
  defer { unsafe archive_write_free(writer) }
  unsafe precondition(archive_write_set_format_by_name(writer, format) == ARCHIVE_OK)
  if let compression {
    unsafe precondition(archive_write_add_filter_by_name(writer, compression) == ARCHIVE_OK)
  }
  unsafe archive_write_set_bytes_in_last_block(writer, 1)
  let archive = GrowingArchive()
  let open = unsafe archive_write_open(
    writer, Unmanaged.passUnretained(archive).toOpaque(), nil,
    { _, archive, bytes, count in
      guard let archive = unsafe archive else { return -1 }
      // It lives until the writer is closed below, and the writer's bytes to the end of the call.
      unsafe Unmanaged<GrowingArchive>.fromOpaque(archive).takeUnretainedValue().bytes += UnsafeRawBufferPointer(
        start: bytes, count: count)
      return count
    }, nil)
  precondition(open == ARCHIVE_OK)
  for file in files { unsafe write(file, to: writer) }
  unsafe precondition(archive_write_close(writer) == ARCHIVE_OK)
  return archive.bytes
}

/// What was written of an archive.
private final class GrowingArchive {
  var bytes: [UInt8] = []
}

private func write(_ file: PackedFile, to writer: OpaquePointer) {
  let entry = unsafe archive_entry_new()
  defer { unsafe archive_entry_free(entry) }
  let name = file.name.map { CChar(bitPattern: $0) } + [0]
  unsafe archive_entry_set_pathname(entry, name)
  unsafe archive_entry_set_mtime(entry, 1_777_319_437, 0)
  unsafe archive_entry_set_perm(entry, 0o644)
  unsafe archive_entry_set_size(entry, Int64(file.bytes.count))
  var type: UInt32 = 0o100000
  switch file.kind {
  case .file: break
  case .folder: type = 0o040000
  case .link(let target):
    type = 0o120000
    unsafe archive_entry_set_symlink(entry, target)
  case .hardLink(let target): unsafe archive_entry_set_hardlink(entry, target)
  case .pipe: type = 0o010000
  case .device: type = 0o020000
  }
  unsafe archive_entry_set_filetype(entry, type)
  guard unsafe archive_write_header(writer, entry) >= ARCHIVE_WARN else {
    // The text belongs to the writer and ends in NUL.
    fatalError(unsafe archive_error_string(writer).map { unsafe String(cString: $0) } ?? "no reason")
  }
  unsafe file.bytes.withUnsafeBytes { bytes in
    guard bytes.count > 0 else { return }
    // It reads `count` bytes and keeps none of them.
    unsafe precondition(archive_write_data(writer, bytes.baseAddress, bytes.count) == bytes.count)
  }
}
