// JULIASET_ISA takes instruction sets away, and never adds one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "rows.hpp"

namespace julia {
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

struct Cap {
  const char* set;
  Feature forbidden;
  const char* message;
};

TEST_F(Isa, CapsWhatIsOffered) {
  constexpr Cap caps[] = {
      {.set = "sse2", .forbidden = Feature::avx, .message = "JULIASET_ISA=sse2 forbids avx"},
      {.set = "avx2",
       .forbidden = Feature::avx512f,
       .message = "JULIASET_ISA=avx2 forbids avx512f"}};
  for (const Row& row : all_rows()) {
    if (!runs_uncapped(*row.kernel)) continue;
    for (const Cap& each : caps) {
      const bool forbidden = (row.kernel->needs & bit(each.forbidden)) != 0;
      cap(each.set);
      EXPECT_EQ(unavailable(*row.kernel), forbidden ? each.message : "") << row;
    }
  }
}

TEST_F(Isa, NeverAddsOne) {
  for (const Row& row : all_rows()) {
    const bool runs = runs_uncapped(*row.kernel);
    cap("avx512");
    EXPECT_EQ(unavailable(*row.kernel).empty(), runs) << row;
    cap("");
    EXPECT_EQ(unavailable(*row.kernel).empty(), runs) << row;
  }
}

TEST_F(Isa, RefusesNonsense) {
  const Table& table = load(JULIA_FOLDER, "O3");
  cap("nonsense");
  EXPECT_EQ(unavailable(**table.begin()), "JULIASET_ISA=nonsense is not one of sse2, avx2, avx512");
  EXPECT_THROW(best(table), std::runtime_error);
}

TEST_F(Isa, UnderstandsTheOldName) {
  const Table& table = load(JULIA_FOLDER, "O3");
  unsetenv(name);
  setenv(old_name, "nonsense", 1);
  EXPECT_EQ(unavailable(**table.begin()), "JULIA_ISA=nonsense is not one of sse2, avx2, avx512");
  cap("sse2");  // the new name wins
  EXPECT_EQ(unavailable(**table.begin()), "");
}

#ifndef __clang__  // GCC knows all names, so that what CPUID said can be compared
TEST_F(Isa, IsWhatTheCpuHas) {
  cap("");
#define X(feature, name) \
  EXPECT_EQ(unavailable(bit(Feature::feature)).empty(), __builtin_cpu_supports(name) != 0) << name;
  JULIA_FEATURES(X)
#undef X
}
#endif

TEST_F(Isa, CapsTheBest) {
  const Table& table = load(JULIA_FOLDER, "O3");
  for (const char* const set : {"sse2", "avx2", "avx512"}) {
    cap(set);
    const Kernel& choice = best(table);
    EXPECT_EQ(unavailable(choice), "");
    EXPECT_EQ(choice.exactness, Exactness::exact);
  }
  cap("sse2");
  EXPECT_EQ(best(table).needs & bit(Feature::avx), 0);
}

}  // namespace
}  // namespace julia
