// One pixel in each lane, and four vectors of one row in flight. A mask is a number: it is masked
// with `&`, and a lane that has left is kept out by a second mask that never gets a bit back.
#include "parts/pixel.hpp"

namespace {

using Doubles = double __attribute__((vector_size(juliaset::vector_bytes)));
using Mask = std::int64_t __attribute__((vector_size(juliaset::vector_bytes)));

constexpr std::int32_t lanes = juliaset::vector_bytes / sizeof(double);
constexpr std::int32_t vectors = 4;

bool any(const Mask& mask) {
  using Bytes = std::int8_t __attribute__((vector_size(lanes)));
  const Bytes bytes = __builtin_convertvector(mask, Bytes);  // a byte for each lane
  std::uint64_t set = 0;
  __builtin_memcpy(&set, &bytes, sizeof bytes);
  return set != 0;
}

void count_lanes(const juliaset::Problem& problem, std::int32_t left, std::int32_t j,
                 std::int32_t* row, juliaset::Patience& patience) {
  const std::int32_t last = problem.width - 1;
  Doubles re[vectors];
  Doubles im[vectors];
  Mask live[vectors];
  Mask steps[vectors];
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors; ++v) {
    const std::int32_t first = left + v * lanes;
    re[v] = Doubles{};
    for (std::int32_t k = 0; k < lanes; ++k) {
      re[v][k] = problem.xs[first + k < last ? first + k : last];
    }
    im[v] = problem.ys[j] - Doubles{};
    live[v] = Mask{} - 1;  // all bits of all lanes
    steps[v] = Mask{};
  }
  for (std::int32_t n = 0; !patience.over() && n < problem.max_iterations; ++n) {
    Mask any_live{};
#pragma GCC unroll 8
    for (std::int32_t v = 0; v < vectors; ++v) {
      const Doubles re2 = re[v] * re[v];
      const Doubles im2 = im[v] * im[v];
      const Doubles product = re[v] * im[v];
      live[v] &= re2 + im2 < 4.0;
      re[v] = (re2 - im2) + problem.c_re;
      im[v] = (product + product) + problem.c_im;
      steps[v] -= live[v];
      any_live |= live[v];
    }
    if (!any(any_live)) break;
  }
#pragma GCC unroll 8
  for (std::int32_t v = 0; v < vectors; ++v) {
    const std::int32_t first = left + v * lanes;
    for (std::int32_t k = 0; k < lanes && first + k <= last; ++k) {
      row[first + k] = static_cast<std::int32_t>(steps[v][k]);
    }
  }
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height; ++j) {
    std::int32_t* const row = counts + std::int64_t{j} * problem.width;
    for (std::int32_t left = 0; left < problem.width && !patience.ended();
         left += vectors * lanes) {
      count_lanes(problem, left, j, row, patience);
    }
  }
}

}  // namespace

JULIA_KERNEL("Vectors of the compiler, four of a row in flight.", one, exact);
