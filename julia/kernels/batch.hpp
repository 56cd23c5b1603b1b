// The vectors of this object's instruction set, named by JULIA_ISA_<set> from julia_kernel().
#pragma once

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace julia {

#ifdef JULIA_ISA_sse2
using Arch = xsimd::sse2;
#elif defined JULIA_ISA_avx2 && defined __FMA__
using Arch = xsimd::fma3<xsimd::avx2>;
#elif defined JULIA_ISA_avx2
using Arch = xsimd::avx2;
#elif defined JULIA_ISA_avx512
using Arch = xsimd::avx512f;
#elif defined JULIA_ISA_emulated
using Arch = xsimd::emulated<512>;  // eight lanes on any CPU, for the tests
#endif

template <class Real>
using Batch = xsimd::batch<Real, Arch>;

template <class Real>
constexpr std::int32_t lanes = static_cast<std::int32_t>(Batch<Real>::size);

// A vector in flight takes three registers, for re, im and steps; constants take the rest. AVX-512
// has 32 of them, for its narrow vectors too (O3_native), the older sets have 16.
#if defined __AVX512F__ || defined JULIA_ISA_emulated
constexpr std::int32_t vectors_in_flight = 8;
#else
constexpr std::int32_t vectors_in_flight = 4;
#endif

// Neighbouring points of an axis. Past its end the last point again: a lane that nobody reads must
// not run longer than those that are read.
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

}  // namespace julia
