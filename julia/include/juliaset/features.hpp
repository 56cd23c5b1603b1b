// What a compiler may be allowed to use beyond the least CPU of its architecture: one bit for each
// feature, read from the compiler's macros where a kernel is compiled, and compared with what
// the CPU has before the kernel runs.
#pragma once

#include <cstdint>

#ifdef __x86_64__
#include "juliaset/features/x86_64.hpp"
#elif defined __aarch64__
#include "juliaset/features/aarch64.hpp"
#else
#error "juliaset is written for x86-64 and 64-bit ARM (aarch64)"
#endif

namespace juliaset {

#define X(feature, ...) feature,
enum class Feature : std::uint8_t { JULIA_FEATURES(X) };
#undef X

constexpr std::uint64_t bit(Feature feature) {
  return std::uint64_t{1} << static_cast<unsigned>(feature);
}

// A compiler defines the macro of a feature as 1 where it may use it, and nowhere else: then the
// text of the macro is its name.
#define JULIA_IS_ONE_(text) (#text[0] == '1')
#define JULIA_IS_ONE(macro) JULIA_IS_ONE_(macro)
#define X(feature, macro, ...) | (JULIA_IS_ONE(macro) ? bit(Feature::feature) : 0)
static constexpr std::uint64_t needs_here = 0 JULIA_FEATURES(X);
#undef X

// Whether the compiler may use it here.
static constexpr bool may_use(Feature feature) { return (needs_here & bit(feature)) != 0; }

// The size of the widest vector of doubles that fits into one register here. The tests define
// another one: eight lanes on any CPU.
#ifndef JULIA_VECTOR_BYTES
#define JULIA_VECTOR_BYTES JULIA_WIDEST_BYTES
#endif
static constexpr std::int32_t vector_bytes = JULIA_VECTOR_BYTES;

}  // namespace juliaset
