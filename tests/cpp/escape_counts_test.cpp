// The library as a C++ user gets it: linked, and through its one entry point.
#include "juliaset/escape_counts.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "child.hpp"
#include "juliaset/check.hpp"
#include "problems.hpp"
#include "reference.hpp"
#include "refusal.hpp"

namespace juliaset {
namespace {

std::vector<std::int32_t> computed(const Picture& picture, const Options& options = {}) {
  std::vector<std::int32_t> counts(picture.expected.size(), -1);
  escape_counts(picture.problem(), counts, options);
  return counts;
}

TEST(EscapeCounts, PicksTheBestByItself) {
  for (const Picture& picture : pictures()) {
    EXPECT_EQ(difference(picture.problem(), picture.expected, computed(picture)), "")
        << picture.name;
  }
}

TEST(EscapeCounts, RunsTheKernelThatIsAskedFor) {
  const Picture& picture = sensitive_picture();
  for (const Kernel* const kernel : *juliaset_table()) {
    if (!unavailable(*kernel).empty() || kernel->exactness != Exactness::exact) continue;
    const auto counts = computed(picture, {.kernel = kernel->name});
    EXPECT_EQ(difference(picture.problem(), picture.expected, counts), "") << kernel->name;
  }
}

TEST(EscapeCounts, RefusesAKernelThatItDoesNotKnow) {
  const Picture& picture = pictures().front();
  const std::string words = refusal([&] { computed(picture, {.kernel = "fastest"}); });
  EXPECT_EQ(words.find("there is no kernel 'fastest'; allowed: best, "), 0) << words;
  for (const Kernel* const kernel : *juliaset_table()) {
    EXPECT_NE(words.find(kernel->name), std::string::npos) << words;
  }
}

TEST(EscapeCounts, RefusesAKernelThatCannotRun) {
  const Picture& picture = pictures().front();
  const char* const first = (*juliaset_table()->begin())->name;
  setenv("JULIASET_ISA", "nonsense", 1);
  const std::string words = refusal([&] { computed(picture, {.kernel = first}); });
  unsetenv("JULIASET_ISA");
  EXPECT_NE(words.find("cannot run here: "), std::string::npos) << words;
}

TEST(EscapeCounts, RefusesWhatDoesNotFit) {
  const Picture& picture = pictures().front();
  std::vector<std::int32_t> counts(3);
  EXPECT_NE(refusal([&] { escape_counts(picture.problem(), counts); }), "");
  EXPECT_NE(refusal([&] { computed(picture, {.threads = -1}); }), "");
  EXPECT_NE(refusal([&] { computed(picture, {.threads = most_threads() + 1}); }), "");
  Problem problem = picture.problem();
  problem.max_iterations = -1;
  EXPECT_NE(refusal([&] { escape_counts(problem, counts); }), "");
}

TEST(EscapeCounts, SaysThatItWasStopped) {
  const char* const first = (*juliaset_table()->begin())->name;
  Stop stop{.poll = [](void*) { return true; }};
  EXPECT_THROW(computed(book_picture(), {.kernel = first, .stop = &stop}), Stopped);
  Stop stopped_before{.requested = true};
  EXPECT_THROW(computed(book_picture(), {.stop = &stopped_before}), Stopped);
}

TEST(EscapeCounts, WorksInAForkedChild) {
  const Picture& picture = sensitive_picture();
  const auto is_right = [&] { return computed(picture, {.threads = 3}) == picture.expected; };
  ASSERT_TRUE(is_right());
  EXPECT_EQ(failure_of_child(is_right), "");
  EXPECT_TRUE(is_right());
}

}  // namespace
}  // namespace juliaset
