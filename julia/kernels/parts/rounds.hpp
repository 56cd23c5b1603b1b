// Rounds: pixels of a queue take some steps without tests. One that has escaped meanwhile is
// replayed from the round's beginning, with tests; one that has been in the trap is done; the rest
// goes on.
#pragma once

#include "sieve.hpp"
#include "steps.hpp"

namespace juliaset::inline JULIA_ISA {

// Steps of a round: the trap is looked at in each block of four and at the end. 13, for an
// attracting cycle of 2, 3, 4 or 6 points must not be met at the same one always.
constexpr std::int32_t trap_every = 4;
constexpr std::int32_t round_steps = 3 * trap_every + 1;
constexpr std::int32_t in_round = vectors_in_flight > 6 ? vectors_in_flight : 6;  // without tallies

// Within the band where hypot must be asked, the pixel is counted again, one step at a time.
JULIA_INLINE void recount_on_the_edge(Sieve& sieve, const Mask& edge, const double* pixels,
                                      unsigned stopped) {
  unsigned lane = stopped & bits(edge);
  for (; __builtin_expect(lane != 0, 0); lane &= lane - 1) {
    const auto pixel = static_cast<std::int64_t>(pixels[__builtin_ctz(lane)]);
    const std::int64_t columns = sieve.problem.width;
    sieve.counts[pixel] =
        escape_count(sieve.problem.xs[pixel % columns], sieve.problem.ys[pixel / columns],
                     sieve.problem, sieve.patience);
  }
}

// Replays the round in which these have escaped, and writes their counts. One test more than the
// round had steps: its last z is outside, but may be on the edge.
JULIA_NOT_INLINED void resolve(Sieve& sieve, std::int32_t done, std::int32_t steps_of_round) {
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  Queue& escaped = sieve.escaped;
  for (std::int32_t first = 0; first < escaped.size; first += vectors_in_flight * lanes<double>) {
    Doubles re[vectors_in_flight];
    Doubles im[vectors_in_flight];
    Doubles tallies[vectors_in_flight];
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors_in_flight; ++v) {
      const std::int32_t k =
          first + v * lanes<double> < escaped.size ? first + v * lanes<double> : first;
      re[v] = Doubles::load_aligned(escaped.re + k);
      im[v] = Doubles::load_aligned(escaped.im + k);
      tallies[v] = tally(done);
    }
    const Mask edge = test_steps(re, im, tallies, c_re, c_im, steps_of_round + 1);
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors_in_flight; ++v) {
      const std::int32_t begin = first + v * lanes<double>;
      if (begin >= escaped.size) break;
      const std::int32_t end =
          escaped.size - begin < lanes<double> ? escaped.size - begin : lanes<double>;
      const double* const pixels = escaped.pixel + begin;
      double steps[lanes<double>];
      steps_of(tallies[v]).store_unaligned(steps);
      for (std::int32_t k = 0; k < end; ++k) {
        sieve.counts[static_cast<std::int64_t>(pixels[k])] = static_cast<std::int32_t>(steps[k]);
      }
      recount_on_the_edge(sieve, edge, pixels, (1U << end) - 1);
    }
  }
  escaped.size = 0;
}

// Lanes of the vector at `begin` of a queue with `size` pixels.
JULIA_INLINE unsigned lanes_within(std::int32_t begin, std::int32_t size) {
  const std::int32_t left = size - begin;
  return left >= lanes<double> ? (1U << lanes<double>)-1 : (1U << (left > 0 ? left : 0)) - 1;
}

// One round over the queue. It does not test for each vector whether there is anything to
// push, because a wrong guess costs more than to push nothing, but for all in flight together.
template <bool traps, std::int32_t every>
JULIA_NOT_INLINED void round(Sieve& sieve, std::int32_t blocks) {
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  Queue& queue = sieve.queue;
  const std::int32_t size = queue.size;
  std::int32_t going = 0;
  std::int32_t escaped = sieve.escaped.size;
  for (std::int32_t first = 0; first < size; first += in_round * lanes<double>) {
    Doubles re[in_round];
    Doubles im[in_round];
    Doubles nearest[in_round];
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_round; ++v) {
      const std::int32_t k = first + v * lanes<double> < size ? first + v * lanes<double> : first;
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
      const unsigned within = lanes_within(first + v * lanes<double>, size);
      live[v] = within & bits(last < Doubles(surely_inside));
      gone[v] = within & ~live[v];
      any_gone |= gone[v];
      if constexpr (traps) live[v] &= ~bits(xsimd::min(nearest[v], last) < Doubles(sieve.trap));
    }
    // The escaped first, for what goes on is packed towards the front and may write over them.
    if (any_gone != 0) {
#pragma GCC unroll 8
      for (std::int32_t v = 0; v < in_round; ++v) {
        const std::int32_t k = first + v * lanes<double> < size ? first + v * lanes<double> : first;
        escaped = push(sieve.escaped, escaped, Doubles::load_aligned(queue.re + k),
                       Doubles::load_aligned(queue.im + k), Doubles::load_aligned(queue.pixel + k),
                       gone[v]);
      }
    }
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < in_round; ++v) {
      const std::int32_t k = first + v * lanes<double> < size ? first + v * lanes<double> : first;
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
    const std::int32_t steps = limit - done < round_steps ? limit - done : round_steps;
    if (sieve.patience.over((sieve.queue.size / lanes<double> + 1) * steps)) break;
    if (steps == round_steps) {
      round<traps, trap_every>(sieve, round_steps / trap_every);
    } else {
      round<traps, 1>(sieve, steps - 1);
    }
    resolve(sieve, done, steps);
    done += steps;
  }
  sieve.queue.size = 0;  // the rest has reached the limit, which is written already
}

}  // namespace juliaset::inline JULIA_ISA
