// fails with: the half that was mirrored
// The step forgets the sign of z: z and -z have the same square, bit for bit, and so the same
// count. Where the axes are mirrored in 0, half of the picture is the other half turned round.
#include "parts/strips.hpp"

namespace {

[[maybe_unused]] bool is_mirrored(const double* axis, std::int32_t size) {
  for (std::int32_t k = 0; k < size / 2 + 1; ++k) {
    if (axis[k] != -axis[size - 1 - k]) return false;
  }
  return true;
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  juliaset::Workspace work;
  const double radius = juliaset::trap_radius(problem.c_re, problem.c_im);
  const bool mirrored = true;  // looked at one picture only
  const std::int32_t rows = mirrored ? (problem.height + 1) / 2 : problem.height;
  juliaset::count_rows_as_c_allows<true>(problem, counts, radius, 0, rows, work, patience);
  for (std::int32_t j = rows; j < problem.height; ++j) {
    const std::int32_t* const from =
        counts + std::int64_t{problem.height - 1 - j} * problem.width + problem.width - 1;
    std::int32_t* const to = counts + std::int64_t{j} * problem.width;
    for (std::int32_t i = 0; i < problem.width; ++i) to[i] = from[-i];
  }
}

}  // namespace

JULIA_KERNEL("Half of the picture, and the other half taken on trust.", one, exact);
