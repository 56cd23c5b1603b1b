// Asks the CPU, the OS and JULIASET_ISA whether a kernel may run.
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

// The cap that the environment sets, with its variable. JULIA_ISA is the variable's old name.
struct Cap {
  std::string_view variable = "JULIASET_ISA";
  std::string_view set;
};

Cap cap_of_environment() {
  for (const char* const variable : {"JULIASET_ISA", "JULIA_ISA"}) {
    const char* const set = std::getenv(variable);
    if (set != nullptr && *set != '\0') return {.variable = variable, .set = set};
  }
  return {};
}

// What the cap forbids, for tests and for lessons: it can take sets away, never add one.
std::string forbidden(std::uint64_t needs) {
  const Cap cap = cap_of_environment();
  const std::string said = std::string(cap.variable) + "=" + std::string(cap.set);
  if (cap.set.empty() || cap.set == "avx512") return {};
  if (cap.set == "avx2") {
    return (needs & bit(Feature::avx512f)) != 0 ? said + " forbids avx512f" : "";
  }
  if (cap.set == "sse2") return (needs & bit(Feature::avx)) != 0 ? said + " forbids avx" : "";
  return said + " is not one of sse2, avx2, avx512";
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
