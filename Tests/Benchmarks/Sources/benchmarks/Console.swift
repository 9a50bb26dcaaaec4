// Standard output and standard error, unbuffered, and numbers with a fixed count of decimals.

import Glibc

enum Console {
  static func print(_ text: String) {
    writeAll(Array(text.utf8), to: STDOUT_FILENO)
  }

  static func warn(_ text: String) {
    writeAll(Array("benchmarks: \(text)\n".utf8), to: STDERR_FILENO)
  }

  /// Ends the program where nobody reads any more or the disk is full: a cut corpus must not look whole.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      var done = 0
      while done < buffer.count {
        let count = write(descriptor, base + done, buffer.count - done)
        if count < 0 {
          if errno == EINTR { continue }
          perror("benchmarks: write")
          exit(1)
        }
        done += count
      }
    }
  }

  static func decimal(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = scaled < 0 ? "-" : ""
    guard places > 0 else { return sign + padded }
    return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
  }
}
