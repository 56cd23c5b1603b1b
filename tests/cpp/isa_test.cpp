// JULIASET_ISA takes instruction sets away, and never adds one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>

#include "juliaset/features.hpp"
#include "rows.hpp"

namespace juliaset {
namespace {

class Isa : public testing::Test {
 protected:
  void SetUp() override { unsetenv(old_name); }

  // What a person has set stays set for the other tests.
  void TearDown() override {
    restore(name, before_);
    restore(old_name, old_before_);
  }

  static void cap(const char* set) { setenv(name, set, 1); }

  // Without a cap.
  static bool runs_uncapped(const Kernel& kernel) {
    unsetenv(name);
    return unavailable(kernel).empty();
  }

  static constexpr const char* name = "JULIASET_ISA";
  static constexpr const char* old_name = "JULIA_ISA";

 private:
  static std::optional<std::string> value_of(const char* variable) {
    const char* const value = std::getenv(variable);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  }

  static void restore(const char* variable, const std::optional<std::string>& value) {
    if (value.has_value()) {
      setenv(variable, value->c_str(), 1);
    } else {
      unsetenv(variable);
    }
  }

  std::optional<std::string> before_ = value_of(name);
  std::optional<std::string> old_before_ = value_of(old_name);
};

struct InstructionSet {
  const char* name;
  std::uint64_t first;
};

// Narrow ones first.
constexpr InstructionSet instruction_sets[] = {
#define X(set, first) {#set, first},
#include "instruction_sets.inc"
#undef X
};

std::string names() {
  std::string all;
  for (const InstructionSet& set : instruction_sets)
    all += std::string(all.empty() ? "" : ", ") + set.name;
  return all;
}

TEST_F(Isa, CapsWhatIsOffered) {
  for (const Row& row : all_rows()) {
    if (!runs_uncapped(*row.kernel)) continue;
    std::uint64_t allowed = ~std::uint64_t{0};
    for (const InstructionSet& set : instruction_sets) allowed &= ~set.first;
    for (const InstructionSet& set : instruction_sets) {
      allowed |= set.first;
      cap(set.name);
      const std::string why = unavailable(*row.kernel);
      EXPECT_EQ(why.empty(), (row.kernel->needs & ~allowed) == 0) << row << why;
      const std::string begin = std::string("JULIASET_ISA=") + set.name + " forbids ";
      EXPECT_TRUE(why.empty() || why.starts_with(begin)) << why;
    }
  }
}

TEST_F(Isa, NeverAddsOne) {
  for (const Row& row : all_rows()) {
    const bool runs = runs_uncapped(*row.kernel);
    cap(std::rbegin(instruction_sets)->name);
    EXPECT_EQ(unavailable(*row.kernel).empty(), runs) << row;
    cap("");
    EXPECT_EQ(unavailable(*row.kernel).empty(), runs) << row;
  }
}

TEST_F(Isa, RefusesNonsense) {
  const Table& table = load(JULIA_FOLDER, "O3");
  cap("nonsense");
  EXPECT_EQ(unavailable(**table.begin()), "JULIASET_ISA=nonsense is not one of " + names());
  EXPECT_THROW(best(table), std::runtime_error);
}

TEST_F(Isa, UnderstandsTheOldName) {
  const Table& table = load(JULIA_FOLDER, "O3");
  unsetenv(name);
  setenv(old_name, "nonsense", 1);
  EXPECT_EQ(unavailable(**table.begin()), "JULIA_ISA=nonsense is not one of " + names());
  cap(instruction_sets[0].name);  // the new name wins
  EXPECT_EQ(unavailable(**table.begin()), "");
}

TEST_F(Isa, CapsTheBest) {
  const Table& table = load(JULIA_FOLDER, "O3");
  for (const InstructionSet& set : instruction_sets) {
    cap(set.name);
    const Kernel& choice = best(table);
    EXPECT_EQ(unavailable(choice), "");
    EXPECT_EQ(choice.exactness, Exactness::exact);
  }
  cap(instruction_sets[0].name);
  for (const InstructionSet& set : instruction_sets) {
    EXPECT_EQ(best(table).needs & set.first, 0) << set.name;
  }
}

}  // namespace
}  // namespace juliaset
