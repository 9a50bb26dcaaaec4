// The two byte loops that Swift cannot express portably: a shuffle-based search for
// four-byte fingerprints (the "Teddy" technique) and a newline count.
#ifndef CLITERALSCAN_H
#define CLITERALSCAN_H

#include <stddef.h>
#include <stdint.h>

/// For each of four consecutive bytes: which buckets (one bit each, eight at most) its low and high nibble allow.
typedef struct {
  uint8_t low[4][16];
  uint8_t high[4][16];
  /// A bit for the hash of each window: what fits and has none is passed over, whatever their number.
  uint64_t windows[128];
} literal_fingerprints;

/// The bit of a window, the first byte lowest, among the 8,192 of `windows`.
static inline uint32_t literal_window_bit(uint32_t window) { return window * 0x9E3779B1u >> 19; }

/// The first position in [from, count - 3) at which four bytes fit some bucket and are a window, or `count` where
/// there is none. A fit is a candidate: the caller compares the whole literal.
size_t literal_scan(const literal_fingerprints *fingerprints, const uint8_t *bytes, size_t from, size_t count);

/// The same by the portable byte loop alone: what the vector loops are held against in tests.
size_t literal_scan_portable(const literal_fingerprints *fingerprints, const uint8_t *bytes, size_t from,
                             size_t count);

/// The same by the vector loop of older x86 processors alone, where there is one: for tests.
size_t literal_scan_short_vectors(const literal_fingerprints *fingerprints, const uint8_t *bytes, size_t from,
                                  size_t count);

/// How many of `count` bytes are newlines.
size_t newline_count(const uint8_t *bytes, size_t count);

/// Offset of the first `needle` in `bytes`, or `count` where there is none.
size_t bytes_find(const uint8_t *bytes, size_t count, const uint8_t *needle, size_t length);

/// Offset of the last byte `wanted`, or `count` where there is none.
size_t bytes_find_last(const uint8_t *bytes, size_t count, uint8_t wanted);

#endif
