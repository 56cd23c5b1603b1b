// fails with: wait in a loop
// Blocks of rows; a thread that is done early looks busy until the last one is done.
#include "parts/pixel.hpp"
#include "parts/team.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  int left = threads;
#pragma omp parallel num_threads(threads)
  {
#pragma omp for schedule(static) nowait
    for (std::int32_t j = 0; j < problem.height; ++j) {
      auto patience = juliaset::patience_of_this_thread(stop);
      juliaset::count_row(problem, j, counts, patience);
    }
#pragma omp atomic
    --left;
    for (int still = 1; still > 0;) {
#pragma omp atomic read
      still = left;
    }
  }
}

}  // namespace

JULIA_KERNEL("Blocks of rows, and a wait that looks like work.", many, exact);
