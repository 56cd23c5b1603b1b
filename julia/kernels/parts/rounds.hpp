// Rounds: pixels of a queue take some steps without tests. One that has escaped meanwhile is
// replayed from the round's beginning, with tests; one that has been in the trap is done; the rest
// goes on.
#pragma once

#include "pairs.hpp"

namespace juliaset::inline JULIA_ISA {

constexpr std::int32_t trap_every = 4;

// Without counts there are registers for more vectors, but not for bounds of more than six; and
// four of eight lanes keep a core busy that has two units for them.
template <bool mirrors>
consteval std::int32_t in_round() {
  if (mirrors) return lanes<double> < 8 ? 6 : 4;
  return vectors_in_flight > 6 ? vectors_in_flight : 6;
}

// The steps of a round after `done` steps. Where there is a trap it is looked at in each block of
// four and at the end: 13, for an attracting cycle of 2, 3, 4 or 6 points must not be met at the
// same one always. Where there is none a round only packs, and few escape late: so it takes as many
// steps again, up to 257, for a round does not look whether to stop. With bounds all rounds are
// short, because in a replay the bound of the distance never shrinks.
template <bool traps, bool mirrors>
JULIA_INLINE std::int32_t steps_of_round(std::int32_t done) {
  constexpr std::int32_t least = 3;
  constexpr std::int32_t most = traps || mirrors ? least : 64;
  const std::int32_t blocks = done / trap_every;
  const std::int32_t enough = blocks < least ? least : blocks;
  return (enough > most ? most : enough) * trap_every + 1;
}

// Within the band where hypot must be asked a pixel is counted again, one step at a time.
JULIA_NOT_INLINED void recount(Sieve& sieve, const double* pixels) {
  for (std::int32_t k = 0; k < vectors_in_flight * lanes<double>; ++k) {
    recount_pixel(sieve, static_cast<std::int64_t>(pixels[k]));
  }
}

// Tests the steps of the pixels at `places`, which have escaped, and writes their counts.
JULIA_INLINE void replay(Sieve& sieve, Doubles (&re)[vectors_in_flight],
                         Doubles (&im)[vectors_in_flight], Counts (&counts)[vectors_in_flight / 2],
                         const double* places, std::int32_t steps) {
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  const Tested tested = test_steps(re, im, counts, c_re, c_im, steps);
  std::int32_t numbers[vectors_in_flight * lanes<double>];
  store_counts_of_tests(counts, numbers);
  for (std::int32_t k = 0; k < vectors_in_flight * lanes<double>; ++k) {
    sieve.counts[static_cast<std::int64_t>(places[k])] = numbers[k];
  }
  if (__builtin_expect(tested.on_the_edge, 0)) recount(sieve, places);
}

// The same for them and their images.
JULIA_INLINE void replay_both(Sieve& sieve, Doubles (&re)[vectors_in_flight],
                              Doubles (&im)[vectors_in_flight],
                              Counts (&counts)[vectors_in_flight / 2], const double* places,
                              std::int32_t steps) {
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  Doubles apart[vectors_in_flight];
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors_in_flight; ++v) {
    const std::int32_t k = v * lanes<double>;
    apart[v] = with_rounding(Doubles::load_aligned(places + k));
  }
  LeastStopped<vectors_in_flight> least_stopped;
  const Tested tested = test_steps_of_both<Bounds::of_all_lanes>(
      re, im, apart, counts, least_stopped, c_re, c_im, steps, near_in_rounds);
  std::int32_t numbers[vectors_in_flight * lanes<double>];
  store_counts_of_tests(counts, numbers);
  for (std::int32_t k = 0; k < vectors_in_flight * lanes<double>; ++k) {
    sieve.counts[pixel_of<true>(places[k])] = numbers[k];
  }
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors_in_flight; ++v) {
    const std::int32_t k = v * lanes<double>;
    write_images(sieve, places + k, numbers + k, apart[v]);
  }
  if (__builtin_expect(tested.on_the_edge, 0)) recount_in_band(sieve, places, least_stopped);
}

// Replays the round in which these have escaped, and writes their counts. One test more than the
// round had steps: its last z is outside, but may be on the edge.
template <bool mirrors>
JULIA_NOT_INLINED void resolve(Sieve& sieve, std::int32_t done, std::int32_t steps) {
  Queue& escaped = sieve.escaped;
  const std::int32_t size = fill_up<vectors_in_flight, mirrors>(escaped);
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
    if constexpr (mirrors) {
      replay_both(sieve, re, im, counts, escaped.pixel + first, steps + 1);
    } else {
      replay(sieve, re, im, counts, escaped.pixel + first, steps + 1);
    }
  }
  escaped.size = 0;
}

// Below this norm a pixel is surely inside at the end of a round, and its image with it.
template <bool mirrors>
constexpr double inside_after_round = mirrors ? near_in_rounds.inside : surely_inside;

// The steps of a round but for the last.
template <bool traps, bool mirrors, std::int32_t every, std::int32_t vectors>
JULIA_INLINE void step_to_the_last(Doubles (&re)[vectors], Doubles (&im)[vectors],
                                   Doubles (&nearest)[vectors],
                                   [[maybe_unused]] Doubles (&apart)[vectors], const Doubles& c_re,
                                   const Doubles& c_im, std::int32_t blocks) {
  if constexpr (mirrors) {
    step_both_untested<traps, every>(re, im, nearest, apart, c_re, c_im, blocks);
  } else {
    step_untested<traps, every>(re, im, nearest, c_re, c_im, blocks);
  }
}

// Those of some vectors at `first` that are gone join the escaped, of which it returns the number.
template <std::int32_t vectors>
JULIA_INLINE std::int32_t push_gone(Sieve& sieve, std::int32_t escaped, std::int32_t first,
                                    const unsigned (&gone)[vectors]) {
  const Queue& queue = sieve.queue;
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors; ++v) {
    const std::int32_t k = first + v * lanes<double>;
    escaped =
        push(sieve.escaped, escaped, Doubles::load_aligned(queue.re + k),
             Doubles::load_aligned(queue.im + k), Doubles::load_aligned(queue.pixel + k), gone[v]);
  }
  return escaped;
}

// One round over the queue. It does not test for each vector whether there is anything to
// push, because a wrong guess costs more than to push nothing, but for all in flight together.
// Without a trap most rounds lose no pixel: they move whole vectors.
template <bool traps, bool mirrors, std::int32_t every>
JULIA_NOT_INLINED void round(Sieve& sieve, std::int32_t blocks) {
  constexpr std::int32_t vectors = in_round<mirrors>();
  constexpr unsigned all_lanes = (1U << lanes<double>)-1;
  const Doubles c_re(sieve.problem.c_re);
  const Doubles c_im(sieve.problem.c_im);
  Queue& queue = sieve.queue;
  const std::int32_t size = fill_up<vectors, mirrors>(queue);
  std::int32_t going = 0;
  std::int32_t escaped = sieve.escaped.size;
  for (std::int32_t first = 0; first < size; first += vectors * lanes<double>) {
    Doubles re[vectors];
    Doubles im[vectors];
    Doubles nearest[vectors];
    [[maybe_unused]] Doubles apart[vectors];
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      const std::int32_t k = first + v * lanes<double>;
      re[v] = Doubles::load_aligned(queue.re + k);
      im[v] = Doubles::load_aligned(queue.im + k);
      nearest[v] = Doubles(surely_inside);
      load_apart<mirrors>(apart[v], queue, k);
    }
    step_to_the_last<traps, mirrors, every>(re, im, nearest, apart, c_re, c_im, blocks);
    unsigned live[vectors];
    unsigned gone[vectors];
    unsigned any_gone = 0;
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      if constexpr (mirrors) apart[v] = apart_after_step(apart[v], norm(re[v], im[v]));
      step(re[v], im[v], c_re, c_im);
      const Doubles last = norm(re[v], im[v]);
      live[v] = bits(last < Doubles(inside_after_round<mirrors>));
      gone[v] = live[v] ^ all_lanes;
      any_gone |= gone[v];
      if constexpr (mirrors) part_from_images(sieve, apart[v], first + v * lanes<double>, live[v]);
      if constexpr (traps) live[v] &= ~bits(xsimd::min(nearest[v], last) < Doubles(sieve.trap));
    }
    // The escaped first, for what goes on is packed towards the front and may write over them.
    if (any_gone != 0) escaped = push_gone(sieve, escaped, first, gone);
    if (!traps && any_gone == 0) {
#pragma GCC unroll 8
      for (std::int32_t v = 0; v < vectors; ++v) {
        const std::int32_t k = first + v * lanes<double>;
        const Doubles pixel = place_after_round<mirrors>(queue, k, apart[v]);
        going = push_all(queue, going, re[v], im[v], pixel);
      }
      continue;
    }
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      const std::int32_t k = first + v * lanes<double>;
      const Doubles pixel = place_after_round<mirrors>(queue, k, apart[v]);
      going = push(queue, going, re[v], im[v], pixel, live[v]);
    }
  }
  queue.size = going;
  sieve.escaped.size = escaped;
}

// Brings every pixel of the queue to its end; all have done `done` steps.
template <bool traps, bool mirrors>
JULIA_NOT_INLINED void drain(Sieve& sieve, std::int32_t done) {
  const std::int32_t limit = sieve.problem.max_iterations;
  while (sieve.queue.size > 0 && done < limit) {
    const std::int32_t whole = steps_of_round<traps, mirrors>(done);
    const std::int32_t steps = limit - done < whole ? limit - done : whole;
    if (sieve.patience.over((sieve.queue.size / lanes<double> + 1) * steps)) break;
    sieve.steps += std::int64_t{sieve.queue.size} * steps;
    if (steps == whole) {
      round<traps, mirrors, trap_every>(sieve, whole / trap_every);
    } else {
      round<traps, mirrors, 1>(sieve, steps - 1);
    }
    resolve<mirrors>(sieve, done, steps);
    done += steps;
  }
  sieve.queue.size = 0;  // the rest has reached the limit, which is written already
}

// The same for pixels that were left alone: without a mirror. The queue must be empty.
template <bool traps>
JULIA_NOT_INLINED void drain_alone(Sieve& sieve) {
  Alone& alone = sieve.alone;
  const std::int64_t steps_before = sieve.steps;
  const std::int64_t columns = sieve.problem.width;
  for (std::int32_t begin = 0; begin < alone.size; begin += Queue::capacity) {
    const std::int32_t left = alone.size - begin;
    sieve.queue.size = left < Queue::capacity ? left : Queue::capacity;
    for (std::int32_t k = 0; k < sieve.queue.size; ++k) {
      const std::int64_t pixel = alone.pixel[begin + k];
      sieve.queue.re[k] = sieve.problem.xs[pixel % columns];
      sieve.queue.im[k] = sieve.problem.ys[pixel / columns];
      sieve.queue.pixel[k] = static_cast<double>(pixel);
      sieve.counts[pixel] = sieve.problem.max_iterations;
    }
    drain<traps, false>(sieve, 0);
  }
  sieve.steps_alone += sieve.steps - steps_before;
  sieve.steps = steps_before;
  alone.size = 0;
}

}  // namespace juliaset::inline JULIA_ISA
