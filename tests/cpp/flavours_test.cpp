// Flavours are side by side in one process: each has its own code, and none spoils the process.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>
#include <stdexcept>
#include <string_view>

#include "problems.hpp"
#include "row_test.hpp"

namespace juliaset {
namespace {

TEST(Flavours, SayWhatTheyAre) {
  for (const char* const flavour : {JULIA_FLAVOURS}) {
    const Table& table = load(JULIA_FOLDER, flavour);
    EXPECT_STREQ(table.flavour, flavour);
    EXPECT_NE(std::string(table.flags).find("-ffp-contract=off"), std::string::npos);
    EXPECT_NE(*table.compiler, '\0');
    EXPECT_EQ(&table, &load(JULIA_FOLDER, flavour)) << "loaded a second time";
    EXPECT_EQ(find(table, "no such kernel"), nullptr);
  }
}

TEST(Flavours, HaveTheKernelsOfEveryFlavourUnderDistinctNames) {
  std::set<std::string> names;
  for (const Kernel* const kernel : load(JULIA_FOLDER, "O3")) names.insert(kernel->name);
  EXPECT_EQ(names.size(), load(JULIA_FOLDER, "O3").size);
  for (const char* const flavour : {JULIA_FLAVOURS}) {
    const Table& table = load(JULIA_FOLDER, flavour);
    for (const Kernel* const kernel : load(JULIA_FOLDER, "O3")) {
      const bool here = kernel->in_every_flavour || std::string_view(flavour) == "O3";
      EXPECT_EQ(find(table, kernel->name) != nullptr, here) << kernel->name << "@" << flavour;
    }
  }
  for (const Row& row : all_rows()) {
    EXPECT_TRUE(names.contains(row.kernel->name)) << row;
    EXPECT_EQ(find(*row.table, row.kernel->name), row.kernel);
    EXPECT_STRNE(row.kernel->summary, "");
  }
}

TEST(Flavours, MissingOneIsNamed) {
  try {
    load(JULIA_FOLDER, "O9");
    FAIL() << "there is no such flavour";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("cannot load flavour 'O9'"), std::string::npos);
  }
}

// The linker once kept one copy of each template instance, and "O0" ran as fast as "O3".
TEST(Flavours, AreDifferentCode) {
  const auto flavours = {JULIA_FLAVOURS};
  if (flavours.size() == 1) GTEST_SKIP() << "this build has one flavour";
  constexpr std::size_t prologue = 64;
  const Table& plain = load(JULIA_FOLDER, "O0");
  for (const Row& row : all_rows()) {
    if (row.table != &plain && row.kernel->in_every_flavour) {
      const Kernel& other = *find(plain, row.kernel->name);
      EXPECT_NE(row.kernel->run, other.run);
      const auto* const code = reinterpret_cast<const void*>(row.kernel->run);
      EXPECT_NE(std::memcmp(code, reinterpret_cast<const void*>(other.run), prologue), 0) << row;
      EXPECT_NE(std::string(row.kernel->flags), other.flags);
    }
  }
}

// -ffast-math at the link adds start-up code that flushes subnormals for the whole process.
TEST(Flavours, LeaveSubnormalsAlone) {
  const Picture& small = *std::min_element(
      pictures().begin(), pictures().end(),
      [](const auto& a, const auto& b) { return a.expected.size() < b.expected.size(); });
  for (const Row& row : tested_rows()) {
    if (unavailable(*row.kernel).empty()) row.counts(small.problem(), 1);
    volatile double smallest_normal = std::numeric_limits<double>::min();
    volatile double smallest = std::numeric_limits<double>::denorm_min();
    EXPECT_GT(smallest_normal / 2, 0.0) << row << " flushes what becomes subnormal";
    EXPECT_GT(smallest * 0x1p60, 0.0) << row << " takes subnormals for zero";
  }
}

}  // namespace
}  // namespace juliaset
