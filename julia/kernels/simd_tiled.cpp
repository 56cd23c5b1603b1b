// Several vectors in flight instead of one (see parts/tile.hpp): what was latency becomes
// throughput. Four are enough (parts/batch.hpp says why not more), and two of them share a test
// (parts/tested.hpp).
#include "parts/tile.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  juliaset::count_picture<double, juliaset::Strict, juliaset::vectors_in_flight>(problem, counts,
                                                                                 stop);
}

}  // namespace

JULIA_KERNEL("SIMD with several independent vectors in flight, a tile of pixels at a time.", one,
             exact, .lanes = juliaset::lanes<double>,
             .vectors_in_flight = juliaset::vectors_in_flight, .steps = juliaset::Steps::every);
