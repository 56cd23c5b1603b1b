// The vectors of this object's instruction set. julia_kernel() names it: JULIA_ISA is the set, and
// JULIA_LANES the header of what it can do.
#pragma once

#include JULIA_LANES

namespace juliaset::inline JULIA_ISA {

template <class Real>
using Batch = xsimd::batch<Real, Arch>;

template <class Real>
constexpr std::int32_t lanes = static_cast<std::int32_t>(Batch<Real>::size);

// Four vectors in flight hide the latency of a step. More take longer in a tile, which ends with
// its slowest pixel: eight of AVX-512 cost 1 % without a trap and 17 % with one. Two lanes a vector
// are so few pixels that eight are taken where there are registers for them.
constexpr std::int32_t vectors_in_flight = has_32_registers && lanes<double> == 2 ? 8 : 4;

// Neighbouring points of an axis. Past its end the last point again: a lane that is not read must
// not run longer than those that are.
template <class Real>
JULIA_INLINE Batch<Real> load_points(const double* axis, std::int32_t first, std::int32_t size) {
  if constexpr (sizeof(Real) == sizeof(double)) {
    // Not through an array: a vector loaded from what was just stored in pieces waits for it.
    if (first + lanes<Real> <= size) return Batch<Real>::load_unaligned(axis + first);
  }
  Real points[lanes<Real>];
  for (std::int32_t k = 0; k < lanes<Real>; ++k) {
    points[k] = static_cast<Real>(axis[first + k < size ? first + k : size - 1]);
  }
  return Batch<Real>::load_unaligned(points);
}

// The counts of one vector's pixels, in their row.
template <std::int32_t pixels>
JULIA_INLINE void store_line(const std::int32_t* line, std::int32_t* row, std::int32_t first,
                             std::int32_t size) {
  if (first + pixels <= size) {  // of known length, so that it becomes one store
    __builtin_memcpy(row + first, line, pixels * sizeof *line);
    return;
  }
  for (std::int32_t k = 0; first + k < size; ++k) row[first + k] = line[k];
}

// The same, counted in doubles or floats.
template <class Real>
JULIA_INLINE void store_counts(const Batch<Real>& counts, std::int32_t* row, std::int32_t first,
                               std::int32_t size) {
  Real numbers[lanes<Real>];
  counts.store_unaligned(numbers);
  std::int32_t line[lanes<Real>];
  for (std::int32_t k = 0; k < lanes<Real>; ++k) line[k] = static_cast<std::int32_t>(numbers[k]);
  store_line<lanes<Real>>(line, row, first, size);
}

}  // namespace juliaset::inline JULIA_ISA
