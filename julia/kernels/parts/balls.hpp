// Balls: a whole tile of 8 x 8 pixels followed as one ball that holds all their orbits. Where the
// ball is outside, all pixels escape at that step; where it is inside the trap, none ever does. For
// every c and every axis; docs/trap.md has the proof.
#pragma once

#include "juliaset/step.hpp"
#include "mirror.hpp"
#include "tile_pass.hpp"

namespace juliaset::inline JULIA_ISA {

constexpr std::int32_t tile_size = 8;
constexpr std::int32_t ball_steps = 64;  // after these most balls have grown too large

// What is known of a tile: its count, or for how many steps none of its pixels escapes.
struct Fate {
  std::int32_t count;
  std::int32_t safe;
  bool decided;
  double apart;  // how far apart pixels and their images can be after the safe steps
};

// The tiles of a band, side by side, over at most this many columns.
struct Tiles {
  static constexpr std::int32_t most = 512;
  // Vectors may begin before the end and reach behind it.
  static constexpr std::int32_t margin = 4 * lanes<double>;
  alignas(64) double centre[most + margin];
  alignas(64) double half[most + margin];
  Fate fate[most + margin];
};

struct Span {
  double centre;
  double half;
};

// The smallest span that holds some points of an axis, rounded outwards. Axes need not be sorted.
JULIA_INLINE Span span(const double* axis, std::int32_t first, std::int32_t last) {
  double low = axis[first];
  double high = axis[first];
  for (std::int32_t k = first + 1; k < last; ++k) {
    low = axis[k] < low ? axis[k] : low;
    high = axis[k] > high ? axis[k] : high;
  }
  const double centre = 0.5 * low + 0.5 * high;
  const double right = high - centre;
  const double left = centre - low;
  return {.centre = centre, .half = (right > left ? right : left) * outwards};
}

// Writes the fates of those tiles of a vector that have ended after n steps; those that are neither
// gone nor caught are not decided.
template <bool mirrors>
JULIA_INLINE void write_fates(Fate* fates, unsigned ended, unsigned gone, unsigned caught,
                              std::int32_t n, std::int32_t limit,
                              [[maybe_unused]] const Doubles& apart) {
  [[maybe_unused]] double then[lanes<double>];
  if constexpr (mirrors) {
    if (ended != 0) apart.store_unaligned(then);
  }
  for (; ended != 0; ended &= ended - 1) {
    const int k = __builtin_ctz(ended);
    const bool is_caught = ((caught >> k) & 1) != 0;
    const bool is_gone = ((gone >> k) & 1) != 0;
    fates[k] = {.count = is_caught ? limit : n,
                .safe = n,
                .decided = is_caught || is_gone,
                .apart = mirrors ? then[k] : 0};
  }
}

// Follows some vectors of tiles until the fate of each is known, for at most `most` steps. With a
// mirror the balls hold the images too, `apart` from the pixels.
template <std::int32_t vectors, bool mirrors>
JULIA_INLINE void follow(const Problem& problem, double trap_radius, const Span& rows, Tiles& tiles,
                         std::int32_t first, std::int32_t most, double apart_first) {
  const Doubles c_re(problem.c_re);
  const Doubles c_im(problem.c_im);
  const Doubles farther(outwards);
  const Doubles nearer(inwards);
  const Doubles rounded(slack);
  const Doubles outside(2 + 0x1p-30);
  const Doubles inside(2 - 0x1p-30);
  const Doubles trap(trap_radius * inwards);
  const std::int32_t limit = problem.max_iterations;
  Doubles re[vectors];
  Doubles im[vectors];
  Doubles rho[vectors];
  [[maybe_unused]] Doubles apart[vectors];
  unsigned open[vectors];
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors; ++v) {
    re[v] = Doubles::load_aligned(&tiles.centre[first + v * lanes<double>]);
    im[v] = Doubles(rows.centre);
    const Doubles half = Doubles::load_aligned(&tiles.half[first + v * lanes<double>]);
    rho[v] = xsimd::sqrt(half * half + Doubles(rows.half * rows.half)) * farther +
             Doubles(slack + apart_first);
    if constexpr (mirrors) apart[v] = Doubles(apart_first);
    open[v] = (1U << lanes<double>)-1;
  }
  std::int32_t n = 0;
  for (unsigned any_open = 1; n < most && any_open != 0; ++n) {
    any_open = 0;
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      const Doubles distance = xsimd::sqrt(norm(re[v], im[v]));
      const Doubles farthest = distance * farther + rho[v];
      const unsigned gone = open[v] & bits(distance * nearer - rho[v] >= outside);
      const unsigned caught = open[v] & bits(farthest < trap);
      const unsigned ended = open[v] & (gone | caught | ~bits(farthest < inside));
      open[v] &= ~ended;
      Fate* const fates = &tiles.fate[first + v * lanes<double>];
      write_fates<mirrors>(fates, ended, gone, caught, n, limit, apart[v]);
      any_open |= open[v];
      if (mirrors && n < tile_steps) {
        apart[v] = apart[v] * (farthest + farthest) * farther + Doubles(two_steps_off);
      }
      rho[v] = grown_radius(rho[v], distance, farther, rounded);
      step(re[v], im[v], c_re, c_im);
    }
  }
  for (std::int32_t v = 0; v < vectors; ++v) {
    Fate* const fates = &tiles.fate[first + v * lanes<double>];
    const unsigned at_limit = n == limit ? open[v] : 0;
    write_fates<mirrors>(fates, open[v], 0, at_limit, n, limit, apart[v]);
  }
}

}  // namespace juliaset::inline JULIA_ISA
