// A tile pass, then the survivors packed together for rounds of untested steps (see sieve.hpp): no
// lane waits for another, and few steps are tested.
#include "strips.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  const julia::Workspaces workspaces(1, stop);
  if (workspaces.missing()) return;
  julia::count_rows_as_c_allows<false>(problem, counts, 0, 0, problem.height,
                                       workspaces.of_thread(0), patience);
}

}  // namespace

JULIA_KERNEL("Survivors packed together, in rounds of steps without a test.", one, exact,
             .lanes = julia::lanes<double>, .vectors_in_flight = julia::vectors_in_flight,
             .steps = julia::Steps::some);
