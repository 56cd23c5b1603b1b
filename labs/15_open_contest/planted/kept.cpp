// fails with: kept from call to call
// The first answer of each size is kept.
#include <vector>

#include "parts/strips.hpp"

namespace {

std::vector<std::int32_t> kept;
std::int32_t kept_width = 0;

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  const std::size_t size = std::size_t(problem.width) * std::size_t(problem.height);
  if (kept_width != problem.width || kept.size() != size) {
    juliaset::Workspace work;
    const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
    juliaset::count_rows_as_c_allows<true>(problem, counts, radius, 0, problem.height, work,
                                           patience);
    kept.assign(counts, counts + size);
    kept_width = problem.width;
    return;
  }
  for (std::size_t k = 0; k < size; ++k) counts[k] = kept[k];
}

}  // namespace

JULIA_KERNEL("The first answer of each size, kept.", one, exact);
