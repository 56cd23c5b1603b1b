// Several vectors in flight instead of one (see tile.hpp): what was latency becomes throughput.
// As many as the registers hold: 16 of them keep four vectors' state, the 32 of AVX-512 eight.
#include "tile.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  julia::count_picture<double, julia::Strict, julia::vectors_in_flight>(problem, counts, stop);
}

}  // namespace

JULIA_KERNEL("SIMD with several independent vectors in flight, a tile of pixels at a time.", one,
             exact, .lanes = julia::lanes<double>, .vectors_in_flight = julia::vectors_in_flight,
             .steps = julia::Steps::every);
