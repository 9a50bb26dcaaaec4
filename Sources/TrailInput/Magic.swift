// What files are no logs, by the bytes they begin with. A later format is one more row.

import TrailBytes

/// A format that is recognised by bytes at a fixed place.
struct Magic: Sendable {
  var name: String
  var bytes: [UInt8]
  var offset = 0

  private init(_ name: String, _ bytes: [UInt8], at offset: Int = 0) {
    self.name = name
    self.bytes = bytes
    self.offset = offset
  }

  private init(_ name: String, _ text: String, at offset: Int = 0) {
    self.init(name, Array(text.utf8), at: offset)
  }

  func fits(_ front: Span<UInt8>) -> Bool {
    guard front.count >= offset + bytes.count else { return false }
    for index in bytes.indices where front[offset + index] != bytes[index] { return false }
    return true
  }

  /// The name of the journal's own files, which are logs.
  static let journal = "systemd journal"
  /// The name of a file of the zone database, which tells what stamps mean.
  static let zone = "time zone"

  /// Formats whose first bytes no text has.
  static let certain: [Magic] = [
    Magic("utf-32 text", [0xFF, 0xFE, 0x00, 0x00]),
    Magic("utf-32 text", [0x00, 0x00, 0xFE, 0xFF]),
    Magic(journal, "LPKSHHRH"),
    Magic(zone, "TZif"),
    Magic("systemd journal sealing key", "KSHHRHLP"),
    Magic("old lz4 data", [0x02, 0x21, 0x4C, 0x18]),
    Magic("lzop data", [0x89, 0x4C, 0x5A, 0x4F]),
    Magic("compress data", [0x1F, 0x9D]),
    Magic("ar archive", "!<arch>\n"),
    Magic("rpm package", [0xED, 0xAB, 0xEE, 0xDB]),
    Magic("rar archive", [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07]),
    Magic("ELF", [0x7F, 0x45, 0x4C, 0x46]),
    Magic("kernel dump", "KDUMP   "),
    Magic("kernel dump", "makedumpfile\0"),
    Magic("perf data", "PERFILE2"),
    Magic("SQLite database", "SQLite format 3\0"),
    Magic("pcap capture", [0xD4, 0xC3, 0xB2, 0xA1]),
    Magic("pcap capture", [0xA1, 0xB2, 0xC3, 0xD4]),
    Magic("pcap capture", [0x4D, 0x3C, 0xB2, 0xA1]),
    Magic("pcapng capture", [0x0A, 0x0D, 0x0D, 0x0A]),
    Magic("Java class", [0xCA, 0xFE, 0xBA, 0xBE]),
    Magic("Java heap dump", "JAVA PROFILE 1.0"),
    Magic("WebAssembly", [0x00, 0x61, 0x73, 0x6D]),
    Magic("PNG image", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    Magic("JPEG image", [0xFF, 0xD8, 0xFF]),
    Magic("GIF image", "GIF87a"),
    Magic("GIF image", "GIF89a"),
    Magic("PDF document", "%PDF-"),
    Magic("Office document", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
  ]

  /// Formats whose first bytes are too few to tell them from text: asked when the bytes are no text anyway.
  static let likely: [Magic] = [
    Magic("lzma data", [0x5D, 0x00, 0x00]),
    Magic("lzip data", "LZIP"),
    Magic("zlib data", [0x78, 0x01]),
    Magic("zlib data", [0x78, 0x5E]),
    Magic("zlib data", [0x78, 0x9C]),
    Magic("zlib data", [0x78, 0xDA]),
    Magic("Windows program", "MZ"),
    Magic("BMP image", "BM"),
    Magic("skippable frame of zstd or lz4 data", [0x2A, 0x4D, 0x18], at: 1),
  ]
}
