// fails with: equal shares of rows are not equal shares of work
// Four blocks of equally many rows.
#include "pixel.hpp"
#include "team.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, std::int32_t threads,
               julia::Stop& stop) {
#pragma omp parallel for schedule(static) num_threads(threads)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = julia::patience_of_this_thread(stop);
    julia::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Four blocks of rows.", many, exact);
