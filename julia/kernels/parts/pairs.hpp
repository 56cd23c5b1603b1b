// A pixel of a queue and its image: what is written to both, and when they part.
#pragma once

#include "sieve.hpp"
#include "steps_of_both.hpp"

namespace juliaset::inline JULIA_ISA {

JULIA_INLINE void recount_pixel(Sieve& sieve, std::int64_t pixel) {
  const Problem& problem = sieve.problem;
  const double re = problem.xs[pixel % problem.width];
  const double im = problem.ys[pixel / problem.width];
  sieve.counts[pixel] = escape_count(re, im, problem, sieve.patience);
}

JULIA_INLINE void recount_both(Sieve& sieve, std::int64_t pixel) {
  recount_pixel(sieve, pixel);
  if (has_image(sieve.mirror, sieve.problem, pixel)) {
    recount_pixel(sieve, sieve.mirror.sum - pixel);
  }
}

// Those of some vectors of a queue that have stopped in the band in which a pixel cannot tell what
// its image does.
JULIA_NOT_INLINED void recount_in_band(Sieve& sieve, const double* places,
                                       const LeastStopped<vectors_in_flight>& least_stopped) {
  float least[vectors_in_flight * lanes<double>];
  store_least<vectors_in_flight>(least_stopped, least);
  for (std::int32_t k = 0; k < vectors_in_flight * lanes<double>; ++k) {
    if (least[k] <= upper_half(near_in_rounds.outside)) {
      recount_both(sieve, pixel_of<true>(places[k]));
    }
  }
}

// Writes the counts of a vector of a queue to the images, and leaves alone those that are not sure.
JULIA_INLINE_IF_OPTIMIZED void write_images(Sieve& sieve, const double* places,
                                            const std::int32_t* counts, const Doubles& apart) {
  constexpr unsigned all_lanes = (1U << lanes<double>)-1;
  std::int32_t* const images = sieve.counts + sieve.mirror.sum;
  const unsigned sure = bits(apart <= Doubles(near_in_rounds.most_apart));
  if (__builtin_expect(sure == all_lanes, 1)) {
    for (std::int32_t k = 0; k < lanes<double>; ++k) images[-pixel_of<true>(places[k])] = counts[k];
    return;
  }
  for (std::int32_t k = 0; k < lanes<double>; ++k) {
    const std::int64_t pixel = pixel_of<true>(places[k]);
    if (((sure >> k) & 1) != 0) {
      images[-pixel] = counts[k];
    } else if (stands_for_both(places[k])) {
      leave_alone(sieve.alone, sieve.mirror.sum - pixel);
    }
  }
}

// The images of those lanes of the vector at `begin` whose orbit has stood for both till now.
JULIA_NOT_INLINED void leave_images_alone(Sieve& sieve, std::int32_t begin, unsigned unsure) {
  const Queue& queue = sieve.queue;
  unsure &= bits(stand_for_both(Doubles::load_aligned(queue.pixel + begin)));
  for (; unsure != 0; unsure &= unsure - 1) {
    const std::int32_t k = begin + __builtin_ctz(unsure);
    leave_alone(sieve.alone, sieve.mirror.sum - pixel_of<true>(queue.pixel[k]));
  }
}

// Lanes that go on from where their images may be too far apart do so for themselves.
JULIA_INLINE_IF_OPTIMIZED void part_from_images(Sieve& sieve, Doubles& apart, std::int32_t begin,
                                                unsigned live) {
  const Mask sure = apart <= Doubles(most_apart_after_round);
  const unsigned unsure = live & ~bits(sure);
  if (__builtin_expect(unsure != 0, 0)) leave_images_alone(sieve, begin, unsure);
  apart = xsimd::select(sure, apart, Doubles(farther_than_any));
}

// With a mirror a place holds the bound, too: the pixel in its low half hardly adds to it.
template <bool mirrors>
JULIA_INLINE void load_apart([[maybe_unused]] Doubles& apart, [[maybe_unused]] const Queue& queue,
                             [[maybe_unused]] std::int32_t begin) {
  if constexpr (mirrors) apart = Doubles::load_aligned(queue.pixel + begin);
}

// The places of a vector at `begin`. With a mirror each takes the bound along that its pixel has
// now.
template <bool mirrors>
JULIA_INLINE_IF_OPTIMIZED Doubles place_after_round(const Queue& queue, std::int32_t begin,
                                                    [[maybe_unused]] const Doubles& apart) {
  Doubles place = Doubles::load_aligned(queue.pixel + begin);
  if constexpr (mirrors) place = join_halves(apart, place);
  return place;
}

}  // namespace juliaset::inline JULIA_ISA
