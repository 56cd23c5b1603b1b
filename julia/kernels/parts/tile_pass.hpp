// The sieve: most pixels stop soon or never. A tile pass tests its steps and settles those that
// stop soon; the rest is packed into a queue and goes through rounds of steps without tests.
#pragma once

#include "tile_images.hpp"

namespace juliaset::inline JULIA_ISA {

constexpr std::int32_t tile_steps = 12;  // of the tile pass

// Each of its steps moves a pixel and its image apart by a factor of less than 4.01, for both are
// within the circle: so no image is unsure that stops in a tile pass, or goes on from it; and the
// bound of what goes on, which begins with the sum of both directions, stays below that of what
// stands for itself.
consteval double growth_in_tile_pass() {
  double growth = 1;
  for (std::int32_t n = 0; n < tile_steps; ++n) growth *= 4.01;
  return growth;
}
constexpr double off_after_tile_pass = squared(most_off_mirror * growth_in_tile_pass());
static_assert(2 * off_after_tile_pass < near_in_tile_pass.most_apart * (1 - 0x1p-6));
static_assert(4 * off_after_tile_pass * 1.25 < stands_for_itself);

// Before a tile, and not in it: small stacks need not hold the frames of both.
template <bool traps, bool mirrors>
JULIA_INLINE void make_room(Sieve& sieve) {
  const std::int32_t limit = sieve.problem.max_iterations;
  const bool too_many_alone = mirrors && sieve.alone.size > Alone::full;
  if (too_many_alone || sieve.queue.size > Queue::capacity - vectors_in_flight * lanes<double>) {
    drain<traps, mirrors>(sieve, limit < tile_steps ? limit : tile_steps);
    if (mirrors && sieve.alone.size > Alone::full) drain_alone<traps>(sieve);
  }
}

// Within the band where hypot must be asked. It stands apart: inlined it cost 4 to 6 % of the
// sieve.
JULIA_NOT_INLINED void recount_tile(Sieve& sieve, std::int32_t left, std::int32_t top,
                                    std::int32_t bottom) {
  const Problem& problem = sieve.problem;
  for (std::int32_t j = top; j < bottom; ++j) {
    std::int32_t* const row = sieve.counts + std::int64_t{j} * problem.width;
    recount_stopped(problem, j, left, left + lanes<double>, row, sieve.patience);
  }
}

// The same with a mirror, or without one.
template <bool mirrors>
JULIA_INLINE void recount_near_edge(
    Sieve& sieve, std::int32_t left, std::int32_t top, std::int32_t bottom,
    [[maybe_unused]] const LeastStopped<vectors_in_flight>& least_stopped) {
  const std::int32_t end = top + vectors_in_flight < bottom ? top + vectors_in_flight : bottom;
  if constexpr (mirrors) {
    recount_tile_in_band(sieve, left, top, end, least_stopped);
  } else {
    recount_tile(sieve, left, top, end);
  }
}

// A tile of one vector times vectors_in_flight rows, of whose steps the first `safe` need no test.
// Counts are written for all pixels, the limit for those that go on in the queue.
// With a mirror: and those of its image, which can be as far apart as this after the safe steps.
template <bool traps, bool mirrors>
JULIA_NOT_INLINED void sift_tile(Sieve& sieve, std::int32_t left, std::int32_t top,
                                 std::int32_t bottom, std::int32_t safe,
                                 [[maybe_unused]] double apart_then) {
  const Problem& problem = sieve.problem;
  const std::int32_t limit = problem.max_iterations;
  const std::int32_t last = limit < tile_steps ? limit : tile_steps;
  if (sieve.patience.over(vectors_in_flight * tile_steps)) return;
  const Doubles c_re(problem.c_re);
  const Doubles c_im(problem.c_im);
  Doubles re[vectors_in_flight];
  Doubles im[vectors_in_flight];
  Counts counts[vectors_in_flight / 2];
  const Doubles xs = load_points<double>(problem.xs, left, problem.width);
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < vectors_in_flight; ++r) {
    re[r] = xs;
    im[r] = Doubles(problem.ys[top + r < bottom ? top + r : bottom - 1]);
    counts[r / 2] = Counts(safe);
  }
  const std::int32_t columns =
      problem.width - left < lanes<double> ? problem.width - left : lanes<double>;
  const unsigned within = (1U << columns) - 1;
  for (std::int32_t n = 0; n < safe; ++n) {
#pragma GCC unroll 8
    for (std::int32_t r = 0; r < vectors_in_flight; ++r) step(re[r], im[r], c_re, c_im);
  }
  [[maybe_unused]] Doubles apart[vectors_in_flight];
  [[maybe_unused]] LeastStopped<vectors_in_flight> least_stopped;
  Tested tested;
  if constexpr (mirrors) {
    begin_apart(apart, sieve, left, apart_then);
    tested = test_steps_of_both<Bounds::of_live_lanes>(re, im, apart, counts, least_stopped, c_re,
                                                       c_im, last - safe, near_in_tile_pass);
  } else {
    tested = test_steps(re, im, counts, c_re, c_im, last - safe);
  }
  alignas(64) std::int32_t numbers[vectors_in_flight * lanes<double>];
  unsigned going[vectors_in_flight];
#pragma GCC unroll 8
  for (std::int32_t t = 0; t < vectors_in_flight / 2; ++t) {
    const Counts steps = in_order(counts[t]);
    const auto goes_on = steps == Counts(last);
    const std::int32_t r = 2 * t;
    const std::int32_t k = r * lanes<double>;
    xsimd::select(goes_on, Counts(limit), steps).store_aligned(numbers + k);
    going[r] = bits(goes_on) & within;
    going[r + 1] = (bits(goes_on) >> lanes<double>)&within;
  }
  std::int32_t size = sieve.queue.size;
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < vectors_in_flight; ++r) {
    if (top + r >= bottom) break;
    std::int32_t* const row = sieve.counts + std::int64_t{top + r} * problem.width;
    const std::int32_t k = r * lanes<double>;
    store_line<lanes<double>>(numbers + k, row, left, problem.width);
    const std::int64_t first = std::int64_t{top + r} * problem.width + left;
    if constexpr (mirrors) {
      store_images(sieve, numbers + k, first, left);
    }
    if (!tested.any_live) continue;  // as in most tiles
    if constexpr (traps) going[r] &= ~bits(norm(re[r], im[r]) < Doubles(sieve.trap));
    Doubles pixel = Doubles(static_cast<double>(first)) + from_zero();
    if constexpr (mirrors) {
      pixel = join_halves(apart[r], numbered_from(static_cast<double>(first)));
    }
    size = push(sieve.queue, size, re[r], im[r], pixel, going[r]);
  }
  sieve.queue.size = size;
  if (__builtin_expect(tested.on_the_edge, 0)) {
    recount_near_edge<mirrors>(sieve, left, top, bottom, least_stopped);
  }
}

}  // namespace juliaset::inline JULIA_ISA
