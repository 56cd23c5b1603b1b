// fails with: the right counts with the wrong sign
// A mask is added as if it were 1 where it is true.
#include "parts/pixel.hpp"

namespace {

using Doubles = double __attribute__((vector_size(juliaset::vector_bytes)));
using Mask = std::int64_t __attribute__((vector_size(juliaset::vector_bytes)));

constexpr std::int32_t lanes = juliaset::vector_bytes / sizeof(double);
constexpr std::int32_t rows = 4;

bool any(const Mask& mask) {
  using Bytes = std::int8_t __attribute__((vector_size(lanes)));
  const Bytes bytes = __builtin_convertvector(mask, Bytes);  // a byte for each lane
  std::uint64_t set = 0;
  __builtin_memcpy(&set, &bytes, sizeof bytes);
  return set != 0;
}

void count_lanes(const juliaset::Problem& problem, std::int32_t left, std::int32_t top,
                 std::int32_t* counts, juliaset::Patience& patience) {
  Doubles xs{};
  for (std::int32_t k = 0; k < lanes; ++k) {
    // Lanes beyond the edge repeat the last pixel of the row.
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
  for (std::int32_t n = 0; !patience.over() && n < problem.max_iterations; ++n) {
    Mask any_live{};
#pragma GCC unroll 8
    for (std::int32_t r = 0; r < rows; ++r) {
      const Doubles re2 = re[r] * re[r];
      const Doubles im2 = im[r] * im[r];
      const Mask live = re2 + im2 < 4.0;
      const Doubles product = re[r] * im[r];
      // A lane that has left keeps its z, and so it stays outside.
      re[r] = live ? (re2 - im2) + problem.c_re : re[r];
      im[r] = live ? (product + product) + problem.c_im : im[r];
      steps[r] += live;
      any_live |= live;
    }
    if (!any(any_live)) break;
  }
#pragma GCC unroll 8
  for (std::int32_t r = 0; r < rows; ++r) {
    if (top + r >= problem.height) break;
    std::int32_t* const row = counts + std::int64_t{top + r} * problem.width;
    for (std::int32_t k = 0; k < lanes && left + k < problem.width; ++k) {
      row[left + k] = static_cast<std::int32_t>(steps[r][k]);
    }
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

JULIA_KERNEL("Vectors of the compiler, four rows in flight.", one, exact);
