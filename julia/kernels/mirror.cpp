// cpp.balls for half of a picture whose other half is its mirror image: one orbit stands for both
// pixels as long as they cannot be too far apart (see parts/mirror.hpp).
#include "parts/halves.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  const juliaset::Workspaces workspaces(1, stop);
  if (workspaces.missing()) return;
  juliaset::Workspace& work = workspaces.of_thread(0);
  const juliaset::Plan plan = juliaset::plan_for(problem);
  std::int32_t rows_without_image = problem.height;
  if (plan.mirror.is_there) {
    const std::int32_t bottom = plan.mirror.last_row + 1;
    rows_without_image = plan.mirror.first_row;
    juliaset::count_halves_as_c_allows(problem, counts, plan, rows_without_image, bottom, work,
                                       patience);
  }
  juliaset::count_rows_as_c_allows<true>(problem, counts, plan.radius, 0, rows_without_image, work,
                                         patience);
}

}  // namespace

JULIA_KERNEL("cpp.balls for half of a picture that is its own mirror image.", one, exact,
             .lanes = juliaset::lanes<double>, .vectors_in_flight = juliaset::vectors_in_flight,
             .steps = juliaset::Steps::some);
