// cpp.sieve_trap, after whole tiles have been proved with one orbit each (see parts/balls.hpp):
// most pixels are never iterated at all.
#include "parts/strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  const juliaset::Workspaces workspaces(1, stop);
  if (workspaces.missing()) return;
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  juliaset::count_rows_as_c_allows<true>(problem, counts, radius, 0, problem.height,
                                         workspaces.of_thread(0), patience);
}

}  // namespace

JULIA_KERNEL("Whole tiles proved by one orbit, the rest through sieve and trap.", one, exact,
             .lanes = juliaset::lanes<double>, .vectors_in_flight = juliaset::vectors_in_flight,
             .steps = juliaset::Steps::some);
