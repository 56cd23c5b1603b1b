// The sieve: most pixels stop soon or never. A tile pass tests its steps and settles those that
// stop soon; the rest is packed into a queue and goes through rounds of steps without tests.
#pragma once

#include "rounds.hpp"

namespace juliaset::inline JULIA_ISA {

constexpr std::int32_t tile_steps = 16;  // of the tile pass

// Before a tile, and not in it: small stacks need not hold the frames of both.
template <bool traps>
JULIA_INLINE void make_room(Sieve& sieve) {
  const std::int32_t limit = sieve.problem.max_iterations;
  if (sieve.queue.size > Queue::capacity - vectors_in_flight * lanes<double>) {
    drain<traps>(sieve, limit < tile_steps ? limit : tile_steps);
  }
}

// A tile of one vector times vectors_in_flight rows, of whose steps the first `safe` need no test.
// Counts are written for all pixels, the limit for those that go on in the queue.
template <bool traps>
JULIA_NOT_INLINED void sift_tile(Sieve& sieve, std::int32_t left, std::int32_t top,
                                 std::int32_t bottom, std::int32_t safe) {
  const Problem& problem = sieve.problem;
  const std::int32_t limit = problem.max_iterations;
  const std::int32_t last = limit < tile_steps ? limit : tile_steps;
  if (sieve.patience.over(vectors_in_flight * tile_steps)) return;
  const Doubles c_re(problem.c_re);
  const Doubles c_im(problem.c_im);
  Doubles re[vectors_in_flight];
  Doubles im[vectors_in_flight];
  Doubles tallies[vectors_in_flight];
  const Doubles xs = load_points<double>(problem.xs, left, problem.width);
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < vectors_in_flight; ++r) {
    re[r] = xs;
    im[r] = Doubles(problem.ys[top + r < bottom ? top + r : bottom - 1]);
    tallies[r] = tally(safe);
  }
  for (std::int32_t n = 0; n < safe; ++n) {
#pragma GCC unroll 8
    for (std::int32_t r = 0; r < vectors_in_flight; ++r) step(re[r], im[r], c_re, c_im);
  }
  const Mask edge = test_steps(re, im, tallies, c_re, c_im, last - safe);
  const std::int32_t columns =
      problem.width - left < lanes<double> ? problem.width - left : lanes<double>;
  const unsigned within = (1U << columns) - 1;
  std::int32_t size = sieve.queue.size;
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < vectors_in_flight; ++r) {
    if (top + r >= bottom) break;
    const std::int64_t first = std::int64_t{top + r} * problem.width + left;
    alignas(64) double pixels[lanes<double>];
    const Doubles pixel = Doubles(static_cast<double>(first)) + from_zero();
    pixel.store_aligned(pixels);
    const Doubles steps = steps_of(tallies[r]);
    const auto goes_on = steps >= Doubles(last);
    store_counts(xsimd::select(goes_on, Doubles(limit), steps), sieve.counts + (first - left), left,
                 problem.width);
    unsigned going = within & bits(goes_on);
    recount_on_the_edge(sieve, edge, pixels, within & ~going);
    if constexpr (traps) going &= ~bits(norm(re[r], im[r]) < Doubles(sieve.trap));
    size = push(sieve.queue, size, re[r], im[r], pixel, going);
  }
  sieve.queue.size = size;
}

}  // namespace juliaset::inline JULIA_ISA
