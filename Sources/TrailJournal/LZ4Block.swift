// LZ4 as journald writes it: the length as eight bytes, then one bare block.

#if LZ4
  import CLZ4
  import TrailBytes

  /// Decodes the front of an LZ4 payload.
  func decodeLZ4(_ input: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Decoded {
    guard let length = input.uint64(at: 0) else { return .failed }
    let wanted = Int32(clamping: min(UInt64(output.count), length))
    let block = input.extracting(8...)
    let count = unsafe block.withUnsafeBytes { block in
      unsafe output.withUnsafeMutableBytes { room -> Int32 in
        let from = unsafe block.bindMemory(to: CChar.self).baseAddress
        let to = unsafe room.bindMemory(to: CChar.self).baseAddress
        // It reads `block.count` bytes and writes `wanted` ones at most, of which there is room for: see above.
        return unsafe LZ4_decompress_safe_partial(from, to, Int32(clamping: block.count), wanted, wanted)
      }
    }
    return count == wanted ? .bytes(Int(count)) : .failed
  }
#endif
