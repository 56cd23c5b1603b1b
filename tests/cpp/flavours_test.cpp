// Flavours lie side by side in one process: each is its own code, and none spoils the process.
#include <gtest/gtest.h>
#include <xmmintrin.h>

#include <cstring>
#include <limits>
#include <set>
#include <stdexcept>

#include "problems.hpp"
#include "row_test.hpp"

namespace julia {
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

TEST(Flavours, HaveTheSameKernelsUnderDistinctNames) {
  const Table& first = load(JULIA_FOLDER, "O0");
  std::set<std::string> names;
  for (const Kernel* const kernel : first) names.insert(kernel->name);
  EXPECT_EQ(names.size(), first.size);
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
  constexpr std::size_t prologue = 64;
  const Table& plain = load(JULIA_FOLDER, "O0");
  for (const Row& row : all_rows()) {
    if (row.table != &plain) {
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
  for (const Row& row : tested_rows()) {
    if (unavailable(*row.kernel).empty()) row.counts(pictures().front().problem(), 1);
    constexpr unsigned flush_to_zero = 0x8000;
    constexpr unsigned denormals_are_zero = 0x0040;
    EXPECT_EQ(_mm_getcsr() & (flush_to_zero | denormals_are_zero), 0) << row;
  }
  volatile double smallest = std::numeric_limits<double>::min();
  EXPECT_GT(smallest / 2, 0.0);
}

}  // namespace
}  // namespace julia
