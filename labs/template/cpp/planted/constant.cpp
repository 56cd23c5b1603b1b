// fails with: a constant isn't a picture
// One number for all pixels.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    std::int32_t* const row = counts + std::int64_t{j} * problem.width;
    for (std::int32_t i = 0; i < problem.width; ++i) row[i] = problem.max_iterations;
  }
}

}  // namespace

JULIA_KERNEL("Row after row.", one, exact);
