// What CPUID and XGETBV say is compared with what GCC's run-time library found out by itself.
#include <gtest/gtest.h>

#include <cstdlib>

#include "juliaset/features.hpp"
#include "juliaset/registry.hpp"

namespace juliaset {
namespace {

TEST(Cpu, HasWhatTheCompilerFinds) {
  unsetenv("JULIASET_ISA");
  unsetenv("JULIA_ISA");
  // GCC writes a point where an enumerator has an underscore.
#define sse4_1 sse4.1
#define sse4_2 sse4.2
#define NAME_(text) #text
#define NAME(feature) NAME_(feature)
  std::uint64_t feature = 1;
#define X(name, ...)                                                                              \
  EXPECT_EQ(unavailable(feature).empty(), __builtin_cpu_supports(NAME(name)) != 0) << NAME(name); \
  feature <<= 1;
  JULIA_FEATURES(X)
#undef X
}

}  // namespace
}  // namespace juliaset
