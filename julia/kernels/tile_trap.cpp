// cpp.simd_tiled with a trap (see trap.hpp): a lane that enters a disc from which no orbit escapes
// is done. One more comparison a step, and the tile ends as soon as all lanes have stopped or are
// trapped.
#include "strips.hpp"

namespace {

constexpr std::int32_t height = julia::in_flight;

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  const double radius = julia::trap_radius(problem.c_re, problem.c_im);
  for (std::int32_t top = 0; top < problem.height && !patience.ended(); top += height) {
    const std::int32_t bottom = top < problem.height - height ? top + height : problem.height;
    for (std::int32_t left = 0; left < problem.width && !patience.ended(); left += julia::width) {
      julia::count_tile<double, julia::Trapping, height>(problem, left, top, bottom, counts,
                                                         patience, radius * radius * julia::down);
    }
  }
}

}  // namespace

JULIA_KERNEL("cpp.simd_tiled with a trap: a disc from which no orbit escapes ends the count.", one,
             exact, .lanes = julia::lanes<double>, .vectors_in_flight = julia::vectors_in_flight,
             .steps = julia::Steps::some);
