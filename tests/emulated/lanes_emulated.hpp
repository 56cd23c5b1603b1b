// Eight lanes on any CPU, for the tests: they take the way of AVX-512.
#pragma once

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::emulated<512>;

constexpr bool has_32_registers = true;

template <class Mask>
JULIA_INLINE unsigned bits(const Mask& mask) {
  unsigned all = 0;
  for (std::size_t k = 0; k < Mask::size; ++k) all |= static_cast<unsigned>(mask.get(k)) << k;
  return all;
}

template <class Doubles>
JULIA_INLINE xsimd::batch<float, Arch> upper_halves(const Doubles& a, const Doubles& b) {
  double both[16];
  a.store_unaligned(both);
  b.store_unaligned(both + 8);
  float halves[16];
  for (std::int32_t k = 0; k < 16; ++k) {
    halves[k] = __builtin_bit_cast(
        float, static_cast<std::uint32_t>(__builtin_bit_cast(std::uint64_t, both[k]) >> 32));
  }
  return xsimd::batch<float, Arch>::load_unaligned(halves);
}

template <class Counts>
JULIA_INLINE Counts in_order(const Counts& counts) {
  return counts;
}

template <class Counts, class Live>
JULIA_INLINE void add_one(Counts& counts, const Live& live) {
  counts = Counts(counts.lanes - live.lanes);
}

template <class Norms, class Live>
JULIA_INLINE Norms least_that_stopped(const Norms& least, const Norms& norms, const Live& live) {
  return xsimd::select(live, least, xsimd::min(norms, least));
}

template <class Doubles>
JULIA_INLINE void pack(double* to, const Doubles& values, unsigned kept) {
  double all[8];
  values.store_unaligned(all);
  std::int32_t next = 0;
  for (std::int32_t k = 0; k < 8; ++k) {
    to[next] = all[k];
    next += static_cast<std::int32_t>((kept >> k) & 1);
  }
}

template <class Doubles>
JULIA_INLINE void compute_here(Doubles& /*values*/) {}

template <class Doubles>
JULIA_INLINE Doubles join_halves(const Doubles& high, const Doubles& low) {
  std::uint32_t halves[16];
  std::uint32_t from_low[16];
  __builtin_memcpy(halves, &high, sizeof halves);
  __builtin_memcpy(from_low, &low, sizeof from_low);
  for (std::int32_t k = 0; k < 16; k += 2) halves[k] = from_low[k];
  Doubles joined;
  __builtin_memcpy(&joined, halves, sizeof halves);
  return joined;
}

}  // namespace juliaset::inline JULIA_ISA
