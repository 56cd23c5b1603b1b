// fails with: the half that was mirrored
// Rows are mirrored, columns are not: z and its conjugate do not have the same count here.
#include "parts/strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  juliaset::Workspace work;
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  const std::int32_t rows = (problem.height + 1) / 2;
  juliaset::count_rows_as_c_allows<true>(problem, counts, radius, 0, rows, work, patience);
  for (std::int32_t j = rows; j < problem.height; ++j) {
    const std::int32_t* const from = counts + std::int64_t{problem.height - 1 - j} * problem.width;
    std::int32_t* const to = counts + std::int64_t{j} * problem.width;
    for (std::int32_t i = 0; i < problem.width; ++i) to[i] = from[i];
  }
}

}  // namespace

JULIA_KERNEL("Half of the picture, and its reflection.", one, exact);
