// An invalid call is refused before a kernel runs, with a message that says what came and what is
// allowed.
#include "juliaset/check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "juliaset/cores.hpp"
#include "juliaset/grid.hpp"
#include "refusal.hpp"
#include "rows.hpp"

namespace juliaset {
namespace {

class Check : public testing::Test {
 protected:
  std::string refused() {
    return refusal([&] { check(problem, counts); });
  }

  std::vector<double> xs{-1.0, 0.0, 1.0};
  std::vector<double> ys{-0.5, 0.5};
  std::vector<std::int32_t> counts = std::vector<std::int32_t>(6);
  Problem problem{.xs = xs.data(),
                  .ys = ys.data(),
                  .width = 3,
                  .height = 2,
                  .c_re = -0.6,
                  .c_im = -0.4,
                  .max_iterations = 10};
};

TEST_F(Check, AcceptsWhatFits) {
  EXPECT_EQ(refused(), "");
  problem.max_iterations = 0;
  EXPECT_EQ(refused(), "");
  xs[0] = -1e150;
  EXPECT_EQ(refused(), "");
}

TEST_F(Check, RefusesAnAxisWithoutPoints) {
  problem.xs = nullptr;
  EXPECT_EQ(refused(), "xs has no points; allowed: at least one");
  problem.xs = xs.data();
  problem.height = 0;
  EXPECT_EQ(refused(), "ys has no points; allowed: at least one");
  problem.height = -1;
  EXPECT_EQ(refused(), "ys has no points; allowed: at least one");
}

TEST_F(Check, RefusesAnAxisThatLeavesNoMargin) {
  problem.width = (1 << 30) + 1;  // refused before the axis is read, or this would crash
  EXPECT_EQ(refused(), "xs has 1073741825 points; allowed: up to 1073741824");
  problem.width = std::numeric_limits<std::int32_t>::max();
  EXPECT_EQ(refused(), "xs has 2147483647 points; allowed: up to 1073741824");
}

TEST_F(Check, RefusesNumbersThatAreNotFiniteOrTooLarge) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {std::nan(""), 1e200, -1e200, infinity, -infinity}) {
    xs[1] = bad;
    EXPECT_NE(refused().find("xs[1] is "), std::string::npos) << bad;
    xs[1] = 0;
    ys[1] = bad;
    EXPECT_NE(refused().find("ys[1] is "), std::string::npos) << bad;
    ys[1] = 0;
    problem.c_re = bad;
    EXPECT_NE(refused().find("c is "), std::string::npos) << bad;
    problem.c_re = 0;
    problem.c_im = bad;
    EXPECT_NE(refused().find("c is "), std::string::npos) << bad;
    problem.c_im = 0;
  }
}

TEST_F(Check, RefusesANegativeLimit) {
  problem.max_iterations = -1;
  EXPECT_EQ(refused(), "max_iterations is -1; allowed: 0 or more");
}

TEST_F(Check, RefusesCountsOfAnotherSize) {
  counts.resize(5);
  EXPECT_EQ(refused(), "counts has 5 elements; allowed: 2 rows of 3, 6");
  counts.clear();
  EXPECT_EQ(refused(), "counts has 0 elements; allowed: 2 rows of 3, 6");
}

TEST_F(Check, RefusesCountsThatOverlapAnAxis) {
  auto* const inside = reinterpret_cast<std::int32_t*>(xs.data());
  problem.xs = problem.ys;
  problem.width = 2;
  problem.ys = xs.data() + 2;
  problem.height = 1;
  EXPECT_EQ(refusal([&] { check(problem, {inside, 2}); }), "");
  problem.ys = xs.data();
  EXPECT_EQ(refusal([&] { check(problem, {inside, 2}); }),
            "counts overlaps an axis; allowed: memory of its own");
}

TEST(CheckThreads, KnowsWhatAKernelCanUse) {
  for (const Row& row : all_rows()) {
    const Kernel& kernel = *row.kernel;
    const auto refused = [&](std::int32_t threads) {
      return refusal([&] { check_threads(kernel, threads); });
    };
    EXPECT_GE(check_threads(kernel, 0), 1);
    EXPECT_EQ(check_threads(kernel, 1), 1);
    const std::string allowed = "; allowed: 1 to " + std::to_string(most_threads());
    EXPECT_EQ(refused(-1), "threads is -1" + allowed);
    EXPECT_EQ(refused(most_threads() + 1),
              "threads is " + std::to_string(most_threads() + 1) + allowed);
    if (row.many_threads()) {
      EXPECT_EQ(check_threads(kernel, 0), usable_cores());
      EXPECT_EQ(check_threads(kernel, 2), 2);
    } else {
      EXPECT_EQ(check_threads(kernel, 0), 1);
      EXPECT_EQ(refused(2), std::string("threads is 2; allowed: 1, for ") + kernel.name +
                                " runs on one thread");
    }
  }
}

TEST(GridSizes, AreAtLeastOne) {
  EXPECT_EQ(refusal([] { Grid::book(0); }), "width is 0; allowed: 1 or more");
  EXPECT_EQ(refusal([] { Grid::view({-1, 1, -1, 1}, 4, -3); }), "height is -3; allowed: 1 or more");
}

}  // namespace
}  // namespace juliaset
