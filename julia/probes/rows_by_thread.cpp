// Which thread of cpp.openmp took which row: the same loop and the same schedule, and each row's
// first count is then replaced by its thread.
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
      counts[std::int64_t{j} * problem.width] = omp_get_thread_num();
      juliaset::finish(rows_left);
    }
    juliaset::leave_team(rows_left, stop);
  }
}

}  // namespace

JULIA_KERNEL("The thread of each row of cpp.openmp, instead of its first count.", many, tolerant,
             .steps = juliaset::Steps::every);
