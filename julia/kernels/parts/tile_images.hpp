// The images of a tile of the tile pass: pixels and images are still rows of vectors.
#pragma once

#include "rounds.hpp"

namespace juliaset::inline JULIA_ISA {

// For each vector of a tile that begins in a column: pixels without an image are farther than any.
JULIA_INLINE_IF_OPTIMIZED void begin_apart(Doubles (&apart)[vectors_in_flight], const Sieve& sieve,
                                           std::int32_t left, double apart_then) {
  const Doubles bound(with_rounding(squared(apart_then)));
  const Mask alone = from_zero() < Doubles(sieve.mirror.first_column - left);
  const Doubles begin = xsimd::select(alone, Doubles(farther_than_any), bound);
  for (Doubles& each : apart) each = begin;
}

// Writes the counts of a vector to the images of its pixels, of which the first is `first`.
JULIA_INLINE void store_images(Sieve& sieve, const std::int32_t* counts, std::int64_t first,
                               std::int32_t left) {
  const Mirror& mirror = sieve.mirror;
  const std::int32_t columns = sieve.problem.width;
  const std::int32_t last = columns - 1 + mirror.first_column - left;
  const std::int32_t begin = last - lanes<double> + 1;
  std::int32_t* const row = sieve.counts + (mirror.sum - first - last);
  if (__builtin_expect(begin >= mirror.first_column && last < columns, 1)) {
    std::int32_t line[lanes<double>];
    for (std::int32_t k = 0; k < lanes<double>; ++k) line[k] = counts[lanes<double> - 1 - k];
    store_line<lanes<double>>(line, row, begin, columns);
    return;
  }
  for (std::int32_t k = 0; k < lanes<double>; ++k) {
    const std::int32_t column = last - k;
    if (column >= mirror.first_column && column < columns) row[column] = counts[k];
  }
}

// Those that have stopped in the band in which a pixel cannot tell what its image does.
JULIA_NOT_INLINED void recount_tile_in_band(Sieve& sieve, std::int32_t left, std::int32_t top,
                                            std::int32_t bottom,
                                            const LeastStopped<vectors_in_flight>& least_stopped) {
  const std::int32_t columns = sieve.problem.width;
  float least[vectors_in_flight * lanes<double>];
  store_least<vectors_in_flight>(least_stopped, least);
  for (std::int32_t j = top; j < bottom; ++j) {
    const std::int32_t begin = (j - top) * lanes<double>;
    const float* const row = least + begin;
    for (std::int32_t k = 0; k < lanes<double> && left + k < columns; ++k) {
      if (row[k] <= upper_half(near_in_tile_pass.outside)) {
        recount_both(sieve, std::int64_t{j} * columns + left + k);
      }
    }
  }
}

}  // namespace juliaset::inline JULIA_ISA
