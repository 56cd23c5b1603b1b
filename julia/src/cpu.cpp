// Asks the CPU, the OS and JULIA_ISA whether a kernel may run.
#include <cstdlib>
#include <optional>

#include "julia/registry.hpp"

namespace julia {
namespace {

// The first feature that is needed and that neither CPU nor OS gives. GCC's and clang's
// cpu_supports ask XGETBV too: "avx512f" is false where the OS does not save zmm.
std::optional<std::string> missing(std::uint64_t needs) {
#define X(feature, name)                                                           \
  if ((needs & bit(Feature::feature)) != 0 && __builtin_cpu_supports(name) == 0) { \
    return name;                                                                   \
  }
  JULIA_FEATURES(X)
#undef X
  return std::nullopt;
}

// What JULIA_ISA forbids, for tests and for lessons: it can take sets away, never add one.
std::string forbidden(std::uint64_t needs) {
  const char* const cap = std::getenv("JULIA_ISA");
  const std::string_view set(cap == nullptr ? "" : cap);
  if (set.empty() || set == "avx512") return {};
  if (set == "avx2") {
    return (needs & bit(Feature::avx512f)) != 0 ? "JULIA_ISA=avx2 forbids avx512f" : "";
  }
  if (set == "sse2") return (needs & bit(Feature::avx)) != 0 ? "JULIA_ISA=sse2 forbids avx" : "";
  return "JULIA_ISA=" + std::string(set) + " is not one of sse2, avx2, avx512";
}

}  // namespace

std::string unavailable(std::uint64_t needs) {
  if (const auto feature = missing(needs); feature.has_value()) {
    return "this CPU or its OS has no " + *feature;
  }
  return forbidden(needs);
}

std::string unavailable(const Kernel& kernel) { return unavailable(kernel.needs); }

}  // namespace julia
