// The picture in strips of columns and bands of rows, tile by tile: what one ball decides is
// filled, the rest is sieved, or tested step by step where c does not allow a sieve.
#pragma once

#include "juliaset/trap.hpp"
#include "tile.hpp"
#include "workspace.hpp"

namespace juliaset::inline JULIA_ISA {

// What c allows beyond plain tests.
enum class Method : std::uint8_t { test_each_step, sieve, sieve_and_trap };

JULIA_NOT_INLINED void test_tile(Sieve& sieve, std::int32_t left, std::int32_t top,
                                 std::int32_t bottom) {
  count_tile<double, Strict, vectors_in_flight>(sieve.problem, left, top, bottom, sieve.counts,
                                                sieve.patience);
}

template <Method method>
JULIA_INLINE void count_block(Sieve& sieve, std::int32_t left, std::int32_t right, std::int32_t top,
                              std::int32_t bottom, std::int32_t safe) {
  for (std::int32_t j = top; j < bottom; j += vectors_in_flight) {
    for (std::int32_t i = left; i < right && !sieve.patience.ended(); i += lanes<double>) {
      if constexpr (method == Method::test_each_step) {
        test_tile(sieve, i, j, bottom);
      } else {
        make_room<method == Method::sieve_and_trap>(sieve);
        sift_tile<method == Method::sieve_and_trap>(sieve, i, j, bottom, safe);
      }
    }
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

// The columns of a strip, tile by tile; behind the last one it stands again.
JULIA_INLINE std::int32_t lay_tiles(const Problem& problem, Tiles& tiles, std::int32_t left,
                                    std::int32_t right) {
  std::int32_t tiles_across = 0;
  for (std::int32_t i = left; i < right; i += tile_size) {
    const Span columns = span(problem.xs, i, i + tile_size < right ? i + tile_size : right);
    tiles.centre[tiles_across] = columns.centre;
    tiles.half[tiles_across] = columns.half;
    ++tiles_across;
  }
  for (std::int32_t t = tiles_across; t < tiles_across + Tiles::margin; ++t) {
    tiles.centre[t] = tiles.centre[tiles_across - 1];
    tiles.half[t] = tiles.half[tiles_across - 1];
  }
  return tiles_across;
}

// Finds the fate of each tile of a band, at most tile_size rows high.
JULIA_NOT_INLINED void prove_band(const Problem& problem, double radius, Tiles& tiles,
                                  std::int32_t tiles_across, std::int32_t top,
                                  std::int32_t bottom) {
  constexpr std::int32_t vectors = 4;
  const std::int32_t limit = problem.max_iterations;
  const Span rows = span(problem.ys, top, bottom);
  for (std::int32_t t = 0; t < tiles_across; t += vectors * lanes<double>) {
    follow<vectors>(problem, radius, rows, tiles, t, limit < ball_steps ? limit : ball_steps);
  }
}

template <Method method>
JULIA_INLINE void count_band_of_balls(Sieve& sieve, Tiles& tiles, std::int32_t tiles_across,
                                      double radius, std::int32_t left, std::int32_t right,
                                      std::int32_t top, std::int32_t bottom) {
  const Problem& problem = sieve.problem;
  prove_band(problem, radius, tiles, tiles_across, top, bottom);
  if (sieve.patience.over(tiles_across)) return;
  fill(problem, sieve.counts, tiles, left, right, top, bottom);
  for (std::int32_t t = 0; t < tiles_across; ++t) {
    const std::int32_t first = left + t * tile_size;
    const std::int32_t last = first + tile_size < right ? first + tile_size : right;
    const Fate& fate = tiles.fate[t];
    if (!fate.decided) {
      count_block<method>(sieve, first, last, top, bottom,
                          fate.safe < tile_steps ? fate.safe : tile_steps);
    }
  }
}

// The rows from top to bottom. balls: prove tiles first.
template <Method method, bool balls>
JULIA_INLINE void count_rows(const Problem& problem, std::int32_t* counts, double radius,
                             std::int32_t top, std::int32_t bottom, Workspace& work,
                             Patience& patience) {
  constexpr std::int32_t columns = Tiles::most * tile_size;
  Sieve sieve{.problem = problem,
              .counts = counts,
              .patience = patience,
              .trap = radius * radius * inwards,
              .queue = work.queue,
              .escaped = work.escaped};
  work.queue.size = 0;
  work.escaped.size = 0;
  for (std::int32_t left = 0; left < problem.width; left += columns) {
    const std::int32_t right = problem.width - left < columns ? problem.width : left + columns;
    const std::int32_t tiles_across = balls ? lay_tiles(problem, work.tiles, left, right) : 0;
    for (std::int32_t j = top; j < bottom && !patience.ended(); j += tile_size) {
      const std::int32_t end = bottom - j < tile_size ? bottom : j + tile_size;
      if constexpr (balls) {
        count_band_of_balls<method>(sieve, work.tiles, tiles_across, radius, left, right, j, end);
      } else {
        count_block<method>(sieve, left, right, j, end, 0);
      }
    }
  }
  if constexpr (method != Method::test_each_step) {
    const std::int32_t limit = problem.max_iterations;
    drain<method == Method::sieve_and_trap>(sieve, limit < tile_steps ? limit : tile_steps);
  }
}

// The same by what c allows; radius: of the trap, 0 where there is none.
template <bool balls>
JULIA_INLINE void count_rows_as_c_allows(const Problem& problem, std::int32_t* counts,
                                         double radius, std::int32_t top, std::int32_t bottom,
                                         Workspace& work, Patience& patience) {
  if (radius > 0) {
    count_rows<Method::sieve_and_trap, balls>(problem, counts, radius, top, bottom, work, patience);
  } else if (stays_outside(problem)) {
    count_rows<Method::sieve, balls>(problem, counts, 0, top, bottom, work, patience);
  } else {
    count_rows<Method::test_each_step, balls>(problem, counts, 0, top, bottom, work, patience);
  }
}

}  // namespace juliaset::inline JULIA_ISA
