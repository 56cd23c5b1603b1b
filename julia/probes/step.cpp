// The step as fast as this instruction set can: all flops and nothing else, or with the test.
#include "juliaset/step.hpp"

#include "parts/batch.hpp"
#include "probes.hpp"

namespace {

using Vector = juliaset::Batch<double>;

template <int vectors, bool tested>
double run_with(std::int64_t steps) {
  // A c within the cardioid: all orbits stay small and settle, none becomes subnormal.
  const Vector c_re(-0.1);
  const Vector c_im(0.1);
  const Vector edge(4.0);
  const Vector one(1.0);
  const Vector zero(0.0);
  Vector re[vectors];
  Vector im[vectors];
  Vector counts[vectors];
  for (int v = 0; v < vectors; ++v) {
    re[v] = Vector(0.01 * v);
    im[v] = Vector(0.1);
    counts[v] = zero;
  }
  for (std::int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 8
    for (int v = 0; v < vectors; ++v) {
      const Vector re2 = re[v] * re[v];
      const Vector im2 = im[v] * im[v];
      if constexpr (tested) counts[v] += xsimd::select(re2 + im2 < edge, one, zero);
      juliaset::step_from_squares(re[v], im[v], re2, im2, c_re, c_im);
    }
  }
  double sum = 0;
  for (int v = 0; v < vectors; ++v) sum += re[v].get(0) + im[v].get(0) + counts[v].get(0);
  return sum;
}

template <bool tested>
double run(std::int32_t vectors, std::int64_t steps) noexcept {
  double sum = 0;
  switch (vectors) {
    case 1:
      sum = run_with<1, tested>(steps);
      break;
    case 2:
      sum = run_with<2, tested>(steps);
      break;
    case 4:
      sum = run_with<4, tested>(steps);
      break;
    case 6:
      sum = run_with<6, tested>(steps);
      break;
    default:
      sum = run_with<8, tested>(steps);
      break;
  }
  juliaset::leave_avx();
  return sum;
}

}  // namespace

extern "C" {
extern const juliaset::Roof JULIA_PASTE(julia_roof_, JULIA_ISA);
constinit const juliaset::Roof JULIA_PASTE(julia_roof_, JULIA_ISA){
    .isa = JULIA_STRING(JULIA_ISA),
    .lanes = static_cast<std::int32_t>(Vector::size),
    .needs = juliaset::needs_here,
    .run = &run<false>,
    .run_tested = &run<true>};
}
