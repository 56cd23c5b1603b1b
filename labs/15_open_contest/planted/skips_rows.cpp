// fails with: pixels are wrong
// Every second row is its neighbour: the sum hardly changes.
#include "parts/strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  juliaset::Workspace work;
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  for (std::int32_t j = 0; j < problem.height; j += 2) {
    juliaset::count_rows_as_c_allows<true>(problem, counts, radius, j, j + 1, work, patience);
    if (j + 1 == problem.height) break;
    const std::int32_t* const from = counts + std::int64_t{j} * problem.width;
    for (std::int32_t i = 0; i < problem.width; ++i) {
      counts[std::int64_t{j + 1} * problem.width + i] = from[i];
    }
  }
}

}  // namespace

JULIA_KERNEL("Every second row, twice.", one, exact);
