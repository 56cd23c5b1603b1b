// cpp.simd_tiled in single precision: twice the lanes, half the digits, and other counts.
// Its counters are floats too, and stop at 2^24.
#include "parts/tile.hpp"

namespace {

struct Single : juliaset::Strict {
  static constexpr bool asks_hypot = false;
};

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  juliaset::count_picture<float, Single, juliaset::vectors_in_flight>(problem, counts, stop);
}

}  // namespace

JULIA_KERNEL("Single precision: twice the lanes, half the digits, and pixels that differ.", one,
             tolerant, .lanes = juliaset::lanes<float>,
             .vectors_in_flight = juliaset::vectors_in_flight, .steps = juliaset::Steps::every);
