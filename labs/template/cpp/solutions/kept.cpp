// Each count is kept where it belongs.
#include "pixel.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    julia::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("Row after row.", one, exact);
