// cpp.scalar on all cores: rows are handed out as threads become free, for those through the set
// cost a hundred times those at the edge, and equal shares would not be equal work.
#include "pixel.hpp"
#include "team.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, std::int32_t threads,
               julia::Stop& stop) {
  std::int32_t rows_left = problem.height;
#pragma omp parallel num_threads(threads)
  {
    auto patience = julia::patience_of_this_thread(stop);
#pragma omp for schedule(dynamic, 4) nowait
    for (std::int32_t j = 0; j < problem.height; ++j) {
      if (!julia::stopped(stop)) julia::count_row(problem, j, counts, patience);
      julia::finish(rows_left);
    }
    julia::leave_team(rows_left, stop);
  }
}

}  // namespace

JULIA_KERNEL("cpp.scalar on all cores: OpenMP hands out rows as threads become free.", many, exact,
             .steps = julia::Steps::every);
