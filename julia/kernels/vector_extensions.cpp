// cpp.simd_tiled without a library: for GCC and clang a type with vector_size is a number like any
// other, and they compile its arithmetic to what the flags allow. A comparison gives -1 or 0 in
// each lane, so that a mask is subtracted from the steps, and chooses between two vectors.
#include "parts/pixel.hpp"

namespace juliaset::inline JULIA_ISA {

using Doubles = double __attribute__((vector_size(vector_bytes)));
using Mask = std::int64_t __attribute__((vector_size(vector_bytes)));

constexpr std::int32_t lanes = vector_bytes / sizeof(double);
constexpr std::int32_t rows = 4;  // a vector of each is in flight

// A byte for each lane: the registers have no test of their own that C++ could name.
JULIA_INLINE bool any(const Mask& mask) {
  using Bytes = std::int8_t __attribute__((vector_size(lanes)));
  const Bytes bytes = __builtin_convertvector(mask, Bytes);
  std::uint64_t set = 0;
  __builtin_memcpy(&set, &bytes, sizeof bytes);
  return set != 0;
}

JULIA_INLINE void store_steps(const Mask& steps, std::int32_t* counts, std::int32_t left_over) {
  for (std::int32_t k = 0; k < lanes && k < left_over; ++k) {
    counts[k] = static_cast<std::int32_t>(steps[k]);
  }
}

// A lane that has stopped keeps its z, which hypot is asked about if it stands on the edge. Lanes
// beyond the picture repeat its last pixels.
JULIA_INLINE void count_tile(const Problem& problem, std::int32_t left, std::int32_t top,
                             std::int32_t* counts, Patience& patience) {
  Doubles xs{};
#pragma GCC unroll 8
  for (std::int32_t k = 0; k < lanes; ++k) {
    xs[k] = problem.xs[left + k < problem.width ? left + k : problem.width - 1];
  }
  Doubles re[rows];
  Doubles im[rows];
  Mask steps[rows];
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < rows; ++r) {
    re[r] = xs;
    im[r] = problem.ys[top + r < problem.height ? top + r : problem.height - 1] - Doubles{};
    steps[r] = Mask{};
  }
  const Doubles c_re = problem.c_re - Doubles{};
  const Doubles c_im = problem.c_im - Doubles{};
  for (std::int32_t n = 0; !patience.over() && n < problem.max_iterations; ++n) {
    Mask any_live{};
#pragma GCC unroll 8
    for (std::int32_t r = 0; r < rows; ++r) {
      const Doubles re2 = re[r] * re[r];
      const Doubles im2 = im[r] * im[r];
      const Mask live = re2 + im2 < surely_inside;
      Doubles next_re = re[r];
      Doubles next_im = im[r];
      step_from_squares(next_re, next_im, re2, im2, c_re, c_im);
      re[r] = live ? next_re : re[r];
      im[r] = live ? next_im : im[r];
      steps[r] -= live;
      any_live |= live;
    }
    if (!any(any_live)) break;
  }
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < rows; ++r) {
    if (top + r >= problem.height) break;
    std::int32_t* const row = counts + std::int64_t{top + r} * problem.width;
    store_steps(steps[r], row + left, problem.width - left);
    const Doubles norm = re[r] * re[r] + im[r] * im[r];
    if (any((norm >= surely_inside) & (norm <= surely_outside))) {
      count_pixels(problem, top + r, left, left + lanes, row, patience);
    }
  }
}

}  // namespace juliaset::inline JULIA_ISA

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t top = 0; top < problem.height && !patience.ended(); top += juliaset::rows) {
    for (std::int32_t left = 0; left < problem.width && !patience.ended();
         left += juliaset::lanes) {
      juliaset::count_tile(problem, left, top, counts, patience);
    }
  }
}

}  // namespace

JULIA_KERNEL("SIMD without a library: arithmetic on GCC's and clang's own vector types.", one,
             exact, .lanes = juliaset::lanes, .vectors_in_flight = juliaset::rows,
             .steps = juliaset::Steps::every);
