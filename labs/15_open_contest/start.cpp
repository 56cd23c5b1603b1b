// What cpp.balls does: whole tiles proved by one orbit, the rest through sieve and trap.
#include "strips.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  julia::Workspace work;
  const double radius = julia::trap_radius(problem.c_re, problem.c_im);
  // TODO: which of these rows, or pixels, need not be worked out at all?
  julia::count_rows_as_c_allows<true>(problem, counts, radius, 0, problem.height, work, patience);
}

}  // namespace

JULIA_KERNEL("Whole tiles proved by one orbit, to be beaten.", one, exact);
