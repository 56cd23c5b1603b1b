// A picture, row by row: one line is missing.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    // TODO: juliaset::count_row counts the pixels of a row.
    (void)counts;
  }
}

}  // namespace

JULIA_KERNEL("Row after row.", one, exact);
