// fails with: a constant isn't a picture
// The limit for every pixel, which is right for a tenth of the book's picture.
#include "parts/pixel.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop&) {
  for (std::int64_t k = 0; k < std::int64_t{problem.width} * problem.height; ++k) {
    counts[k] = problem.max_iterations;
  }
}

}  // namespace

JULIA_KERNEL("The limit for every pixel, without a step.", one, exact);
