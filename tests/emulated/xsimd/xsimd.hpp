// Eight lanes on any CPU: the small part of xsimd's interface that the kernels use, on the vectors
// of GCC and Clang, which the compiler takes apart into what the CPU has. So the code for AVX-512
// is tested on every machine. xsimd 13 can emulate too, but balls.cpp took 24 s to compile with it.
#pragma once

#include <math.h>

#include <cstddef>
#include <cstdint>

#define XSIMD_STAND_IN inline __attribute__((always_inline))

namespace xsimd {

template <std::size_t bits>
struct emulated {};

// 64 bytes of each type, and of what a comparison of two such vectors gives.
template <class Real>
struct Vectors;

template <>
struct Vectors<double> {
  using Values = double __attribute__((vector_size(64)));
  using Mask = std::int64_t __attribute__((vector_size(64)));
};

template <>
struct Vectors<float> {
  using Values = float __attribute__((vector_size(64)));
  using Mask = std::int32_t __attribute__((vector_size(64)));
};

template <>
struct Vectors<std::int32_t> {
  using Values = std::int32_t __attribute__((vector_size(64)));
  using Mask = std::int32_t __attribute__((vector_size(64)));
};

template <class Real, class Arch>
struct batch_bool {
  using Lanes = typename Vectors<Real>::Mask;  // NOLINT(readability-redundant-typename): clang 14
  static constexpr std::size_t size = 64 / sizeof(Real);
  Lanes lanes;

  XSIMD_STAND_IN bool get(std::size_t k) const { return lanes[k] != 0; }
  friend XSIMD_STAND_IN batch_bool operator&(const batch_bool& a, const batch_bool& b) {
    return {a.lanes & b.lanes};
  }
  friend XSIMD_STAND_IN batch_bool operator|(const batch_bool& a, const batch_bool& b) {
    return {a.lanes | b.lanes};
  }
  XSIMD_STAND_IN batch_bool operator!() const { return {~lanes}; }
};

template <class Real, class Arch>
class batch {
 public:
  using Lanes = typename Vectors<Real>::Values;  // NOLINT(readability-redundant-typename): clang 14
  using batch_bool_type = batch_bool<Real, Arch>;
  static constexpr std::size_t size = 64 / sizeof(Real);

  batch() = default;
  explicit XSIMD_STAND_IN batch(Real value) : lanes(Lanes{} + value) {}
  explicit XSIMD_STAND_IN batch(Lanes values) : lanes(values) {}

  static XSIMD_STAND_IN batch load_unaligned(const Real* from) {
    batch loaded;
    __builtin_memcpy(&loaded.lanes, from, sizeof loaded.lanes);
    return loaded;
  }
  static XSIMD_STAND_IN batch load_aligned(const Real* from) { return load_unaligned(from); }
  XSIMD_STAND_IN void store_unaligned(Real* to) const {
    __builtin_memcpy(to, &lanes, sizeof lanes);
  }
  XSIMD_STAND_IN void store_aligned(Real* to) const { store_unaligned(to); }

  friend XSIMD_STAND_IN batch operator+(const batch& a, const batch& b) {
    return batch(a.lanes + b.lanes);
  }
  friend XSIMD_STAND_IN batch operator-(const batch& a, const batch& b) {
    return batch(a.lanes - b.lanes);
  }
  friend XSIMD_STAND_IN batch operator*(const batch& a, const batch& b) {
    return batch(a.lanes * b.lanes);
  }
  friend XSIMD_STAND_IN batch_bool_type operator<(const batch& a, const batch& b) {
    return {a.lanes < b.lanes};
  }
  friend XSIMD_STAND_IN batch_bool_type operator<=(const batch& a, const batch& b) {
    return {a.lanes <= b.lanes};
  }
  friend XSIMD_STAND_IN batch_bool_type operator>=(const batch& a, const batch& b) {
    return {a.lanes >= b.lanes};
  }
  friend XSIMD_STAND_IN batch_bool_type operator==(const batch& a, const batch& b) {
    return {a.lanes == b.lanes};
  }

  Lanes lanes;
};

template <class Real, class Arch>
XSIMD_STAND_IN batch<Real, Arch> select(const batch_bool<Real, Arch>& mask,
                                        const batch<Real, Arch>& a, const batch<Real, Arch>& b) {
  return batch<Real, Arch>(mask.lanes ? a.lanes : b.lanes);
}

template <class Real, class Arch>
XSIMD_STAND_IN batch<Real, Arch> min(const batch<Real, Arch>& a, const batch<Real, Arch>& b) {
  return select(a < b, a, b);
}

template <class Real, class Arch>
XSIMD_STAND_IN batch<Real, Arch> max(const batch<Real, Arch>& a, const batch<Real, Arch>& b) {
  return select(a < b, b, a);
}

template <class Real, class Arch>
XSIMD_STAND_IN batch<Real, Arch> sqrt(const batch<Real, Arch>& a) {
  batch<Real, Arch> roots = a;
  for (std::size_t k = 0; k < roots.size; ++k) roots.lanes[k] = ::sqrt(a.lanes[k]);
  return roots;
}

template <class Real, class Arch>
XSIMD_STAND_IN bool any(const batch_bool<Real, Arch>& mask) {
  bool found = false;
  for (std::size_t k = 0; k < mask.size; ++k) found |= mask.get(k);
  return found;
}

}  // namespace xsimd
