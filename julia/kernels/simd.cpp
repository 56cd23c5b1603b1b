// One vector of neighbouring pixels, tested each iteration. A vector costs what its slowest lane
// costs, and it still waits out the latency of every step: one chain of 2, 4 or 8 pixels.
#include "parts/tile.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  juliaset::count_picture<double, juliaset::Strict, 1>(problem, counts, stop);
}

}  // namespace

JULIA_KERNEL("SIMD by hand with xsimd: one pixel a lane, one vector, tested each iteration.", one,
             exact, .lanes = juliaset::lanes<double>, .steps = juliaset::Steps::every);
