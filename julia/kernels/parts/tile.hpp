// A tile of pixels: one vector wide, several rows high, so that several independent vectors are
// in flight and one hides the latency of the next. A square tile also diverges less than a strip.
#pragma once

#include "pixel.hpp"
#include "tested.hpp"

namespace juliaset::inline JULIA_ISA {

// z * z + c in six roundings, as Python rounds it.
struct Strict {
  static constexpr bool asks_hypot = true;
  static constexpr bool traps = false;
  template <class Vector>
  static inline __attribute__((always_inline)) void step(Vector& re, Vector& im, const Vector& re2,
                                                         const Vector& im2, const Vector& c_re,
                                                         const Vector& c_im) {
    step_from_squares(re, im, re2, im2, c_re, c_im);
  }
};

// The same, and a lane that enters the trap is done.
struct Trapping : Strict {
  static constexpr bool traps = true;
};

// The vectors of a tile, and what its tests have found so far.
template <class Real, std::int32_t height>
struct Tile {
  static constexpr std::int32_t rows_of_a_test = vectors_of_a_test<Real, height>;
  static constexpr std::int32_t tests = height / rows_of_a_test;
  Batch<Real> re[height];
  Batch<Real> im[height];
  Counts steps[tests];
  Live live[tests];
  Norms nearest[tests];
  Norms least_stopped;
};

// Steps until all lanes have stopped or are in the trap, or to the limit. Returns how many. A lane
// that has stopped steps on. Where it may come back (see stays_outside()) it must not be counted
// again; to remember that costs 5 % with AVX2, so it is done only there.
template <class Step, bool may_come_back, class Real, std::int32_t height>
JULIA_INLINE std::int32_t step_tile(Tile<Real, height>& tile, const Problem& problem, double trap,
                                    Patience& patience) {
  using Vector = Batch<Real>;
  constexpr std::int32_t rows = Tile<Real, height>::rows_of_a_test;
  const Vector c_re(static_cast<Real>(problem.c_re));
  const Vector c_im(static_cast<Real>(problem.c_im));
  const Norms edge(sizeof(Real) == sizeof(double) ? upper_half_inside : 4.0F);
  const Norms edge_of_trap(upper_half(trap));
  std::int32_t n = 0;
  for (; !patience.over() && n < problem.max_iterations; ++n) {
    Live any_live = edge < edge;
#pragma GCC unroll 8
    for (std::int32_t t = 0; t < Tile<Real, height>::tests; ++t) {
      Vector norms[rows];
#pragma GCC unroll 2
      for (std::int32_t k = 0; k < rows; ++k) {
        Vector& re = tile.re[t * rows + k];
        Vector& im = tile.im[t * rows + k];
        const Vector re2 = re * re;
        const Vector im2 = im * im;
        norms[k] = re2 + im2;
        Step::step(re, im, re2, im2, c_re, c_im);
      }
      const Norms tested = norms_to_test(norms);
      const Live inside = tested < edge;
      const Live live = may_come_back ? tile.live[t] & inside : inside;
      tile.live[t] = live;
      add_one(tile.steps[t], live);
      if constexpr (Step::asks_hypot) {
        tile.least_stopped = least_that_stopped(tile.least_stopped, tested, live);
      }
      if constexpr (Step::traps) {
        tile.nearest[t] = xsimd::min(tile.nearest[t], tested);
        any_live = any_live | (live & (tile.nearest[t] >= edge_of_trap));
      } else {
        any_live = any_live | live;
      }
    }
    if (!xsimd::any(any_live)) return n + 1;
  }
  return n;
}

template <class Real, class Step, std::int32_t height>
JULIA_INLINE void count_tile(const Problem& problem, std::int32_t left, std::int32_t top,
                             std::int32_t bottom, std::int32_t* counts, Patience& patience,
                             double trap = 0) {
  Tile<Real, height> tile;
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < height; ++r) {
    tile.re[r] = load_points<Real>(problem.xs, left, problem.width);
    tile.im[r] =
        Batch<Real>(static_cast<Real>(problem.ys[top + r < bottom ? top + r : bottom - 1]));
  }
#pragma GCC unroll 8
  for (std::int32_t t = 0; t < tile.tests; ++t) {
    tile.steps[t] = Counts(0);
    tile.nearest[t] = none_has_stopped();
    tile.live[t] = tile.nearest[t] <= tile.nearest[t];
  }
  tile.least_stopped = none_has_stopped();
  const std::int32_t steps = stays_outside(problem)
                                 ? step_tile<Step, false>(tile, problem, trap, patience)
                                 : step_tile<Step, true>(tile, problem, trap, patience);
  // A vector that has a test to itself fills only half of its counts.
  constexpr auto each = static_cast<std::int32_t>(Counts::size);
  alignas(64) std::int32_t numbers[tile.tests * each];
#pragma GCC unroll 8
  for (std::int32_t t = 0; t < tile.tests; ++t) {
    if constexpr (Step::traps) {  // one that is still live is in the trap, or has reached the limit
      const auto still_live = tile.steps[t] == Counts(steps);
      tile.steps[t] = xsimd::select(still_live, Counts(problem.max_iterations), tile.steps[t]);
    }
    store_in_order<Real>(tile.steps[t], numbers + t * each);
  }
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < height; ++r) {
    if (top + r >= bottom) break;
    std::int32_t* const row = counts + std::int64_t{top + r} * problem.width;
    store_line<lanes<Real>>(numbers + r * lanes<Real>, row, left, problem.width);
  }
  if (Step::asks_hypot && __builtin_expect(any_on_the_edge(tile.least_stopped), 0)) {
    for (std::int32_t j = top; j < bottom && j < top + height; ++j) {
      std::int32_t* const row = counts + std::int64_t{j} * problem.width;
      recount_stopped(problem, j, left, left + lanes<Real>, row, patience);
    }
  }
}

// The rows from top to bottom, at most one tile high, tile by tile.
template <class Real, class Step, std::int32_t height>
JULIA_INLINE void count_band(const Problem& problem, std::int32_t top, std::int32_t bottom,
                             std::int32_t* counts, Patience& patience) {
  for (std::int32_t left = 0; left < problem.width && !patience.ended(); left += lanes<Real>) {
    count_tile<Real, Step, height>(problem, left, top, bottom, counts, patience);
  }
}

template <class Real, class Step, std::int32_t height>
JULIA_INLINE void count_picture(const Problem& problem, std::int32_t* counts, Stop& stop) {
  auto patience = Patience::caller(stop);
  for (std::int32_t top = 0; top < problem.height && !patience.ended(); top += height) {
    const std::int32_t bottom = top < problem.height - height ? top + height : problem.height;
    count_band<Real, Step, height>(problem, top, bottom, counts, patience);
  }
}

}  // namespace juliaset::inline JULIA_ISA
