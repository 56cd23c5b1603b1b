// Steps of the sieve, for whole vectors: with a test each, or with none.
// A missed test is made up for only where an orbit that is outside stays there: |c| < 2.
#pragma once

#include "pixel.hpp"
#include "queue.hpp"

namespace juliaset::inline JULIA_ISA {

JULIA_INLINE Doubles norm(const Doubles& re, const Doubles& im) { return re * re + im * im; }

// Lanes so near to the edge that hypot must be asked.
JULIA_INLINE Mask on_the_edge(const Doubles& distance) {
  return (distance >= Doubles(surely_inside)) & (distance <= Doubles(surely_outside));
}

// Some steps, each tested. Adds to the tallies, and gives the lanes that have stopped on the edge,
// or begin on it where they stand now.
template <std::int32_t vectors>
JULIA_INLINE Mask test_steps(Doubles (&re)[vectors], Doubles (&im)[vectors],
                             Doubles (&tallies)[vectors], const Doubles& c_re, const Doubles& c_im,
                             std::int32_t steps) {
  const Doubles inner_edge(surely_inside);
  Mask edge = inner_edge < Doubles(0.0);
  for (std::int32_t n = 0; n < steps; ++n) {
    Mask any_live = inner_edge < Doubles(0.0);
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      const Doubles distance = norm(re[v], im[v]);
      const Mask live = distance < inner_edge;
      add_one(tallies[v], live);
      any_live = any_live | live;
      Doubles next_re = re[v];
      Doubles next_im = im[v];
      step(next_re, next_im, c_re, c_im);
      re[v] = holds_stopped_lanes ? xsimd::select(live, next_re, re[v]) : next_re;
      im[v] = holds_stopped_lanes ? xsimd::select(live, next_im, im[v]) : next_im;
      if constexpr (!holds_stopped_lanes) edge = edge | on_the_edge(distance);
    }
    if (!xsimd::any(any_live)) break;
  }
  if constexpr (holds_stopped_lanes) {
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) edge = edge | on_the_edge(norm(re[v], im[v]));
  }
  return edge;
}

// Some steps without tests: `blocks` times `every`. Keeps the smallest norm that each lane had
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

}  // namespace juliaset::inline JULIA_ISA
