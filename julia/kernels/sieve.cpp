// A tile pass, then the survivors packed together for rounds of untested steps (see
// parts/sieve.hpp): no lane waits for another, and few steps are tested.
#include "parts/strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  const juliaset::Workspaces workspaces(1, stop);
  if (workspaces.missing()) return;
  juliaset::count_rows_as_c_allows<false>(problem, counts, 0, 0, problem.height,
                                          workspaces.of_thread(0), patience);
}

}  // namespace

JULIA_KERNEL("Survivors packed together, in rounds of steps without a test.", one, exact,
             .lanes = juliaset::lanes<double>, .vectors_in_flight = juliaset::vectors_in_flight,
             .steps = juliaset::Steps::some);
