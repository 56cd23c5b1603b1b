// cpp.balls on all cores: blocks of rows as threads become free (see parts/team_strips.hpp).
#include "parts/team_strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  const juliaset::Workspaces workspaces(threads, stop);
  if (workspaces.missing()) return;
  const juliaset::Plan plan = juliaset::plan_without_mirror(problem);
  juliaset::count_by_team_as_c_allows(problem, counts, plan, {.top = 0, .bottom = problem.height},
                                      workspaces, threads, stop);
}

}  // namespace

// No rung of the ladder: cpp.openmp_mirror is the fastest, and shows what cores are worth to it.
JULIA_KERNEL("cpp.balls on all cores.", many, exact, .lanes = juliaset::lanes<double>,
             .vectors_in_flight = juliaset::vectors_in_flight, .steps = juliaset::Steps::some,
             .rung = false);
