// Pixels that are still at it, packed together: so every lane of every vector is at work.
#pragma once

#include "batch.hpp"

#ifndef JULIA_ISA_emulated
#include <immintrin.h>
#endif

// Of internal linkage, too, but one copy in an object: four kernels inline what calls these, and
// compiled for ten seconds each.
#define JULIA_APART static inline __attribute__((noinline))

namespace julia {

using Doubles = Batch<double>;
using Mask = Doubles::batch_bool_type;
constexpr std::int32_t width = lanes<double>;

// Debian's xsimd 8.1 cannot do this, nor what follows.
JULIA_INLINE unsigned bits(const Mask& mask) {
#ifdef JULIA_ISA_avx512
  return static_cast<__mmask8>(mask);
#elif defined JULIA_ISA_avx2
  return static_cast<unsigned>(_mm256_movemask_pd(mask));
#elif defined JULIA_ISA_sse2
  return static_cast<unsigned>(_mm_movemask_pd(mask));
#else
  unsigned all = 0;
  for (std::int32_t k = 0; k < width; ++k) all |= static_cast<unsigned>(mask.get(k)) << k;
  return all;
#endif
}

// Writes the lanes of `values` whose bit is set to `to`, close together. What stands behind them is
// overwritten, up to a whole vector.
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
#ifdef JULIA_ISA_avx512
  _mm512_storeu_pd(to, _mm512_maskz_compress_pd(static_cast<__mmask8>(kept), values));
#elif defined JULIA_ISA_avx2
  // Pairs of 32-bit lanes: where each of the four doubles comes from, for each of 16 masks.
  alignas(32) static constexpr std::int32_t from[16][8] = {
      {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7},
      {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7},
      {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 0, 1, 2, 3, 4, 5},
      {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
      {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1},
      {0, 1, 2, 3, 4, 5, 6, 7}};
  const __m256i order = _mm256_load_si256(reinterpret_cast<const __m256i*>(from[kept]));
  const __m256 moved = _mm256_permutevar8x32_ps(_mm256_castpd_ps(values), order);
  _mm256_storeu_pd(to, _mm256_castps_pd(moved));
#else
  double all[width];
  values.store_unaligned(all);
  std::int32_t next = 0;
  for (std::int32_t k = 0; k < width; ++k) {
    to[next] = all[k];
    next += static_cast<std::int32_t>((kept >> k) & 1);
  }
#endif
}

// All pixels of a queue have done the same number of steps. `pixel` is a place in the counts: as a
// double, so that one mask serves all three.
struct Queue {
  static constexpr std::int32_t capacity = 2048;
  // A vector may be written behind the last one.
  alignas(64) double re[capacity + width];
  alignas(64) double im[capacity + width];
  alignas(64) double pixel[capacity + width];
  std::int32_t size;
};

// Gives the number of pixels after it: `size` is no field here, for the stores of vectors may alias
// anything, and it would be read again after each.
JULIA_INLINE std::int32_t push(Queue& queue, std::int32_t size, const Doubles& re,
                               const Doubles& im, const Doubles& pixel, unsigned kept) {
  pack(queue.re + size, re, kept);
  pack(queue.im + size, im, kept);
  pack(queue.pixel + size, pixel, kept);
  return size + __builtin_popcount(kept);
}

}  // namespace julia
