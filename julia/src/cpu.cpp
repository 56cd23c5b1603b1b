// Asks the CPU, the OS and JULIASET_ISA whether a kernel may run.
#include <cstdlib>
#include <optional>

#include "cpu/has.hpp"
#include "juliaset/registry.hpp"

namespace juliaset {
namespace {

// What CPU and OS have. They are asked once: a hypervisor answers each CPUID itself, which is slow.
std::uint64_t given() {
  static const std::uint64_t features = [] {
    std::uint64_t found = 0;
#define X(feature, ...) \
  if (has(Feature::feature)) found |= bit(Feature::feature);
    JULIA_FEATURES(X)
#undef X
    return found;
  }();
  return features;
}

// The first feature that is needed but that CPU or OS lacks.
std::optional<std::string_view> missing(std::uint64_t needs) {
  const std::uint64_t lacking = needs & ~given();
#define X(feature, ...) \
  if ((lacking & bit(Feature::feature)) != 0) return #feature;
  JULIA_FEATURES(X)
#undef X
  return std::nullopt;
}

std::string_view name_of(std::uint64_t feature) {
#define X(name, ...) \
  if (feature == bit(Feature::name)) return #name;
  JULIA_FEATURES(X)
#undef X
  return "";
}

// Of cmake/InstructionSets.cmake, narrow ones first.
struct InstructionSet {
  std::string_view name;
  std::uint64_t first;  // the feature that it needs and no narrower one does
};

constexpr InstructionSet instruction_sets[] = {
#define X(set, first) {#set, first},
#include "instruction_sets.inc"
#undef X
};

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
  if (cap.set.empty()) return {};
  const std::string said = std::string(cap.variable) + "=" + std::string(cap.set);
  bool capped = false;
  std::string names;
  for (const InstructionSet& set : instruction_sets) {
    if (capped && (needs & set.first) != 0)
      return said + " forbids " + std::string(name_of(set.first));
    capped = capped || set.name == cap.set;
    names += (names.empty() ? "" : ", ") + std::string(set.name);
  }
  return capped ? "" : said + " is not one of " + names;
}

}  // namespace

std::string unavailable(std::uint64_t needs) {
  if (const auto feature = missing(needs); feature.has_value()) {
    return "this CPU or its OS has no " + std::string(*feature);
  }
  return forbidden(needs);
}

std::string unavailable(const Kernel& kernel) { return unavailable(kernel.needs); }

}  // namespace juliaset
