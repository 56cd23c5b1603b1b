// Eight lanes on any CPU, for the tests: they take the way of AVX-512.
#pragma once

#include <xsimd/xsimd.hpp>

#include "publish.hpp"

namespace juliaset::inline JULIA_ISA {

using Arch = xsimd::emulated<512>;

constexpr bool has_32_registers = true;
constexpr bool holds_stopped_lanes = true;

template <class Mask>
JULIA_INLINE unsigned bits(const Mask& mask) {
  unsigned all = 0;
  for (std::int32_t k = 0; k < 8; ++k) all |= static_cast<unsigned>(mask.get(k)) << k;
  return all;
}

template <class Doubles, class Mask>
JULIA_INLINE void add_one(Doubles& tally, const Mask& live) {
  tally += xsimd::select(live, Doubles(1.0), Doubles(0.0));
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

}  // namespace juliaset::inline JULIA_ISA
