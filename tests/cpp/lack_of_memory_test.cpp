// A lack of memory is an error, not a crash.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <new>

#include "juliaset/escape_counts.hpp"
#include "problems.hpp"

namespace {

bool memory_is_lacking = false;
int refused = 0;

}  // namespace

#ifndef JULIA_SANITIZED
// Instead of the C library's, also for the library's kernels.
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  void* memory = nullptr;
  if (memory_is_lacking) {
    ++refused;
    return nullptr;
  }
  return posix_memalign(&memory, alignment, size) == 0 ? memory : nullptr;
}
#endif

namespace juliaset {
namespace {

TEST(LackOfMemory, IsAnErrorInEveryKernelThatNeedsSome) {
#ifdef JULIA_SANITIZED
  GTEST_SKIP() << "a sanitizer has its own aligned_alloc";
#endif
  const Picture& picture = sensitive_picture();
  std::vector<std::int32_t> counts(picture.expected.size(), -1);
  for (const Kernel* const kernel : *juliaset_table()) {
    if (!unavailable(*kernel).empty()) continue;
    const int refused_before = refused;
    bool failed = false;
    memory_is_lacking = true;
    try {
      escape_counts(picture.problem(), counts, {.kernel = kernel->name});
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    memory_is_lacking = false;
    EXPECT_EQ(failed, refused > refused_before) << kernel->name;
  }
  EXPECT_GT(refused, 0);
  escape_counts(picture.problem(), counts);
  EXPECT_EQ(counts, picture.expected) << "afterwards";
}

}  // namespace
}  // namespace juliaset
