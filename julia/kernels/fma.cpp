// cpp.simd_tiled with the multiply-subtract fused: one rounding less a step, so not what Python
// computes. It is what GCC's default, -ffp-contract=fast, does behind an author's back.
#include "parts/tile.hpp"

namespace {

struct Fused {
  static constexpr bool asks_hypot = true;
  static constexpr bool traps = false;
  template <class Vector>
  static inline __attribute__((always_inline)) void step(Vector& re, Vector& im,
                                                         const Vector& /*re2*/, const Vector& im2,
                                                         const Vector& c_re, const Vector& c_im) {
    const Vector product = re * im;
    re = juliaset::fused_multiply_subtract(re, re, im2) + c_re;
    im = (product + product) + c_im;
  }
};

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  juliaset::count_picture<double, Fused, juliaset::vectors_in_flight>(problem, counts, stop);
}

}  // namespace

JULIA_KERNEL(
    "A fused multiply-subtract: one rounding less than Python, other counts here and there.", one,
    tolerant, .lanes = juliaset::lanes<double>, .vectors_in_flight = juliaset::vectors_in_flight,
    .steps = juliaset::Steps::every);
