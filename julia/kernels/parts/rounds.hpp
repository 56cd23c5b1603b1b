// Rounds: pixels of a queue take some steps without tests. One that has escaped meanwhile is
// replayed from the round's beginning, with tests; one that has been in the trap is done; the rest
// goes on.
#pragma once

#include "sieve.hpp"
#include "steps.hpp"

namespace juliaset::inline JULIA_ISA {

constexpr std::int32_t trap_every = 4;
constexpr std::int32_t in_round = vectors_in_flight > 6 ? vectors_in_flight : 6;  // without counts

// The steps of a round after `done` steps. Where there is a trap it is looked at in each block of
// four and at the end: 13, for an attracting cycle of 2, 3, 4 or 6 points must not be met at the
// same one always. Where there is none a round only packs, and few escape late: so it takes as many
// steps again, up to 257, for a round does not look whether to stop.
template <bool traps>
JULIA_INLINE std::int32_t steps_of_round(std::int32_t done) {
  constexpr std::int32_t least = 3;
  constexpr std::int32_t most = traps ? least : 64;
  const std::int32_t blocks = done / trap_every;
  const std::int32_t enough = blocks < least ? least : blocks;
  return (enough > most ? most : enough) * trap_every + 1;
}

// Within the band where hypot must be asked a pixel is counted again, one step at a time.
JULIA_NOT_INLINED void recount(Sieve& sieve, const double* pixels) {
  const Problem& problem = sieve.problem;
  for (std::int32_t k = 0; k < vectors_in_flight * lanes<double>; ++k) {
    const auto pixel = static_cast<std::int64_t>(pixels[k]);
    const double re = problem.xs[pixel % problem.width];
    const double im = problem.ys[pixel / problem.width];
    sieve.counts[pixel] = escape_count(re, im, problem, sieve.patience);
  }
}

// Replays the round in which these have escaped, and writes their counts. One test more than the
// round had steps: its last z is outside, but may be on the edge.
JULIA_NOT_INLINED void resolve(Sieve& sieve, std::int32_t done, std::int32_t steps) {
  const Problem& problem = sieve.problem;
  const Doubles c_re(problem.c_re);
  const Doubles c_im(problem.c_im);
  Queue& escaped = sieve.escaped;
  const std::int32_t size = fill_up<vectors_in_flight>(escaped);
  for (std::int32_t first = 0; first < size; first += vectors_in_flight * lanes<double>) {
    Doubles re[vectors_in_flight];
    Doubles im[vectors_in_flight];
    Counts counts[vectors_in_flight / 2];
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors_in_flight; ++v) {
      const std::int32_t k = first + v * lanes<double>;
      re[v] = Doubles::load_aligned(escaped.re + k);
      im[v] = Doubles::load_aligned(escaped.im + k);
      counts[v / 2] = Counts(done);
    }
    const Tested tested = test_steps(re, im, counts, c_re, c_im, steps + 1);
    std::int32_t numbers[vectors_in_flight * lanes<double>];
#pragma GCC unroll 8
    for (std::int32_t t = 0; t < vectors_in_flight / 2; ++t) {
      const std::int32_t k = t * 2 * lanes<double>;
      store_in_order<double>(counts[t], numbers + k);
    }
    for (std::int32_t k = 0; k < vectors_in_flight * lanes<double>; ++k) {
      const auto pixel = static_cast<std::int64_t>(escaped.pixel[first + k]);
      sieve.counts[pixel] = numbers[k];
    }
    if (__builtin_expect(tested.on_the_edge, 0)) recount(sieve, escaped.pixel + first);
  }
  escaped.size = 0;
}

// One round over the queue. It does not test for each vector whether there is anything to
// push, because a wrong guess costs more than to push nothing, but for all in flight together.
// Without a trap most rounds lose no pixel: they move whole vectors.
template <bool traps, std::int32_t every>
JULIA_NOT_INLINED void round(Sieve& sieve, std::int32_t blocks) {
  constexpr unsigned all_lanes = (1U << lanes<double>)-1;
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  Queue& queue = sieve.queue;
  const std::int32_t size = fill_up<in_round>(queue);
  std::int32_t going = 0;
  std::int32_t escaped = sieve.escaped.size;
  for (std::int32_t first = 0; first < size; first += in_round * lanes<double>) {
    Doubles re[in_round];
    Doubles im[in_round];
    Doubles nearest[in_round];
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_round; ++v) {
      const std::int32_t k = first + v * lanes<double>;
      re[v] = Doubles::load_aligned(queue.re + k);
      im[v] = Doubles::load_aligned(queue.im + k);
      nearest[v] = Doubles(surely_inside);
    }
    step_untested<traps, every>(re, im, nearest, c_re, c_im, blocks);
    unsigned live[in_round];
    unsigned gone[in_round];
    unsigned any_gone = 0;
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_round; ++v) {
      step(re[v], im[v], c_re, c_im);
      const Doubles last = norm(re[v], im[v]);
      live[v] = bits(last < Doubles(surely_inside));
      gone[v] = live[v] ^ all_lanes;
      any_gone |= gone[v];
      if constexpr (traps) live[v] &= ~bits(xsimd::min(nearest[v], last) < Doubles(sieve.trap));
    }
    // The escaped first, for what goes on is packed towards the front and may write over them.
    if (any_gone != 0) {
#pragma GCC unroll 8
      for (std::int32_t v = 0; v < in_round; ++v) {
        const std::int32_t k = first + v * lanes<double>;
        escaped = push(sieve.escaped, escaped, Doubles::load_aligned(queue.re + k),
                       Doubles::load_aligned(queue.im + k), Doubles::load_aligned(queue.pixel + k),
                       gone[v]);
      }
    }
    if (!traps && any_gone == 0) {
#pragma GCC unroll 8
      for (std::int32_t v = 0; v < in_round; ++v) {
        const std::int32_t k = first + v * lanes<double>;
        const Doubles pixel = Doubles::load_aligned(queue.pixel + k);
        going = push_all(queue, going, re[v], im[v], pixel);
      }
      continue;
    }
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_round; ++v) {
      const std::int32_t k = first + v * lanes<double>;
      const Doubles pixel = Doubles::load_aligned(queue.pixel + k);
      going = push(queue, going, re[v], im[v], pixel, live[v]);
    }
  }
  queue.size = going;
  sieve.escaped.size = escaped;
}

// Brings every pixel of the queue to its end; all have done `done` steps.
template <bool traps>
JULIA_NOT_INLINED void drain(Sieve& sieve, std::int32_t done) {
  const std::int32_t limit = sieve.problem.max_iterations;
  while (sieve.queue.size > 0 && done < limit) {
    const std::int32_t whole = steps_of_round<traps>(done);
    const std::int32_t steps = limit - done < whole ? limit - done : whole;
    if (sieve.patience.over((sieve.queue.size / lanes<double> + 1) * steps)) break;
    if (steps == whole) {
      round<traps, trap_every>(sieve, whole / trap_every);
    } else {
      round<traps, 1>(sieve, steps - 1);
    }
    resolve(sieve, done, steps);
    done += steps;
  }
  sieve.queue.size = 0;  // the rest has reached the limit, which is written already
}

}  // namespace juliaset::inline JULIA_ISA
