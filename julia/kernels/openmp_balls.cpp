// cpp.balls on all cores: blocks of rows as threads become free, with a workspace each.
#include "parts/strips.hpp"
#include "parts/team.hpp"

namespace {

constexpr std::int32_t rows_of_a_block = 32;

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  const juliaset::Workspaces workspaces(threads, stop);
  if (workspaces.missing()) return;
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  const std::int32_t blocks = (problem.height - 1) / rows_of_a_block + 1;
  std::int32_t blocks_left = blocks;
#pragma omp parallel num_threads(threads)
  {
    auto patience = juliaset::patience_of_this_thread(stop);
    juliaset::Workspace& work = workspaces.of_thread(omp_get_thread_num());
#pragma omp for schedule(dynamic) nowait
    for (std::int32_t block = 0; block < blocks; ++block) {
      const std::int32_t top = block * rows_of_a_block;
      const std::int32_t bottom = block + 1 < blocks ? top + rows_of_a_block : problem.height;
      if (!juliaset::stopped(stop)) {
        juliaset::count_rows_as_c_allows<true>(problem, counts, radius, top, bottom, work,
                                               patience);
      }
      juliaset::finish(blocks_left);
    }
    juliaset::leave_team(blocks_left, stop);
  }
}

}  // namespace

JULIA_KERNEL("cpp.balls on all cores.", many, exact, .lanes = juliaset::lanes<double>,
             .vectors_in_flight = juliaset::vectors_in_flight, .steps = juliaset::Steps::some);
