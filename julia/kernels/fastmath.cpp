// The text of cpp.scalar under -ffast-math (see kernels.cmake): the compiler may reassociate, and
// some counts of a sensitive picture change, while the book's sum stays what it was.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    juliaset::count_row(problem, j, counts, patience);
  }
}

}  // namespace

JULIA_KERNEL("cpp.scalar under -ffast-math: the compiler may reorder what Python must not.", one,
             tolerant, .steps = juliaset::Steps::every);
