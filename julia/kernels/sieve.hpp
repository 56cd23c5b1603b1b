// The sieve: most pixels stop soon or never. A tile pass tests every step and settles those that
// stop soon; the rest is packed into a queue and goes through rounds of steps that nobody tests.
// Who has escaped in a round is replayed from its beginning; who has entered the trap is done.
// A missed test is made up for only where an orbit that is outside stays there: |c| < 2.
#pragma once

#include "pixel.hpp"
#include "queue.hpp"

namespace julia {

// Steps of the tile pass, and of a round: the trap is looked at after every four of its steps and
// at its end. 13, for an attracting cycle of 2, 3, 4 or 6 points must not be met at the same one
// always.
constexpr std::int32_t tile_steps = 16;
constexpr std::int32_t trap_every = 4;
constexpr std::int32_t round_steps = 3 * trap_every + 1;
constexpr std::int32_t in_flight = vectors_in_flight;
constexpr std::int32_t in_round = in_flight > 6 ? in_flight : 6;  // it keeps no counts

struct Sieve {
  const Problem& problem;
  std::int32_t* counts;
  Patience& patience;
  double trap;  // below this norm a pixel is in the trap; 0: there is none
  Queue& queue;
  Queue& escaped;
};

JULIA_INLINE void step(Doubles& re, Doubles& im, const Doubles& c_re, const Doubles& c_im) {
  const Doubles product = re * im;
  re = (re * re - im * im) + c_re;
  im = (product + product) + c_im;
}

JULIA_INLINE Doubles norm(const Doubles& re, const Doubles& im) { return re * re + im * im; }

// Some steps, each tested. A lane that stops keeps its z, and its number of steps.
template <std::int32_t vectors>
JULIA_INLINE void test_steps(Doubles (&re)[vectors], Doubles (&im)[vectors],
                             Doubles (&steps)[vectors], const Doubles& c_re, const Doubles& c_im,
                             std::int32_t number) {
  const Doubles edge(surely_inside);
  const Doubles one(1.0);
  const Doubles zero(0.0);
  for (std::int32_t n = 0; n < number; ++n) {
    auto any_live = zero < zero;
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      const Doubles re2 = re[v] * re[v];
      const Doubles im2 = im[v] * im[v];
      const auto live = re2 + im2 < edge;
      const Doubles product = re[v] * im[v];
      re[v] = xsimd::select(live, (re2 - im2) + c_re, re[v]);
      im[v] = xsimd::select(live, (product + product) + c_im, im[v]);
      steps[v] += xsimd::select(live, one, zero);
      any_live = any_live | live;
    }
    if (!xsimd::any(any_live)) break;
  }
}

// Within the band where hypot must be asked, the pixel is counted again, one step at a time.
JULIA_INLINE void recount_on_the_edge(Sieve& sieve, const Doubles& re, const Doubles& im,
                                      const double* pixels, unsigned stopped) {
  const Doubles last = norm(re, im);
  unsigned edge =
      stopped & bits((last >= Doubles(surely_inside)) & (last <= Doubles(surely_outside)));
  for (; __builtin_expect(edge != 0, 0); edge &= edge - 1) {
    const auto pixel = static_cast<std::int64_t>(pixels[__builtin_ctz(edge)]);
    const std::int64_t columns = sieve.problem.width;
    sieve.counts[pixel] =
        escape_count(sieve.problem.xs[pixel % columns], sieve.problem.ys[pixel / columns],
                     sieve.problem, sieve.patience);
  }
}

// Replays the round in which these have escaped, and writes their counts.
JULIA_APART void resolve(Sieve& sieve, std::int32_t done, std::int32_t number) {
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  Queue& escaped = sieve.escaped;
  for (std::int32_t first = 0; first < escaped.size; first += in_flight * width) {
    Doubles re[in_flight];
    Doubles im[in_flight];
    Doubles steps[in_flight];
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_flight; ++v) {
      const std::int32_t k = first + v * width < escaped.size ? first + v * width : first;
      re[v] = Doubles::load_aligned(escaped.re + k);
      im[v] = Doubles::load_aligned(escaped.im + k);
      steps[v] = Doubles(done);
    }
    test_steps(re, im, steps, c_re, c_im, number);
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_flight; ++v) {
      const std::int32_t begin = first + v * width;
      if (begin >= escaped.size) break;
      const std::int32_t end = escaped.size - begin < width ? escaped.size - begin : width;
      const double* const pixels = escaped.pixel + begin;
      double numbers[width];
      steps[v].store_unaligned(numbers);
      for (std::int32_t k = 0; k < end; ++k) {
        sieve.counts[static_cast<std::int64_t>(pixels[k])] = static_cast<std::int32_t>(numbers[k]);
      }
      recount_on_the_edge(sieve, re[v], im[v], pixels, (1U << end) - 1);
    }
  }
  escaped.size = 0;
}

// The untested steps of a round for some vectors: `blocks` times `every`, and one more. Gives the
// lanes that have been in the trap.
template <bool traps, std::int32_t every, std::int32_t vectors>
JULIA_INLINE void step_untested(Doubles (&re)[vectors], Doubles (&im)[vectors],
                                unsigned (&trapped)[vectors], const Sieve& sieve,
                                std::int32_t blocks) {
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  const Doubles trap(sieve.trap);
  for (std::int32_t n = 0; n < blocks; ++n) {
#pragma GCC unroll 8
    for (std::int32_t s = 0; s < every; ++s) {
#pragma GCC unroll 8
      for (std::int32_t v = 0; v < vectors; ++v) step(re[v], im[v], c_re, c_im);
    }
#pragma GCC unroll 8
    for (std::int32_t v = 0; traps && v < vectors; ++v) {
      trapped[v] |= bits(norm(re[v], im[v]) < trap);
    }
  }
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors; ++v) step(re[v], im[v], c_re, c_im);
}

// How many pixels go on, and how many are to be replayed.
struct Sizes {
  std::int32_t going;
  std::int32_t escaped;
};

// The end of a round for the vector that began at `begin` of the queue, which had `size` pixels.
template <bool traps>
JULIA_INLINE void share_out(Sieve& sieve, std::int32_t begin, std::int32_t size, const Doubles& re,
                            const Doubles& im, unsigned trapped, Sizes& sizes) {
  Queue& queue = sieve.queue;
  const std::int32_t left = size - begin;
  const unsigned all = (1U << (left < width ? left : width)) - 1;
  const Doubles last = norm(re, im);
  if constexpr (traps) trapped |= bits(last < Doubles(sieve.trap));
  const unsigned live = bits(last < Doubles(surely_inside));
  const unsigned gone = all & ~live;
  const unsigned kept = all & live & ~trapped;
  const Doubles pixel = Doubles::load_aligned(queue.pixel + begin);
  if (gone != 0) {
    // Before it is written over: what goes on is packed towards the front.
    sizes.escaped = push(sieve.escaped, sizes.escaped, Doubles::load_aligned(queue.re + begin),
                         Doubles::load_aligned(queue.im + begin), pixel, gone);
  }
  if (kept != 0) sizes.going = push(queue, sizes.going, re, im, pixel, kept);
}

// One round over the queue: untested steps, then each pixel goes on, is replayed, or is done.
template <bool traps, std::int32_t every>
JULIA_APART void round(Sieve& sieve, std::int32_t blocks) {
  Queue& queue = sieve.queue;
  const std::int32_t size = queue.size;
  Sizes sizes{.going = 0, .escaped = sieve.escaped.size};
  for (std::int32_t first = 0; first < size; first += in_round * width) {
    Doubles re[in_round];
    Doubles im[in_round];
    unsigned trapped[in_round] = {};
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_round; ++v) {
      const std::int32_t k = first + v * width < size ? first + v * width : first;
      re[v] = Doubles::load_aligned(queue.re + k);
      im[v] = Doubles::load_aligned(queue.im + k);
    }
    step_untested<traps, every>(re, im, trapped, sieve, blocks);
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_round; ++v) {
      const std::int32_t begin = first + v * width;
      if (begin < size) share_out<traps>(sieve, begin, size, re[v], im[v], trapped[v], sizes);
    }
  }
  queue.size = sizes.going;
  sieve.escaped.size = sizes.escaped;
}

// Brings every pixel of the queue to its end; all have done `done` steps.
template <bool traps>
JULIA_APART void drain(Sieve& sieve, std::int32_t done) {
  const std::int32_t limit = sieve.problem.max_iterations;
  while (sieve.queue.size > 0 && done < limit) {
    const std::int32_t number = limit - done < round_steps ? limit - done : round_steps;
    if (sieve.patience.over((sieve.queue.size / width + 1) * number)) break;
    if (number == round_steps) {
      round<traps, trap_every>(sieve, round_steps / trap_every);
    } else {
      round<traps, 1>(sieve, number - 1);
    }
    resolve(sieve, done, number);
    done += number;
  }
  sieve.queue.size = 0;  // who is left has reached the limit, and that is written already
}

// A tile of one vector times in_flight rows, of whose steps the first `safe` need no test. Counts
// are written for all pixels, the limit for those that go on in the queue.
template <bool traps>
JULIA_APART void sift_tile(Sieve& sieve, std::int32_t left, std::int32_t top, std::int32_t bottom,
                           std::int32_t safe) {
  const Problem& problem = sieve.problem;
  const std::int32_t limit = problem.max_iterations;
  const std::int32_t last = limit < tile_steps ? limit : tile_steps;
  if (sieve.patience.over(in_flight * tile_steps)) return;
  if (sieve.queue.size > Queue::capacity - in_flight * width) drain<traps>(sieve, last);
  const Doubles c_re(problem.c_re);
  const Doubles c_im(problem.c_im);
  Doubles re[in_flight];
  Doubles im[in_flight];
  Doubles steps[in_flight];
  const Doubles xs = load_points<double>(problem.xs, left, problem.width);
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < in_flight; ++r) {
    re[r] = xs;
    im[r] = Doubles(problem.ys[top + r < bottom ? top + r : bottom - 1]);
    steps[r] = Doubles(safe);
  }
  for (std::int32_t n = 0; n < safe; ++n) {
#pragma GCC unroll 8
    for (std::int32_t r = 0; r < in_flight; ++r) step(re[r], im[r], c_re, c_im);
  }
  test_steps(re, im, steps, c_re, c_im, last - safe);
  const std::int32_t columns = problem.width - left < width ? problem.width - left : width;
  const unsigned within = (1U << columns) - 1;
  alignas(64) double pixels[width];
  std::int32_t size = sieve.queue.size;
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < in_flight; ++r) {
    if (top + r >= bottom) break;
    const std::int64_t first = std::int64_t{top + r} * problem.width + left;
    for (std::int32_t k = 0; k < width; ++k) pixels[k] = static_cast<double>(first + k);
    const auto goes_on = steps[r] >= Doubles(last);
    store_counts(xsimd::select(goes_on, Doubles(limit), steps[r]), sieve.counts + (first - left),
                 left, problem.width);
    unsigned kept = within & bits(goes_on);
    recount_on_the_edge(sieve, re[r], im[r], pixels, within & ~kept);
    if constexpr (traps) kept &= ~bits(norm(re[r], im[r]) < Doubles(sieve.trap));
    if (kept != 0)
      size = push(sieve.queue, size, re[r], im[r], Doubles::load_aligned(pixels), kept);
  }
  sieve.queue.size = size;
}

}  // namespace julia
