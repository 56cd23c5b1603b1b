// Steps of the sieve, for whole vectors: with a test each, or with none.
// A missed test is made up for only where an orbit that is outside stays there: |c| < 2.
#pragma once

#include "pixel.hpp"
#include "queue.hpp"

namespace julia {

JULIA_INLINE void step(Doubles& re, Doubles& im, const Doubles& c_re, const Doubles& c_im) {
  const Doubles product = re * im;
  re = (re * re - im * im) + c_re;
  im = (product + product) + c_im;
}

JULIA_INLINE Doubles norm(const Doubles& re, const Doubles& im) { return re * re + im * im; }

// Some steps, each tested; who has stopped is stepped on and not counted, which is quicker than to
// hold him, and he never comes back. `edge`: lanes that have been where hypot must be asked.
template <std::int32_t vectors>
JULIA_INLINE void test_steps(Doubles (&re)[vectors], Doubles (&im)[vectors],
                             Doubles (&tallies)[vectors], Mask& edge, const Doubles& c_re,
                             const Doubles& c_im, std::int32_t number) {
  const Doubles near(surely_inside);
  const Doubles far(surely_outside);
  const auto none = near < Doubles(0.0);
  edge = none;
  for (std::int32_t n = 0; n < number; ++n) {
    auto any_live = none;
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      const Doubles distance = norm(re[v], im[v]);
      const auto live = distance < near;
      add_one(tallies[v], live);
      edge = edge | ((distance >= near) & (distance <= far));
      any_live = any_live | live;
      step(re[v], im[v], c_re, c_im);
    }
    if (!xsimd::any(any_live)) break;
  }
}

// Some steps that nobody tests: `blocks` times `every`. Keeps the smallest norm that each lane had
// before the last step of a block, for the trap. (Asked after it, the compiler carries all squares
// over to the next block, and runs out of registers.)
template <bool traps, std::int32_t every, std::int32_t vectors>
JULIA_INLINE void step_untested(Doubles (&re)[vectors], Doubles (&im)[vectors],
                                Doubles (&nearest)[vectors], const Doubles& c_re,
                                const Doubles& c_im, std::int32_t blocks) {
  for (std::int32_t n = 0; n < blocks; ++n) {
#pragma GCC unroll 8
    for (std::int32_t s = 1; s <= every; ++s) {
#pragma GCC unroll 8
      for (std::int32_t v = 0; v < vectors; ++v) {
        if (traps && s == every) nearest[v] = xsimd::min(nearest[v], norm(re[v], im[v]));
        step(re[v], im[v], c_re, c_im);
      }
    }
  }
}

}  // namespace julia
