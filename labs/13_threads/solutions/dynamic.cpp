// Rows are handed out as threads become free: nobody has to know what a row costs.
#include "pixel.hpp"
#include "team.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, std::int32_t threads,
               julia::Stop& stop) {
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = julia::patience_of_this_thread(stop);
    julia::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Rows are handed out as threads become free.", many, exact);
