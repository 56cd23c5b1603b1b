// cpp.simd_tiled with a trap (see trap.hpp): a lane that enters a disc from which no orbit escapes
// is done. One more comparison a step, and the tile ends as soon as all lanes have stopped or are
// trapped.
#include "parts/strips.hpp"

namespace {

constexpr std::int32_t height = juliaset::vectors_in_flight;

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  for (std::int32_t top = 0; top < problem.height && !patience.ended(); top += height) {
    const std::int32_t bottom = top < problem.height - height ? top + height : problem.height;
    for (std::int32_t left = 0; left < problem.width && !patience.ended();
         left += juliaset::lanes<double>) {
      juliaset::count_tile<double, juliaset::Trapping, height>(
          problem, left, top, bottom, counts, patience, radius * radius * juliaset::inwards);
    }
  }
}

}  // namespace

// No rung of the ladder: cpp.sieve_trap shows there what a trap is worth.
JULIA_KERNEL("cpp.simd_tiled with a trap: a disc from which no orbit escapes ends the count.", one,
             exact, .lanes = juliaset::lanes<double>,
             .vectors_in_flight = juliaset::vectors_in_flight, .steps = juliaset::Steps::some,
             .rung = false);
