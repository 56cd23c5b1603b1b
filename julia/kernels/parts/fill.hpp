// Writes the counts of whole tiles to a band and to its images.
#pragma once

#include "balls.hpp"

namespace juliaset::inline JULIA_ISA {

// Asks for the memory of some rows, and of their images, from a column on: for one cache line each.
// (Not inlined, it would be a function without any effect, and GCC would leave out its calls.)
template <bool mirrors>
JULIA_INLINE_IF_OPTIMIZED void ask_for_lines(const Sieve& sieve, std::int32_t column,
                                             std::int32_t row, std::int32_t rows) {
  for (std::int32_t j = 0; j < rows; ++j) {
    const std::int64_t pixel = std::int64_t{row + j} * sieve.problem.width + column;
    __builtin_prefetch(sieve.counts + pixel, 1);
    if constexpr (mirrors) __builtin_prefetch(sieve.counts + (sieve.mirror.sum - pixel), 1);
  }
}

// Writes the counts of all tiles of a band, row by row, for that is how memory likes it: what is
// not decided is written again.
JULIA_NOT_INLINED void fill(const Problem& problem, std::int32_t* counts, const Tiles& tiles,
                            std::int32_t left, std::int32_t right, std::int32_t top,
                            std::int32_t bottom) {
  for (std::int32_t j = top; j < bottom; ++j) {
    std::int32_t* const row = counts + std::int64_t{j} * problem.width;
    std::int32_t t = 0;
    std::int32_t i = left;
    for (; i <= right - tile_size; i += tile_size, ++t) {
      std::int32_t line[tile_size];
      for (std::int32_t& count : line) count = tiles.fate[t].count;
      __builtin_memcpy(row + i, line, sizeof line);
    }
    for (; i < right; ++i) row[i] = tiles.fate[t].count;
  }
}

// Writes the counts of all tiles of a band to the images of their pixels: one row, and copies of
// it.
JULIA_NOT_INLINED void fill_images(const Problem& problem, std::int32_t* counts, const Tiles& tiles,
                                   std::int32_t left, std::int32_t right, std::int32_t top,
                                   std::int32_t bottom, const Mirror& mirror) {
  const std::int64_t columns = problem.width;
  std::int32_t* const row = counts + (mirror.sum - (bottom - 1) * columns);
  std::int32_t i = left > mirror.first_column ? left : mirror.first_column;
  const std::int32_t first = i;
  for (; i < tile_size && i < right; ++i) row[-i] = tiles.fate[0].count;
  std::int32_t t = left == 0 ? 1 : 0;
  for (; i <= right - tile_size; i += tile_size, ++t) {
    std::int32_t line[tile_size];
    for (std::int32_t& count : line) count = tiles.fate[t].count;
    __builtin_memcpy(row - i - tile_size + 1, line, sizeof line);
  }
  for (; i < right; ++i) row[-i] = tiles.fate[t].count;
  for (std::int32_t j = 1; j < bottom - top; ++j) {
    __builtin_memcpy(row - right + 1 + j * columns, row - right + 1,
                     sizeof(std::int32_t) * static_cast<std::size_t>(right - first));
  }
}

// Column 0 of the images' rows, where no column is its image.
JULIA_INLINE void leave_column_alone(Sieve& sieve, std::int32_t top, std::int32_t bottom) {
  const std::int64_t columns = sieve.problem.width;
  const std::int64_t rows = sieve.problem.height - 1 + sieve.mirror.first_row;
  for (std::int32_t j = top; j < bottom; ++j) leave_alone(sieve.alone, (rows - j) * columns);
}

}  // namespace juliaset::inline JULIA_ISA
