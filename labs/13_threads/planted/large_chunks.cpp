// fails with: equal shares of rows
// Handed out as threads become free, but in pieces so large that one of them is most of the work.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  const std::int32_t chunk = problem.height / 3 + 1;
#pragma omp parallel for schedule(dynamic, chunk) num_threads(threads)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = juliaset::patience_of_this_thread(stop);
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Three large pieces.", many, exact);
