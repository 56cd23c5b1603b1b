// fails with: counts of float32
// Twice as many lanes, with half the digits.
#include "parts/batch.hpp"

namespace {

using Vector = juliaset::Batch<float>;
constexpr std::int32_t lanes = juliaset::lanes<float>;
constexpr std::int32_t rows = 4;

void count_lanes(const juliaset::Problem& problem, std::int32_t left, std::int32_t top,
                 std::int32_t* counts, juliaset::Patience& patience) {
  const Vector c_re(float(problem.c_re));
  const Vector c_im(float(problem.c_im));
  const Vector zero(0.0F);
  const Vector one(1.0F);
  Vector re[rows];
  Vector im[rows];
  Vector steps[rows];
  for (std::int32_t r = 0; r < rows; ++r) {
    const std::int32_t j = top + r < problem.height ? top + r : problem.height - 1;
    re[r] = juliaset::load_points<float>(problem.xs, left, problem.width);
    im[r] = Vector(float(problem.ys[j]));
    steps[r] = zero;
  }
  for (std::int32_t n = 0; !patience.over() && n < problem.max_iterations; ++n) {
    auto any_live = zero < zero;
    for (std::int32_t r = 0; r < rows; ++r) {
      const Vector re2 = re[r] * re[r];
      const Vector im2 = im[r] * im[r];
      const auto live = re2 + im2 < Vector(4.0F);
      const Vector product = re[r] * im[r];
      // A lane that has left keeps its z, and so it stays outside.
      re[r] = xsimd::select(live, (re2 - im2) + c_re, re[r]);
      im[r] = xsimd::select(live, (product + product) + c_im, im[r]);
      steps[r] += xsimd::select(live, one, zero);
      any_live = any_live | live;
    }
    if (!xsimd::any(any_live)) break;
  }
  for (std::int32_t r = 0; r < rows && top + r < problem.height; ++r) {
    juliaset::store_counts(steps[r], counts + std::int64_t{top + r} * problem.width, left,
                           problem.width);
  }
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t top = 0; top < problem.height; top += rows) {
    for (std::int32_t left = 0; left < problem.width && !patience.ended(); left += lanes) {
      count_lanes(problem, left, top, counts, patience);
    }
  }
}

}  // namespace

JULIA_KERNEL("SIMD by hand: one pixel a lane, four rows in flight.", one, exact);
