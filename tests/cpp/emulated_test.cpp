// The 8-lane code on any CPU: the vectors are emulated (see tests/emulated.cmake).
#include "row_test.hpp"

namespace juliaset {
namespace {

std::vector<Row> emulated_rows() { return rows_of(load(JULIA_EMULATED_FOLDER, "emulated")); }

}  // namespace

std::vector<Row> tested_rows() {
  std::vector<Row> rows = all_rows();
  for (const Row& row : emulated_rows()) rows.push_back(row);
  return rows;
}

namespace {

TEST(EightLanes, AreTestedOnAnyCpu) {
  const auto rows = emulated_rows();
  EXPECT_FALSE(rows.empty());
  const Kernel* const plain = find(load(JULIA_FOLDER, "O3"), "scalar");
  ASSERT_NE(plain, nullptr);
  for (const Row& row : rows) {
    EXPECT_EQ(unavailable(*row.kernel), "");
    EXPECT_EQ(row.kernel->needs, plain->needs) << row;
    EXPECT_EQ(row.kernel->work.lanes, 8) << row;
  }
}

}  // namespace
}  // namespace juliaset
