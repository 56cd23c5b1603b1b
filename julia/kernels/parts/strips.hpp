// The picture in strips of columns and bands of rows, tile by tile: what one ball decides is
// filled, the rest is sieved, or tested step by step where c does not allow a sieve.
#pragma once

#include "fill.hpp"
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

template <Method method, bool mirrors>
JULIA_INLINE void count_block(Sieve& sieve, std::int32_t left, std::int32_t right, std::int32_t top,
                              std::int32_t bottom, std::int32_t safe, double apart) {
  for (std::int32_t j = top; j < bottom; j += vectors_in_flight) {
    for (std::int32_t i = left; i < right && !sieve.patience.ended(); i += lanes<double>) {
      if constexpr (method == Method::test_each_step) {
        test_tile(sieve, i, j, bottom);
      } else {
        make_room<method == Method::sieve_and_trap, mirrors>(sieve);
        sift_tile<method == Method::sieve_and_trap, mirrors>(sieve, i, j, bottom, safe, apart);
      }
    }
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
template <bool mirrors>
JULIA_NOT_INLINED void prove_band(const Problem& problem, double radius, Tiles& tiles,
                                  std::int32_t tiles_across, std::int32_t top, std::int32_t bottom,
                                  double apart) {
  constexpr std::int32_t vectors = 4;
  const std::int32_t limit = problem.max_iterations;
  const Span rows = span(problem.ys, top, bottom);
  for (std::int32_t t = 0; t < tiles_across; t += vectors * lanes<double>) {
    follow<vectors, mirrors>(problem, radius, rows, tiles, t,
                             limit < ball_steps ? limit : ball_steps, apart);
  }
}

// A band of tiles. Meanwhile memory brings the next one, if rows go on below: otherwise fill()
// would wait for it.
template <Method method, bool mirrors>
JULIA_INLINE void count_band_of_balls(Sieve& sieve, Tiles& tiles, std::int32_t tiles_across,
                                      double radius, std::int32_t left, std::int32_t right,
                                      std::int32_t top, std::int32_t bottom,
                                      std::int32_t rows_below) {
  constexpr std::int32_t tiles_of_a_line = 64 / (tile_size * sizeof(std::int32_t));
  const std::int32_t next = rows_below < tile_size ? rows_below : tile_size;
  const Problem& problem = sieve.problem;
  prove_band<mirrors>(problem, radius, tiles, tiles_across, top, bottom, sieve.mirror.apart);
  if (sieve.patience.over(tiles_across)) return;
  fill(problem, sieve.counts, tiles, left, right, top, bottom);
  if constexpr (mirrors) {
    fill_images(problem, sieve.counts, tiles, left, right, top, bottom, sieve.mirror);
    make_room<method == Method::sieve_and_trap, true>(sieve);
    if (left < sieve.mirror.first_column) leave_column_alone(sieve, top, bottom);
  }
  for (std::int32_t t = 0; t < tiles_across; ++t) {
    const std::int32_t first = left + t * tile_size;
    const std::int32_t last = first + tile_size < right ? first + tile_size : right;
    if (t % tiles_of_a_line == 0) {
      ask_for_lines<mirrors>(sieve, first, bottom, next);
    }
    const Fate& fate = tiles.fate[t];
    if (!fate.decided) {
      count_block<method, mirrors>(sieve, first, last, top, bottom,
                                   fate.safe < tile_steps ? fate.safe : tile_steps, fate.apart);
    }
  }
}

// What a kernel knows of all rows before it counts the first.
struct Plan {
  double radius;  // of the trap, 0 where there is none
  Mirror mirror;  // where half of the rows are to be images of the others
};

template <bool mirrors>
JULIA_INLINE Sieve sieve_for(const Problem& problem, std::int32_t* counts, const Plan& plan,
                             Workspace& work, Patience& patience) {
  work.queue.size = 0;
  work.escaped.size = 0;
  work.alone.size = 0;
  const double radius = mirrors ? plan.radius - apart_at_the_trap : plan.radius;
  return {.problem = problem,
          .counts = counts,
          .patience = patience,
          .trap = radius > 0 ? radius * radius * inwards : 0,
          .queue = work.queue,
          .escaped = work.escaped,
          .alone = work.alone,
          .mirror = plan.mirror};
}

// Brings those to their end that wait in the queue, and with a mirror those that were left alone.
template <Method method, bool mirrors>
JULIA_INLINE void count_waiting(Sieve& sieve) {
  if constexpr (method != Method::test_each_step) {
    constexpr bool traps = method == Method::sieve_and_trap;
    const std::int32_t limit = sieve.problem.max_iterations;
    const std::int32_t done = limit < tile_steps ? limit : tile_steps;
    if (mirrors && !sieve.mirror_given_up) {
      drain<traps, mirrors>(sieve, done);
      drain_alone<traps>(sieve);
    } else {
      drain<traps, false>(sieve, done);
    }
  }
}

// A band and its images, each pixel for itself.
template <Method method>
JULIA_NOT_INLINED void count_band_without_mirror(Sieve& sieve, Tiles& tiles, double radius,
                                                 std::int32_t left, std::int32_t right,
                                                 std::int32_t top, std::int32_t bottom) {
  const Problem& problem = sieve.problem;
  const Mirror& mirror = sieve.mirror;
  std::int32_t tiles_across = lay_tiles(problem, tiles, left, right);
  count_band_of_balls<method, false>(sieve, tiles, tiles_across, radius, left, right, top, bottom,
                                     0);
  const std::int32_t columns = problem.width + mirror.first_column;
  const std::int32_t rows = problem.height + mirror.first_row;
  const std::int32_t first = left > mirror.first_column ? left : mirror.first_column;
  tiles_across = lay_tiles(problem, tiles, columns - right, columns - first);
  count_band_of_balls<method, false>(sieve, tiles, tiles_across, radius, columns - right,
                                     columns - first, rows - bottom, rows - top, 0);
  if (left < mirror.first_column) {
    count_block<method, false>(sieve, left, first, rows - bottom, rows - top, 0, 0);
  }
}

// Before a band: whether the mirror has been given up.
template <Method method>
JULIA_INLINE bool goes_without_mirror(Sieve& sieve) {
  if (!sieve.mirror_given_up && costs_more_than_it_saves(sieve)) {
    count_waiting<method, true>(sieve);
    sieve.mirror_given_up = true;
  }
  return sieve.mirror_given_up;
}

// The rows from top to bottom, and with a mirror their images, but for pixels that wait in the
// queue. balls: prove tiles first.
template <Method method, bool balls, bool mirrors>
JULIA_INLINE void count_rows(Sieve& sieve, Tiles& tiles, double radius, std::int32_t top,
                             std::int32_t bottom) {
  constexpr std::int32_t columns = Tiles::most * tile_size;
  const Problem& problem = sieve.problem;
  for (std::int32_t left = 0; left < problem.width; left += columns) {
    const std::int32_t right = problem.width - left < columns ? problem.width : left + columns;
    const std::int32_t tiles_across = balls ? lay_tiles(problem, tiles, left, right) : 0;
    for (std::int32_t j = top; j < bottom && !sieve.patience.ended(); j += tile_size) {
      const std::int32_t end = bottom - j < tile_size ? bottom : j + tile_size;
      if constexpr (mirrors) {
        if (goes_without_mirror<method>(sieve)) {
          count_band_without_mirror<method>(sieve, tiles, radius, left, right, j, end);
          continue;
        }
      }
      if constexpr (balls) {
        count_band_of_balls<method, mirrors>(sieve, tiles, tiles_across, radius, left, right, j,
                                             end, bottom - end);
      } else {
        count_block<method, false>(sieve, left, right, j, end, 0, 0);
      }
    }
  }
}

template <Method method, bool balls, bool mirrors>
JULIA_INLINE void count_all_rows(const Problem& problem, std::int32_t* counts, const Plan& plan,
                                 std::int32_t top, std::int32_t bottom, Workspace& work,
                                 Patience& patience) {
  Sieve sieve = sieve_for<mirrors>(problem, counts, plan, work, patience);
  count_rows<method, balls, mirrors>(sieve, work.tiles, plan.radius, top, bottom);
  count_waiting<method, mirrors>(sieve);
}

// The rows from top to bottom by what c allows; radius: of the trap, 0 where there is none.
template <bool balls>
JULIA_INLINE void count_rows_as_c_allows(const Problem& problem, std::int32_t* counts,
                                         double radius, std::int32_t top, std::int32_t bottom,
                                         Workspace& work, Patience& patience) {
  const Plan plan{.radius = radius, .mirror = {}};
  if (radius > 0) {
    count_all_rows<Method::sieve_and_trap, balls, false>(problem, counts, plan, top, bottom, work,
                                                         patience);
  } else if (stays_outside(problem)) {
    count_all_rows<Method::sieve, balls, false>(problem, counts, plan, top, bottom, work, patience);
  } else {
    count_all_rows<Method::test_each_step, balls, false>(problem, counts, plan, top, bottom, work,
                                                         patience);
  }
}

}  // namespace juliaset::inline JULIA_ISA
