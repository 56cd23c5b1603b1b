// Row after row on one thread, to be shared among several.
#include "pixel.hpp"
#include "team.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, std::int32_t threads,
               julia::Stop& stop) {
  (void)threads;  // says that nobody uses it yet
  // TODO: which thread works out which rows, and who decides that?
  for (std::int32_t j = 0; j < problem.height; ++j) {
    auto patience = julia::patience_of_this_thread(stop);
    julia::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Row after row, to be shared among threads.", many, exact);
