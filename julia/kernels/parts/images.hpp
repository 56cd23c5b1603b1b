// Writes counts to the images of pixels, and leaves alone what has no image.
#pragma once

#include "balls.hpp"

namespace juliaset::inline JULIA_ISA {

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
