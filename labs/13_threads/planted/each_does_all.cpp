// fails with: worked out by more than one thread
// There are four threads, but the rows are not shared out: each thread computes all of them.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
#pragma omp parallel num_threads(threads)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = juliaset::patience_of_this_thread(stop);
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Every row by every thread.", many, exact);
