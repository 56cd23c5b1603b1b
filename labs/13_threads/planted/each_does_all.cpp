// fails with: worked out by more than one thread
// Four threads are there, and nobody has dealt out the rows: each works out all of them.
#include "pixel.hpp"
#include "team.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, std::int32_t threads,
               julia::Stop& stop) {
#pragma omp parallel num_threads(threads)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = julia::patience_of_this_thread(stop);
    julia::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Every row by every thread.", many, exact);
