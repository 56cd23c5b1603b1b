// cpp.sieve, and a pixel in the trap is done: a disc that the map brings back into itself (see
// trap.hpp). Most pixels that never escape are known after some 40 steps instead of 300.
#include "parts/strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  const juliaset::Workspaces workspaces(1, stop);
  if (workspaces.missing()) return;
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  juliaset::count_rows_as_c_allows<false>(problem, counts, radius, 0, problem.height,
                                          workspaces.of_thread(0), patience);
}

}  // namespace

JULIA_KERNEL("cpp.sieve with a trap: a disc from which no orbit escapes ends the count.", one,
             exact, .lanes = juliaset::lanes<double>,
             .vectors_in_flight = juliaset::vectors_in_flight, .steps = juliaset::Steps::some);
