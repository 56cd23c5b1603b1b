// fails with: a constant isn't a picture
// One number for all pixels.
#include "pixel.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    std::int32_t* const row = counts + std::int64_t{j} * problem.width;
    for (std::int32_t i = 0; i < problem.width; ++i) row[i] = problem.max_iterations;
  }
}

}  // namespace

JULIA_KERNEL("Row after row.", one, exact);
