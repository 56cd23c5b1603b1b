// cpp.mirror on all cores, and cpp.openmp_balls where there is no mirror.
#include "parts/team_strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  const juliaset::Workspaces workspaces(threads, stop);
  if (workspaces.missing()) return;
  const juliaset::Plan plan = juliaset::plan_for(problem);
  if (!plan.mirror.is_there) {
    juliaset::count_by_team_as_c_allows(problem, counts, plan, {.top = 0, .bottom = problem.height},
                                        workspaces, threads, stop);
    return;
  }
  if (plan.mirror.first_row > 0) {
    juliaset::count_by_team_as_c_allows(
        problem, counts, plan, {.top = 0, .bottom = plan.mirror.first_row}, workspaces, 1, stop);
  }
  juliaset::count_halves_by_team(problem, counts, plan, workspaces, threads, stop);
}

}  // namespace

JULIA_KERNEL("cpp.mirror on all cores.", many, exact, .lanes = juliaset::lanes<double>,
             .vectors_in_flight = juliaset::vectors_in_flight, .steps = juliaset::Steps::some);
