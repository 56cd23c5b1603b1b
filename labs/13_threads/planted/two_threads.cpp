// fails with: took part
// Two threads, however many were asked for.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  (void)threads;
#pragma omp parallel for schedule(dynamic) num_threads(2)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = juliaset::patience_of_this_thread(stop);
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Always two threads.", many, exact);
