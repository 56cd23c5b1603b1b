// One pixel at a time, to be turned into one vector of pixels at a time. No library is needed: with
// vector_size a type of GCC and clang is a vector, and `a * b` multiplies all its lanes.
#include "parts/pixel.hpp"

namespace {

using Doubles = double __attribute__((vector_size(juliaset::vector_bytes)));
using Mask = std::int64_t __attribute__((vector_size(juliaset::vector_bytes)));

constexpr std::int32_t lanes = juliaset::vector_bytes / sizeof(double);

// Whether any lane of a mask is set.
[[maybe_unused]] bool any(const Mask& mask) {
  using Bytes = std::int8_t __attribute__((vector_size(lanes)));
  const Bytes bytes = __builtin_convertvector(mask, Bytes);  // a byte for each lane
  std::uint64_t set = 0;
  __builtin_memcpy(&set, &bytes, sizeof bytes);
  return set != 0;
}

// Counts the pixels left, left + 1, ... of row j: as many as a vector has lanes.
void count_lanes(const juliaset::Problem& problem, std::int32_t left, std::int32_t j,
                 std::int32_t* row, juliaset::Patience& patience) {
  // TODO: one pixel in each lane of a vector, all of them at once.
  for (std::int32_t i = left; i < left + lanes && i < problem.width; ++i) {
    double re = problem.xs[i];
    double im = problem.ys[j];
    std::int32_t n = 0;
    while (!patience.over() && n < problem.max_iterations) {
      const double re2 = re * re;
      const double im2 = im * im;
      if (!(re2 + im2 < 4.0)) break;
      const double product = re * im;
      re = (re2 - im2) + problem.c_re;
      im = (product + product) + problem.c_im;
      ++n;
    }
    row[i] = n;
  }
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height; ++j) {
    std::int32_t* const row = counts + std::int64_t{j} * problem.width;
    for (std::int32_t left = 0; left < problem.width && !patience.ended(); left += lanes) {
      count_lanes(problem, left, j, row, patience);
    }
  }
}

}  // namespace

JULIA_KERNEL("One pixel at a time, to become one vector at a time.", one, exact);
