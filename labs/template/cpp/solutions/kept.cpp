// Each count is kept where it belongs.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Row after row.", one, exact);
