// Row after row on one thread, to be shared among several.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  (void)threads;  // not used yet
  // TODO: which thread computes which rows, and what decides that?
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = juliaset::patience_of_this_thread(stop);
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Row after row, to be shared among threads.", many, exact);
