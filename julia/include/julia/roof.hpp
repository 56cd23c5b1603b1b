// What a core can do at best, to be timed by whoever asks: the roof under which kernels stand.
#pragma once

#include <cstdint>

#include "julia/features.hpp"

namespace julia {

// The step z -> z*z + c without any test, on independent vectors: nothing waits, nothing is asked.
struct Roof {
  const char* isa;
  std::int32_t lanes;
  std::uint64_t needs;
  // Takes vectors * lanes * steps iterations; vectors is 1, 2, 4, 6 or 8. The answer only keeps
  // the compiler from leaving the work out.
  double (*run)(std::int32_t vectors, std::int64_t steps) noexcept;
};

// Additions that wait for each other: each takes one cycle, so that their number is the clock.
void count_cycles(std::int64_t cycles) noexcept;

}  // namespace julia
