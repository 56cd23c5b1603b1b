// A tile of pixels: one vector wide, several rows high, so that several independent vectors are
// in flight and one hides the latency of the next. A square tile also diverges less than a strip.
#pragma once

#include "batch.hpp"
#include "pixel.hpp"

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

// A lane that has stopped keeps its z: so it stays stopped, whatever c is, and the z that stopped
// it can be looked at afterwards.
template <class Real, class Step, std::int32_t height>
JULIA_INLINE void count_tile(const Problem& problem, std::int32_t left, std::int32_t top,
                             std::int32_t bottom, std::int32_t* counts, Patience& patience,
                             double trap = 0) {
  using Vector = Batch<Real>;
  const Vector c_re(static_cast<Real>(problem.c_re));
  const Vector c_im(static_cast<Real>(problem.c_im));
  const Vector edge(static_cast<Real>(Step::asks_hypot ? surely_inside : 4.0));
  const Vector zero(Real(0));
  const Vector one(Real(1));
  Vector re[height];
  Vector im[height];
  Vector steps[height];
  typename Vector::batch_bool_type trapped[height];
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < height; ++r) {
    const std::int32_t j = top + r < bottom ? top + r : bottom - 1;
    re[r] = load_points<Real>(problem.xs, left, problem.width);
    im[r] = Vector(static_cast<Real>(problem.ys[j]));
    steps[r] = zero;
    trapped[r] = zero < zero;
  }
  for (std::int32_t n = 0; !patience.over() && n < problem.max_iterations; ++n) {
    auto any_live = zero < zero;
#pragma GCC unroll 8
    for (std::int32_t r = 0; r < height; ++r) {
      const Vector re2 = re[r] * re[r];
      const Vector im2 = im[r] * im[r];
      const Vector norm = re2 + im2;
      const auto live = norm < edge;
      Vector next_re = re[r];
      Vector next_im = im[r];
      Step::step(next_re, next_im, re2, im2, c_re, c_im);
      re[r] = xsimd::select(live, next_re, re[r]);
      im[r] = xsimd::select(live, next_im, im[r]);
      steps[r] += xsimd::select(live, one, zero);
      if constexpr (Step::traps) {
        trapped[r] = trapped[r] | (norm < Vector(trap));
        any_live = any_live | (live & !trapped[r]);
      } else {
        any_live = any_live | live;
      }
    }
    if (!xsimd::any(any_live)) break;
  }
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < height; ++r) {
    if (top + r >= bottom) break;
    std::int32_t* const row = counts + std::int64_t{top + r} * problem.width;
    if constexpr (Step::traps) {
      steps[r] = xsimd::select(trapped[r], Vector(Real(problem.max_iterations)), steps[r]);
    }
    store_counts(steps[r], row, left, problem.width);
    if constexpr (Step::asks_hypot) {
      const Vector norm = re[r] * re[r] + im[r] * im[r];
      const auto on_the_edge = (norm >= edge) & (norm <= Vector(surely_outside));
      if (__builtin_expect(xsimd::any(on_the_edge), 0)) {
        count_pixels(problem, top + r, left, left + lanes<Real>, row, patience);
      }
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
