// fails with: Every count is one off
// Each count is one too large.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    std::int32_t* const row = counts + std::int64_t{j} * problem.width;
    juliaset::count_row(problem, j, counts, patience);
    for (std::int32_t i = 0; i < problem.width; ++i) ++row[i];
  }
}

}  // namespace

JULIA_KERNEL("Row after row.", one, exact);
