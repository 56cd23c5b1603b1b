// What cpp.balls does: whole tiles proved by one orbit, the rest through sieve and trap.
#include "parts/strips.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  juliaset::Workspace work;
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  // TODO: which of these rows, or pixels, need not be worked out at all?
  juliaset::count_rows_as_c_allows<true>(problem, counts, radius, 0, problem.height, work,
                                         patience);
}

}  // namespace

JULIA_KERNEL("Whole tiles proved by one orbit, to be beaten.", one, exact);
