// Ctrl-C works everywhere: each kernel asks its caller often enough, and obeys.
#include <chrono>
#include <limits>
#include <thread>

#include "row_test.hpp"

namespace juliaset {
namespace {

class Stopping : public RowTest {};

// Says yes at its second call; says no for ever if `never`.
struct Caller {
  static constexpr int patience = 2;
  std::thread::id thread = std::this_thread::get_id();
  int calls = 0;
  bool never = false;
  bool from_another_thread = false;

  static bool poll(void* context) {
    auto& self = *static_cast<Caller*>(context);
    if (std::this_thread::get_id() != self.thread) self.from_another_thread = true;
    return ++self.calls >= patience && !self.never;
  }
};

struct Shape {
  const char* name;
  std::int32_t width;
  std::int32_t height;
  std::int32_t max_iterations;
};

// A point that stays below 2 for ever, exactly, and what a kernel can make of its c.
struct Place {
  const char* name;
  double z;
  double c;
};

// Orbits creep towards 1/2, and no trap is proved for it.
constexpr Place creeping{.name = "creeping", .z = 0, .c = 0.25};
// Fixed points that repel: no trap ever catches them, and -2 does not even allow a sieve.
constexpr Place on_the_edge{.name = "on the edge of a trap", .z = 1, .c = 0};
constexpr Place without_sieve{.name = "without a sieve", .z = -1, .c = -2};
// In the trap from the beginning: a kernel that proves takes no step.
constexpr Place trapped{.name = "trapped", .z = 0, .c = 0};

class Endless {
 public:
  explicit Endless(const Shape& shape, const Place& place = creeping)
      : xs_(static_cast<std::size_t>(shape.width), place.z),
        ys_(static_cast<std::size_t>(shape.height)),
        counts_(xs_.size() * ys_.size()),
        problem_{.xs = xs_.data(),
                 .ys = ys_.data(),
                 .width = shape.width,
                 .height = shape.height,
                 .c_re = place.c,
                 .c_im = 0,
                 .max_iterations = shape.max_iterations} {}

  void run(const Row& row, std::int32_t threads, Stop& stop) {
    row.kernel->run(problem_, counts_.data(), threads, stop);
  }

 private:
  std::vector<double> xs_;
  std::vector<double> ys_;
  std::vector<std::int32_t> counts_;
  Problem problem_;
};

void expect_stops(const Row& row, const Shape& shape, std::int32_t threads,
                  const Place& place = creeping) {
  SCOPED_TRACE(row.name() + ", " + shape.name + ", " + place.name + ", threads " +
               std::to_string(threads));
  Endless endless(shape, place);
  Caller caller;
  Stop stop{.poll = &Caller::poll, .context = &caller};
  const auto start = std::chrono::steady_clock::now();
  endless.run(row, threads, stop);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_TRUE(stopped(stop));
  EXPECT_EQ(caller.calls, Caller::patience) << "asked again after the answer was yes";
  EXPECT_FALSE(caller.from_another_thread);
  EXPECT_LT(took.count(), 20.0);  // tenths of a second, except on a loaded machine
}

TEST_P(Stopping, EndsSoonInAnyShape) {
  constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
  constexpr Shape shapes[] = {
      {.name = "a picture", .width = 1000, .height = 1000, .max_iterations = 1 << 20},
      {.name = "one pixel", .width = 1, .height = 1, .max_iterations = most},
      {.name = "one wide row", .width = 1 << 20, .height = 1, .max_iterations = 1 << 20}};
  const auto teams = GetParam().many_threads() ? std::vector{1, 3} : std::vector{1};
  for (const std::int32_t threads : teams) {
    for (const Shape& shape : shapes) expect_stops(GetParam(), shape, threads);
  }
}

TEST_P(Stopping, EndsSoonWhateverItProves) {
  constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
  constexpr Shape picture{
      .name = "a picture", .width = 300, .height = 300, .max_iterations = 1 << 20};
  constexpr Shape pixel{.name = "one pixel", .width = 1, .height = 1, .max_iterations = most};
  for (const Shape& shape : {picture, pixel}) {
    for (const Place& place : {on_the_edge, without_sieve}) {
      expect_stops(GetParam(), shape, 1, place);
    }
  }
  constexpr Shape band{.name = "a band", .width = 1 << 20, .height = 8, .max_iterations = most};
  expect_stops(GetParam(), band, 1, trapped);
}

TEST_P(Stopping, AsksInTheCallersThreadAlone) {
  Endless endless({.name = "finite", .width = 64, .height = 64, .max_iterations = 1000});
  Caller caller;
  caller.never = true;
  Stop stop{.poll = &Caller::poll, .context = &caller};
  endless.run(GetParam(), GetParam().many_threads() ? 3 : 1, stop);
  EXPECT_FALSE(stopped(stop));
  EXPECT_FALSE(caller.from_another_thread);
}

INSTANTIATE_TEST_SUITE_P(Row, Stopping, testing::ValuesIn(tested_rows()), row_name);

}  // namespace
}  // namespace juliaset
