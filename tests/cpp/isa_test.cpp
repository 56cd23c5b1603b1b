// JULIA_ISA takes instruction sets away, and never adds one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

#include "rows.hpp"

namespace julia {
namespace {

class Isa : public testing::Test {
 protected:
  // What a person has set stays set for the other tests.
  void TearDown() override {
    if (was_set_) {
      setenv("JULIA_ISA", before_.c_str(), 1);
    } else {
      unsetenv("JULIA_ISA");
    }
  }

  static void cap(const char* set) { setenv("JULIA_ISA", set, 1); }

  // With JULIA_ISA out of the way.
  static bool runs_uncapped(const Kernel& kernel) {
    unsetenv("JULIA_ISA");
    return unavailable(kernel).empty();
  }

 private:
  bool was_set_ = std::getenv("JULIA_ISA") != nullptr;
  std::string before_ = was_set_ ? std::getenv("JULIA_ISA") : "";
};

struct Cap {
  const char* set;
  Feature forbidden;
  const char* message;
};

TEST_F(Isa, CapsWhatIsOffered) {
  constexpr Cap caps[] = {
      {.set = "sse2", .forbidden = Feature::avx, .message = "JULIA_ISA=sse2 forbids avx"},
      {.set = "avx2", .forbidden = Feature::avx512f, .message = "JULIA_ISA=avx2 forbids avx512f"}};
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
  EXPECT_EQ(unavailable(**table.begin()), "JULIA_ISA=nonsense is not one of sse2, avx2, avx512");
  EXPECT_THROW(best(table), std::runtime_error);
}

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
