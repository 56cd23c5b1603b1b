// Steps of the sieve, for whole vectors: with a test each, or with none.
// A missed test is made up for only where an orbit that is outside stays there: |c| < 2.
#pragma once

#include "queue.hpp"
#include "tested.hpp"

namespace juliaset::inline JULIA_ISA {

JULIA_INLINE Doubles norm(const Doubles& re, const Doubles& im) { return re * re + im * im; }

// What some tested steps came to. The counts are added to those from before.
struct Tested {
  bool any_live;     // at the last step that was tested; otherwise no lane lives on
  bool on_the_edge;  // a lane has stopped so near to it that hypot must be asked
};

// Some steps, each tested, or fewer where no lane lives on. A lane that has stopped steps on.
template <std::int32_t vectors>
JULIA_INLINE_IF_OPTIMIZED Tested test_steps(Doubles (&re)[vectors], Doubles (&im)[vectors],
                                            Counts (&counts)[vectors / 2], const Doubles& c_re,
                                            const Doubles& c_im, std::int32_t steps) {
  const Norms edge(upper_half_inside);
  Norms least_stopped = none_has_stopped();
  for (std::int32_t n = 0; n < steps; ++n) {
    Live any_live = edge < edge;
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; v += 2) {
      const Norms norms = upper_halves(norm(re[v], im[v]), norm(re[v + 1], im[v + 1]));
      const Live live = norms < edge;
      add_one(counts[v / 2], live);
      least_stopped = least_that_stopped(least_stopped, norms, live);
      any_live = any_live | live;
      step(re[v], im[v], c_re, c_im);
      step(re[v + 1], im[v + 1], c_re, c_im);
    }
    if (!xsimd::any(any_live)) {
      return {.any_live = false, .on_the_edge = any_on_the_edge(least_stopped)};
    }
  }
  return {.any_live = true, .on_the_edge = any_on_the_edge(least_stopped)};
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
