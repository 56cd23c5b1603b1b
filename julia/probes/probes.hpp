// What can be measured in addition to kernels: what a core can do at best, and which tiles are
// proved.
#pragma once

#include <cstdint>

#include "juliaset/features.hpp"
#include "juliaset/problem.hpp"

namespace juliaset {

// The step z -> z*z + c without any test, on independent vectors: nothing waits, nothing is asked.
struct Roof {
  const char* isa;
  std::int32_t lanes;
  std::uint64_t needs;
  // Takes vectors * lanes * steps iterations; vectors is 1, 2, 4, 6 or 8. The answer only keeps
  // the compiler from leaving the work out.
  double (*run)(std::int32_t vectors, std::int64_t steps) noexcept;
  // The same with the test that a kernel makes at each step, and a count of the steps.
  double (*run_tested)(std::int32_t vectors, std::int64_t steps) noexcept;
};

// Additions that wait for each other: each takes one cycle, so that their number is the clock.
void count_cycles(std::int64_t cycles) noexcept;

// The height and width of a tile.
constexpr std::int32_t pixels_of_a_tile = 8;

// For each tile, row by row: its count if one ball decides it, else -1 less the
// steps that none of its pixels escapes in. fates: one for each tile, those at the edges included.
void prove_tiles(const Problem& problem, std::int32_t* fates) noexcept;

// The steps of the sieve's tile pass, for done = 0, or of the round after `done` steps; none where
// c allows no sieve.
std::int32_t sieve_steps(double c_re, double c_im, std::int32_t done) noexcept;

}  // namespace juliaset
