// The vectors of this object's instruction set. julia_kernel() names it: JULIA_ISA is the set, and
// JULIA_LANES the header of what it can do.
#pragma once

#include JULIA_LANES

namespace juliaset::inline JULIA_ISA {

template <class Real>
using Batch = xsimd::batch<Real, Arch>;

template <class Real>
constexpr std::int32_t lanes = static_cast<std::int32_t>(Batch<Real>::size);

// A vector in flight takes three registers, for re, im and steps; constants take the rest.
constexpr std::int32_t vectors_in_flight = has_32_registers ? 8 : 4;

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

template <class Real>
JULIA_INLINE void store_counts(const Batch<Real>& counts, std::int32_t* row, std::int32_t first,
                               std::int32_t size) {
  Real numbers[lanes<Real>];
  counts.store_unaligned(numbers);
  if (first + lanes<Real> <= size) {  // of known length, so that it becomes one conversion
    for (std::int32_t k = 0; k < lanes<Real>; ++k) {
      row[first + k] = static_cast<std::int32_t>(numbers[k]);
    }
    return;
  }
  for (std::int32_t k = 0; first + k < size; ++k) {
    row[first + k] = static_cast<std::int32_t>(numbers[k]);
  }
}

}  // namespace juliaset::inline JULIA_ISA
