// cpp.simd_tiled in single precision: twice the lanes, half the digits, and other counts.
// Its counters are floats too, and stop at 2^24.
#include "tile.hpp"

namespace {

struct Single : julia::Strict {
  static constexpr bool asks_hypot = false;
};

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  julia::count_picture<float, Single, julia::vectors_in_flight>(problem, counts, stop);
}

}  // namespace

JULIA_KERNEL("Single precision: twice the lanes, half the digits, and pixels that differ.", one,
             tolerant, .lanes = julia::lanes<float>, .vectors_in_flight = julia::vectors_in_flight,
             .steps = julia::Steps::every);
