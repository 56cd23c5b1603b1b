// Asks the CPU, the OS and JULIASET_ISA whether a kernel may run.
#include <cpuid.h>

#include <cstdlib>
#include <optional>

#include "julia/registry.hpp"

namespace julia {
namespace {

struct Registers {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
};

Registers cpuid(unsigned leaf, unsigned subleaf) {
  Registers got;
  __get_cpuid_count(leaf, subleaf, &got.eax, &got.ebx, &got.ecx, &got.edx);
  return got;
}

bool has(unsigned word, unsigned number) { return ((word >> number) & 1) != 0; }

// Whether the OS saves the registers of the wide ones, avx and avx512f say, which come with them.
bool has(Feature feature) {
  switch (feature) {
    case Feature::movbe:
      return has(cpuid(1, 0).ecx, 22);
    case Feature::f16c:
      return has(cpuid(1, 0).ecx, 29);
    case Feature::lzcnt:
      return has(cpuid(0x80000001, 0).ecx, 5);
    case Feature::adx:
      return has(cpuid(7, 0).ebx, 19);
    case Feature::sha:
      return has(cpuid(7, 0).ebx, 29);
    case Feature::vaes:
      return has(cpuid(7, 0).ecx, 9);
    case Feature::avx512fp16:
      return has(cpuid(7, 0).edx, 23);
    case Feature::avxvnni:
      return has(cpuid(7, 1).eax, 4);
    default:
      return false;
  }
}

// The first feature that is needed and that neither CPU nor OS gives. GCC's and clang's
// cpu_supports ask XGETBV too: "avx512f" is false where the OS does not save zmm.
std::optional<std::string> missing(std::uint64_t needs) {
#define X(feature, name)                                                           \
  if ((needs & bit(Feature::feature)) != 0 && __builtin_cpu_supports(name) == 0) { \
    return name;                                                                   \
  }
  JULIA_FEATURES_OF_COMPILERS(X)
#undef X
#define X(feature, name) \
  if ((needs & bit(Feature::feature)) != 0 && !has(Feature::feature)) return name;
  JULIA_FEATURES_OF_CPUID(X)
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
