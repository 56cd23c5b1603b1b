// Rows are handed out as threads become free: their cost need not be known beforehand.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = juliaset::patience_of_this_thread(stop);
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Rows are handed out as threads become free.", many, exact);
