// cpp.scalar on all cores: rows are handed out as threads become free, for those through the set
// cost a hundred times those at the edge, and equal shares would not be equal work.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  std::int32_t rows_left = problem.height;
#pragma omp parallel num_threads(threads)
  {
    auto patience = juliaset::patience_of_this_thread(stop);
#pragma omp for schedule(dynamic, 4) nowait
    for (std::int32_t j = 0; j < problem.height; ++j) {
      if (!juliaset::stopped(stop)) juliaset::count_row(problem, j, counts, patience);
      juliaset::finish(rows_left);
    }
    juliaset::leave_team(rows_left, stop);
  }
}

}  // namespace

JULIA_KERNEL("cpp.scalar on all cores: OpenMP hands out rows as threads become free.", many, exact,
             .steps = juliaset::Steps::every);
