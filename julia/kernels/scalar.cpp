// One pixel at a time, complex arithmetic written out (see parts/pixel.hpp): no square root,
// no look for NaN. The chain z -> z*z + c is all latency: most of the core stands idle.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("One pixel at a time, complex arithmetic written out, no square root.", one, exact,
             .steps = juliaset::Steps::every);
