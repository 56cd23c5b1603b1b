// The steps of steps.hpp for pixels and their images: with each orbit goes a bound of how far the
// image's can be apart, squared.
#pragma once

#include "apart.hpp"
#include "steps.hpp"

namespace juliaset::inline JULIA_ISA {

// The band of such a Nearness ends below at what an upper half can be: so tests of upper halves and
// of whole norms pass the same lanes.
constexpr bool tests_agree(const Nearness& near) {
  return static_cast<std::uint32_t>(__builtin_bit_cast(std::uint64_t, near.inside)) == 0;
}
static_assert(tests_agree(near_in_tile_pass) && tests_agree(near_in_rounds));

// The least norms at which lanes have stopped, for each test of two vectors.
template <std::int32_t vectors>
using LeastStopped = Norms[vectors / 2];

// Some steps, each tested against the edge of a band. A wide band is met so often that each lane
// has a least norm of its own, and only those that have stopped within the band are counted again.
template <Bounds bounds, std::int32_t vectors>
JULIA_INLINE_IF_OPTIMIZED Tested test_steps_of_both(Doubles (&re)[vectors], Doubles (&im)[vectors],
                                                    Doubles (&apart)[vectors],
                                                    Counts (&counts)[vectors / 2],
                                                    LeastStopped<vectors>& least_stopped,
                                                    const Doubles& c_re, const Doubles& c_im,
                                                    std::int32_t steps, const Nearness& near) {
  const Doubles inside(near.inside);
  const Norms edge(upper_half(near.inside));
#pragma GCC unroll 8
  for (std::int32_t t = 0; t < vectors / 2; ++t) least_stopped[t] = none_has_stopped();
  double grown = 1;
  bool lives = true;
  for (std::int32_t n = 0; n < steps && lives; ++n) {
    Live any_live = edge < edge;
    grown *= most_growth;
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; v += 2) {
      const Doubles first = norm(re[v], im[v]);
      const Doubles second = norm(re[v + 1], im[v + 1]);
      const Norms norms = upper_halves(first, second);
      const Live live = norms < edge;
      add_one(counts[v / 2], live);
      least_stopped[v / 2] = least_that_stopped(least_stopped[v / 2], norms, live);
      any_live = any_live | live;
      apart[v] = apart[v] * growth_for<bounds>(first, inside);
      apart[v + 1] = apart[v + 1] * growth_for<bounds>(second, inside);
      step(re[v], im[v], c_re, c_im);
      step(re[v + 1], im[v + 1], c_re, c_im);
    }
    lives = xsimd::any(any_live);
  }
  Norms least = none_has_stopped();
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors; ++v) {
    apart[v] = apart[v] * Doubles(grown);
    least = xsimd::min(least, least_stopped[v / 2]);
  }
  return {.any_live = lives, .on_the_edge = xsimd::any(least <= Norms(upper_half(near.outside)))};
}

// The same norms in the order in which counts are stored, the least of each lane.
template <std::int32_t vectors>
JULIA_INLINE void store_least(const LeastStopped<vectors>& least_stopped, float* to) {
  for (std::int32_t t = 0; t < vectors / 2; ++t) {
    std::int32_t lanes_of_test[lanes<float>];
    __builtin_memcpy(lanes_of_test, &least_stopped[t], sizeof lanes_of_test);
    store_in_order<double>(Counts::load_unaligned(lanes_of_test), lanes_of_test);
    const std::int32_t k = t * lanes<float>;
    __builtin_memcpy(to + k, lanes_of_test, sizeof lanes_of_test);
  }
}

// Some steps without tests, as step_untested().
template <bool traps, std::int32_t every, std::int32_t vectors>
JULIA_INLINE_IF_OPTIMIZED void step_both_untested(Doubles (&re)[vectors], Doubles (&im)[vectors],
                                                  Doubles (&nearest)[vectors],
                                                  Doubles (&apart)[vectors], const Doubles& c_re,
                                                  const Doubles& c_im, std::int32_t blocks) {
  for (std::int32_t n = 0; n < blocks; ++n) {
    Doubles product[vectors];
#pragma GCC unroll 8
    for (std::int32_t s = 1; s <= every; ++s) {
#pragma GCC unroll 8
      for (std::int32_t v = 0; v < vectors; ++v) {
        const Doubles distance = norm(re[v], im[v]);
        product[v] = s == 1 ? distance : product[v] * distance;
        compute_here(product[v]);
        if (traps && s == every) nearest[v] = xsimd::min(nearest[v], distance);
        step(re[v], im[v], c_re, c_im);
      }
    }
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      apart[v] = every == 1 ? apart_after_step(apart[v], product[v])
                            : apart_after_four(apart[v], product[v]);
    }
  }
}

}  // namespace juliaset::inline JULIA_ISA
