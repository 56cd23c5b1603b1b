// fails with: one after the other
// There are four threads, but a lock lets only one of them work.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = juliaset::patience_of_this_thread(stop);
#pragma omp critical
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("One thread at a time.", many, exact);
