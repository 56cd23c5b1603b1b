// cpp.simd_tiled with the multiply-subtract fused: one rounding less a step, so not what Python
// computes. It is what GCC's default, -ffp-contract=fast, does behind an author's back.
#include "tile.hpp"

namespace {

template <class Vector>
inline __attribute__((always_inline)) Vector fused_square_minus(const Vector& a, const Vector& b) {
#ifdef JULIA_ISA_avx512
  return _mm512_fmsub_pd(a, a, b);  // xsimd 8 has none for avx512f: it would round twice
#else
  return xsimd::fms(a, a, b);
#endif
}

struct Fused {
  static constexpr bool asks_hypot = true;
  static constexpr bool traps = false;
  template <class Vector>
  static inline __attribute__((always_inline)) void step(Vector& re, Vector& im,
                                                         const Vector& /*re2*/, const Vector& im2,
                                                         const Vector& c_re, const Vector& c_im) {
    const Vector product = re * im;
    re = fused_square_minus(re, im2) + c_re;
    im = (product + product) + c_im;
  }
};

void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  julia::count_picture<double, Fused, julia::vectors_in_flight>(problem, counts, stop);
}

}  // namespace

JULIA_KERNEL(
    "A fused multiply-subtract: one rounding less than Python, other counts here and there.", one,
    tolerant, .lanes = julia::lanes<double>, .vectors_in_flight = julia::vectors_in_flight,
    .steps = julia::Steps::every);
