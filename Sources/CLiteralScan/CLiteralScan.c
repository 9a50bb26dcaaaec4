// Vector loops for the idle path: AVX2 or SSSE3 chosen at run time on x86, NEON on 64-bit ARM, bytes elsewhere.
#define _GNU_SOURCE
#include "CLiteralScan.h"

#include <string.h>

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#define HAVE_X86 1
#elif defined(__aarch64__)
#include <arm_neon.h>
#define HAVE_NEON 1
#endif

static inline uint8_t fit(const literal_fingerprints *f, const uint8_t *p) {
  return (uint8_t)(f->low[0][p[0] & 15] & f->high[0][p[0] >> 4] & f->low[1][p[1] & 15] & f->high[1][p[1] >> 4] &
                   f->low[2][p[2] & 15] & f->high[2][p[2] >> 4] & f->low[3][p[3] & 15] & f->high[3][p[3] >> 4]);
}

// Nibbles of several windows in one bucket fit others too; most of those are told here, cheaply.
static inline int is_window(const literal_fingerprints *f, const uint8_t *p) {
  uint32_t window = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
  uint32_t bit = literal_window_bit(window);
  return f->windows[bit >> 6] >> (bit & 63) & 1;
}

size_t literal_scan_portable(const literal_fingerprints *f, const uint8_t *bytes, size_t from, size_t count) {
  for (size_t at = from; at + 3 < count; at++)
    if (fit(f, bytes + at) && is_window(f, bytes + at)) return at;
  return count;
}

#if HAVE_X86

// A nibble of each byte picks its bucket bits with one shuffle, in each of the four tables; the results are then moved
// by as many bytes as their position lies before the window's end, bytes of the vector before coming in. So a bit of
// the outcome stands at the last byte of a window, and no window begins before the first byte that is looked at.

__attribute__((target("ssse3"))) static size_t scan_ssse3(const literal_fingerprints *f, const uint8_t *bytes,
                                                          size_t from, size_t count) {
  if (count < 16 || from > count - 16) return literal_scan_portable(f, bytes, from, count);
  const __m128i nibble = _mm_set1_epi8(15), zero = _mm_setzero_si128();
  __m128i low[4], high[4], before[3] = {zero, zero, zero};
  for (int i = 0; i < 4; i++) {
    low[i] = _mm_loadu_si128((const __m128i *)f->low[i]);
    high[i] = _mm_loadu_si128((const __m128i *)f->high[i]);
  }
  for (size_t at = from;;) {
    __m128i v = _mm_loadu_si128((const __m128i *)(bytes + at)), fits[4];
    __m128i l = _mm_and_si128(v, nibble), h = _mm_and_si128(_mm_srli_epi16(v, 4), nibble);
    for (int i = 0; i < 4; i++) fits[i] = _mm_and_si128(_mm_shuffle_epi8(low[i], l), _mm_shuffle_epi8(high[i], h));
    __m128i all = _mm_and_si128(
        _mm_and_si128(fits[3], _mm_alignr_epi8(fits[2], before[2], 15)),
        _mm_and_si128(_mm_alignr_epi8(fits[1], before[1], 14), _mm_alignr_epi8(fits[0], before[0], 13)));
    for (int i = 0; i < 3; i++) before[i] = fits[i];
    unsigned some = ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(all, zero)) & 0xffff;
    for (; some; some &= some - 1) {
      size_t hit = at + (size_t)__builtin_ctz(some) - 3;
      if (is_window(f, bytes + hit)) return hit;
    }
    if (at == count - 16) return count;
    at += 16;
    if (at > count - 16) {
      // The last bytes are looked at together with some that were looked at before.
      at = count - 16;
      before[0] = before[1] = before[2] = zero;
      if (at < from + 3) return literal_scan_portable(f, bytes, from, count);
      // Windows that begin just before are complete only now.
      size_t hit = literal_scan_portable(f, bytes, at - 3, at + 3);
      if (hit < at + 3) return hit;
    }
  }
}

typedef struct {
  __m256i low[4], high[4], before[3];
} avx2_state;

__attribute__((target("avx2"))) static inline __m256i fits_avx2(avx2_state *s, const uint8_t *p) {
  const __m256i nibble = _mm256_set1_epi8(15);
  __m256i v = _mm256_loadu_si256((const __m256i *)p), fits[4], moved[3];
  __m256i l = _mm256_and_si256(v, nibble), h = _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble);
  for (int i = 0; i < 4; i++)
    fits[i] = _mm256_and_si256(_mm256_shuffle_epi8(s->low[i], l), _mm256_shuffle_epi8(s->high[i], h));
  // Bytes move within halves of a vector only; the half before each is made from both vectors first.
  for (int i = 0; i < 3; i++) moved[i] = _mm256_permute2x128_si256(s->before[i], fits[i], 0x21);
  moved[0] = _mm256_alignr_epi8(fits[0], moved[0], 13);
  moved[1] = _mm256_alignr_epi8(fits[1], moved[1], 14);
  moved[2] = _mm256_alignr_epi8(fits[2], moved[2], 15);
  for (int i = 0; i < 3; i++) s->before[i] = fits[i];
  return _mm256_and_si256(_mm256_and_si256(fits[3], moved[2]), _mm256_and_si256(moved[1], moved[0]));
}

__attribute__((target("avx2"))) static size_t scan_avx2(const literal_fingerprints *f, const uint8_t *bytes,
                                                        size_t from, size_t count) {
  const __m256i zero = _mm256_setzero_si256();
  avx2_state s;
  for (int i = 0; i < 4; i++) {
    s.low[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)f->low[i]));
    s.high[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)f->high[i]));
  }
  for (int i = 0; i < 3; i++) s.before[i] = zero;
  size_t at = from;
  for (; at + 64 <= count; at += 64) {
    __m256i first = fits_avx2(&s, bytes + at), second = fits_avx2(&s, bytes + at + 32);
    __m256i both = _mm256_or_si256(first, second);
    if (__builtin_expect(_mm256_testz_si256(both, both), 1)) continue;
    uint64_t none = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(first, zero));
    none |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(second, zero)) << 32;
    for (uint64_t some = ~none; some; some &= some - 1) {
      size_t hit = at + (size_t)__builtin_ctzll(some) - 3;
      if (is_window(f, bytes + hit)) return hit;
    }
  }
  return scan_ssse3(f, bytes, at > from + 3 ? at - 3 : from, count);
}

__attribute__((target("avx2"))) static size_t newlines_avx2(const uint8_t *bytes, size_t count, size_t *at) {
  const __m256i newline = _mm256_set1_epi8('\n'), zero = _mm256_setzero_si256();
  size_t lines = 0, i = 0;
  while (i + 32 <= count) {
    // A lane of `sum` counts to 255 at most before it is added up.
    __m256i sum = zero;
    size_t stop = i + 255 * 32;
    if (stop > count) stop = count;
    for (; i + 32 <= stop; i += 32)
      sum = _mm256_sub_epi8(sum, _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(bytes + i)), newline));
    __m256i parts = _mm256_sad_epu8(sum, zero);
    lines += (size_t)(_mm256_extract_epi64(parts, 0) + _mm256_extract_epi64(parts, 1) +
                      _mm256_extract_epi64(parts, 2) + _mm256_extract_epi64(parts, 3));
  }
  *at = i;
  return lines;
}

#elif HAVE_NEON

static size_t scan_neon(const literal_fingerprints *f, const uint8_t *bytes, size_t at, size_t count) {
  uint8x16_t low[4], high[4];
  for (int i = 0; i < 4; i++) {
    low[i] = vld1q_u8(f->low[i]);
    high[i] = vld1q_u8(f->high[i]);
  }
  for (; at + 19 <= count; at += 16) {
    uint8x16_t fits = vdupq_n_u8(255);
    for (int i = 0; i < 4; i++) {
      uint8x16_t v = vld1q_u8(bytes + at + i);
      uint8x16_t l = vqtbl1q_u8(low[i], vandq_u8(v, vdupq_n_u8(15)));
      uint8x16_t h = vqtbl1q_u8(high[i], vshrq_n_u8(v, 4));
      fits = vandq_u8(fits, vandq_u8(l, h));
    }
    if (!vmaxvq_u8(fits)) continue;
    size_t hit = literal_scan_portable(f, bytes, at, at + 19);
    if (hit < at + 19) return hit;
  }
  return literal_scan_portable(f, bytes, at, count);
}

#endif

size_t literal_scan(const literal_fingerprints *f, const uint8_t *bytes, size_t from, size_t count) {
#if HAVE_X86
  if (__builtin_cpu_supports("avx2")) return scan_avx2(f, bytes, from, count);
  return literal_scan_short_vectors(f, bytes, from, count);
#elif HAVE_NEON
  return scan_neon(f, bytes, from, count);
#endif
  return literal_scan_portable(f, bytes, from, count);
}

size_t literal_scan_short_vectors(const literal_fingerprints *f, const uint8_t *bytes, size_t from, size_t count) {
#if HAVE_X86
  if (__builtin_cpu_supports("ssse3")) return scan_ssse3(f, bytes, from, count);
#endif
  return literal_scan_portable(f, bytes, from, count);
}

size_t newline_count(const uint8_t *bytes, size_t count) {
  size_t lines = 0, at = 0;
#if HAVE_X86 && defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) lines = newlines_avx2(bytes, count, &at);
#endif
  for (; at < count; at++) lines += bytes[at] == '\n';
  return lines;
}

size_t bytes_find(const uint8_t *bytes, size_t count, const uint8_t *needle, size_t length) {
  if (length == 0) return 0;
  if (length > count) return count;
  size_t at = 0, last = count - length;
#if defined(__SSE2__)
  // Where the first and the last byte stand as far apart as in the needle, the bytes between are compared.
  const __m128i front = _mm_set1_epi8((char)needle[0]), back = _mm_set1_epi8((char)needle[length - 1]);
  for (; at + length + 15 <= count; at += 16) {
    __m128i fronts = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at)), front);
    __m128i backs = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(bytes + at + length - 1)), back);
    unsigned some = (unsigned)_mm_movemask_epi8(_mm_and_si128(fronts, backs));
    for (; some; some &= some - 1) {
      size_t hit = at + (size_t)__builtin_ctz(some);
      if (memcmp(bytes + hit, needle, length) == 0) return hit;
    }
  }
#endif
  for (; at <= last; at++)
    if (bytes[at] == needle[0] && memcmp(bytes + at, needle, length) == 0) return at;
  return count;
}

size_t bytes_find_last(const uint8_t *bytes, size_t count, uint8_t wanted) {
  const uint8_t *found = memrchr(bytes, wanted, count);
  return found ? (size_t)(found - bytes) : count;
}
