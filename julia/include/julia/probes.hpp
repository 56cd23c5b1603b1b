// What can be asked beside the kernels: what a core can do at best, and which tiles are proved.
#pragma once

#include <cstdint>

#include "julia/features.hpp"
#include "julia/problem.hpp"

namespace julia {

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

// For each tile of 8 x 8 pixels, row by row: its count where one ball decides it, else -1 less the
// steps that none of its pixels escapes in. fates: ceil(width / 8) * ceil(height / 8) of them.
void prove_tiles(const Problem& problem, std::int32_t* fates) noexcept;

}  // namespace julia
