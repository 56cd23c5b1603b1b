// cpp.sieve_trap, after whole tiles have been proved with one orbit each (see balls.hpp): most
// pixels are never iterated at all.
#include "strips.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  const julia::Workspaces workspaces(1, stop);
  if (workspaces.missing()) return;
  const double radius = julia::trap_radius(problem.c_re, problem.c_im);
  julia::count_rows_as_c_allows<true>(problem, counts, radius, 0, problem.height,
                                      workspaces.of_thread(0), patience);
}

}  // namespace

JULIA_KERNEL("Whole tiles proved by one orbit, the rest through sieve and trap.", one, exact,
             .lanes = julia::lanes<double>, .vectors_in_flight = julia::vectors_in_flight,
             .steps = julia::Steps::some);
