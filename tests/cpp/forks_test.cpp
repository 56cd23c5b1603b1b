// A forked child computes as its parent does, with as many threads, whenever it was forked.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <limits>
#include <thread>

#include "child.hpp"
#include "problems.hpp"
#include "row_test.hpp"

namespace juliaset {
namespace {

constexpr std::int32_t team = 3;

const Picture& small_picture() {
  const auto& all = pictures();
  return *std::ranges::find(all, "odd_sizes", &Picture::name);
}

bool is_right(const Row& row) {
  const Picture& picture = small_picture();
  return row.counts(picture.problem(), team) == picture.expected;
}

class Forks : public RowTest {};

TEST_P(Forks, LeaveAChildAndItsChildTheirThreads) {
  const Row& row = GetParam();
  ASSERT_TRUE(is_right(row));
  EXPECT_EQ(failure_of_child([&] {
              return is_right(row) && failure_of_child([&] { return is_right(row); }).empty() &&
                     is_right(row);
            }),
            "");
  EXPECT_TRUE(is_right(row)) << "in the parent, afterwards";
}

TEST_P(Forks, LeaveThreadsToAChildOfAThreadThatHasComputedNothing) {
  const Row& row = GetParam();
  ASSERT_TRUE(is_right(row));
  std::string failure = "not run";
  std::thread([&] { failure = failure_of_child([&] { return is_right(row); }); }).join();
  EXPECT_EQ(failure, "");
}

// One pixel that never stops by itself, from a point that no trap holds.
struct Endless {
  double x = 0;
  double y = 0;
  std::int32_t count = 0;
  Problem problem{.xs = &x,
                  .ys = &y,
                  .width = 1,
                  .height = 1,
                  .c_re = 0.25,
                  .c_im = 0,
                  .max_iterations = std::numeric_limits<std::int32_t>::max()};
};

TEST_P(Forks, LeaveThreadsToAChildWhileAnotherThreadComputes) {
  const Row& row = GetParam();
  ASSERT_TRUE(is_right(row));
  std::atomic<bool> begun = false;
  Stop stop{.poll =
                [](void* context) {
                  *static_cast<std::atomic<bool>*>(context) = true;
                  return false;
                },
            .context = &begun};
  std::thread other([&] {
    Endless endless;
    row.kernel->run(endless.problem, &endless.count, team, stop);
  });
  while (!begun) std::this_thread::yield();
  EXPECT_EQ(failure_of_child([&] { return is_right(row); }), "");
  request_stop(stop);
  other.join();
}

// As a handler of a signal in Python would do that forks while a kernel listens for Ctrl-C.
TEST_P(Forks, LeaveAnAnswerToAChildOfARunningCall) {
  struct Caller {
    const Row& row;
    std::string failure;
  } caller{.row = GetParam(), .failure = "not run"};
  Stop stop{.poll =
                [](void* context) {
                  auto& self = *static_cast<Caller*>(context);
                  self.failure = failure_of_child([&] { return is_right(self.row); });
                  return true;
                },
            .context = &caller};
  Endless endless;
  GetParam().kernel->run(endless.problem, &endless.count, team, stop);
  EXPECT_EQ(caller.failure, "");
  EXPECT_TRUE(is_right(GetParam())) << "in the parent, afterwards";
}

constexpr const char* threads_of_linux = "/proc/self/task";

std::ptrdiff_t threads_here() {
  using Threads = std::filesystem::directory_iterator;
  return std::distance(Threads(threads_of_linux), Threads());
}

// OpenMP's threads stay until the next region: so they can be counted.
TEST_P(Forks, GiveAChildAsManyThreadsAsItAsksFor) {
  if (!std::filesystem::exists(threads_of_linux)) {
    GTEST_SKIP() << "threads are counted in " << threads_of_linux << ", which is not here";
  }
  const Row& row = GetParam();
  ASSERT_TRUE(is_right(row));
  EXPECT_EQ(failure_of_child([&] {
              // One of its own; qemu has another.
              const std::ptrdiff_t before = threads_here();
              return is_right(row) && threads_here() == before + team - 1;
            }),
            "");
}

INSTANTIATE_TEST_SUITE_P(Row, Forks, testing::ValuesIn(tested_rows([](const Row& row) {
                           return row.many_threads();
                         })),
                         row_name);

}  // namespace
}  // namespace juliaset
