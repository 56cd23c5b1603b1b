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

template <class Real, class Arch>
class batch;

template <class Arch>
class batch<double, Arch>;

template <class Real, class Arch>
struct batch_bool {
  using Lanes = std::int64_t __attribute__((vector_size(64)));
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

template <>
class batch<double, emulated<512>> {
 public:
  using Lanes = double __attribute__((vector_size(64)));
  using batch_bool_type = batch_bool<double, emulated<512>>;
  static constexpr std::size_t size = 8;

  batch() = default;
  explicit XSIMD_STAND_IN batch(double value)
      : lanes{value, value, value, value, value, value, value, value} {}
  explicit XSIMD_STAND_IN batch(Lanes values) : lanes(values) {}

  static XSIMD_STAND_IN batch load_unaligned(const double* from) {
    batch loaded;
    __builtin_memcpy(&loaded.lanes, from, sizeof loaded.lanes);
    return loaded;
  }
  static XSIMD_STAND_IN batch load_aligned(const double* from) { return load_unaligned(from); }
  XSIMD_STAND_IN void store_unaligned(double* to) const {
    __builtin_memcpy(to, &lanes, sizeof lanes);
  }
  XSIMD_STAND_IN void store_aligned(double* to) const { store_unaligned(to); }

  XSIMD_STAND_IN batch& operator+=(const batch& other) {
    lanes += other.lanes;
    return *this;
  }
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

  Lanes lanes;
};

using Batch8 = batch<double, emulated<512>>;

XSIMD_STAND_IN Batch8 select(const Batch8::batch_bool_type& mask, const Batch8& a,
                             const Batch8& b) {
  return Batch8(mask.lanes ? a.lanes : b.lanes);
}

XSIMD_STAND_IN Batch8 min(const Batch8& a, const Batch8& b) { return select(a < b, a, b); }

XSIMD_STAND_IN Batch8 sqrt(const Batch8& a) {
  Batch8 roots = a;
  for (std::size_t k = 0; k < Batch8::size; ++k) roots.lanes[k] = ::sqrt(a.lanes[k]);
  return roots;
}

XSIMD_STAND_IN bool any(const Batch8::batch_bool_type& mask) {
  std::int64_t all = 0;
  for (std::size_t k = 0; k < Batch8::size; ++k) all |= mask.lanes[k];
  return all != 0;
}

}  // namespace xsimd
