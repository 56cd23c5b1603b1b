// The 8-lane code on any CPU: xsimd emulates the vectors (see tests/emulated.cmake).
#include "row_test.hpp"

namespace julia {

std::vector<Row> tested_rows() {
  std::vector<Row> rows = all_rows();
#ifdef JULIA_EMULATED_FOLDER
  for (const Row& row : rows_of(load(JULIA_EMULATED_FOLDER, "emulated"))) rows.push_back(row);
#endif
  return rows;
}

namespace {

TEST(EightLanes, AreTestedOnAnyCpu) {
#ifdef JULIA_EMULATED_FOLDER
  const auto rows = rows_of(load(JULIA_EMULATED_FOLDER, "emulated"));
  EXPECT_FALSE(rows.empty());
  for (const Row& row : rows) {
    EXPECT_EQ(unavailable(*row.kernel), "");
    EXPECT_EQ(row.kernel->needs & bit(Feature::avx), 0) << row;
  }
#else
  GTEST_SKIP() << "the 8-lane code was not tested: " << JULIA_EMULATED_MISSING;
#endif
}

}  // namespace
}  // namespace julia
