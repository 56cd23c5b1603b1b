// One pixel at a time, complex arithmetic written out (see pixel.hpp): no square root,
// no look for NaN. The chain z -> z*z + c is all latency: most of the core stands idle.
#include "pixel.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    julia::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("One pixel at a time, complex arithmetic written out, no square root.", one, exact,
             .steps = julia::Steps::every);
