// Asks the CPU, the OS and JULIA_ISA whether a kernel may run.
#include <cstdlib>
#include <optional>

#include "julia/registry.hpp"

namespace julia {
namespace {

struct Support {
  Feature feature;
  const char* name;
  bool present;
};

// GCC's and clang's cpu_supports ask XGETBV too: "avx512f" is false where the OS does not save zmm.
#define JULIA_SUPPORT(feature, name) {Feature::feature, name, __builtin_cpu_supports(name) != 0}

std::optional<Support> missing(std::uint64_t needs) {
  static const Support supports[] = {
      JULIA_SUPPORT(sse3, "sse3"),
      JULIA_SUPPORT(ssse3, "ssse3"),
      JULIA_SUPPORT(sse4_1, "sse4.1"),
      JULIA_SUPPORT(sse4_2, "sse4.2"),
      JULIA_SUPPORT(popcnt, "popcnt"),
      JULIA_SUPPORT(avx, "avx"),
      JULIA_SUPPORT(avx2, "avx2"),
      JULIA_SUPPORT(bmi, "bmi"),
      JULIA_SUPPORT(bmi2, "bmi2"),
      JULIA_SUPPORT(fma, "fma"),
      JULIA_SUPPORT(avx512f, "avx512f"),
      JULIA_SUPPORT(avx512vl, "avx512vl"),
      JULIA_SUPPORT(avx512dq, "avx512dq"),
      JULIA_SUPPORT(avx512cd, "avx512cd"),
      JULIA_SUPPORT(avx512bw, "avx512bw"),
      JULIA_SUPPORT(avx512ifma, "avx512ifma"),
      JULIA_SUPPORT(avx512vbmi, "avx512vbmi"),
      JULIA_SUPPORT(avx512vbmi2, "avx512vbmi2"),
      JULIA_SUPPORT(avx512vnni, "avx512vnni"),
      JULIA_SUPPORT(avx512bitalg, "avx512bitalg"),
      JULIA_SUPPORT(avx512vpopcntdq, "avx512vpopcntdq"),
  };
  for (const Support& support : supports) {
    if ((needs & bit(support.feature)) != 0 && !support.present) return support;
  }
  return std::nullopt;
}

// What JULIA_ISA forbids, for tests and for lessons: it can take sets away, never add one.
std::string forbidden(std::uint64_t needs) {
  const char* const cap = std::getenv("JULIA_ISA");
  if (cap == nullptr || *cap == '\0') return {};
  const std::string_view set(cap);
  if (set == "avx512") return {};
  if (set == "avx2") {
    return (needs & bit(Feature::avx512f)) != 0 ? "JULIA_ISA=avx2 forbids avx512f" : "";
  }
  if (set == "sse2") return (needs & bit(Feature::avx)) != 0 ? "JULIA_ISA=sse2 forbids avx" : "";
  return "JULIA_ISA=" + std::string(set) + " is not one of sse2, avx2, avx512";
}

}  // namespace

std::string unavailable(const Kernel& kernel) {
  if (const auto support = missing(kernel.needs); support.has_value()) {
    return std::string("this CPU or its OS has no ") + support->name;
  }
  return forbidden(kernel.needs);
}

}  // namespace julia
