// fails with: The picture is upside down
// The rows in the wrong order.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    std::int32_t* const row = counts + std::int64_t{problem.height - 1 - j} * problem.width;
    juliaset::count_pixels(problem, j, 0, problem.width, row, patience);
  }
}

}  // namespace

JULIA_KERNEL("Row after row.", one, exact);
