// A test that runs once for each row, under its name; a row that cannot run here is skipped.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rows.hpp"

namespace juliaset {

class RowTest : public testing::TestWithParam<Row> {
 protected:
  void SetUp() override {
    if (const std::string why = unavailable(*GetParam().kernel); !why.empty()) {
      GTEST_SKIP() << GetParam() << ": " << why;
    }
  }
};

// The rows of the flavours, and of the test-only flavour of tests/emulated.cmake.
std::vector<Row> tested_rows();

template <class Predicate>
std::vector<Row> tested_rows(Predicate wanted) {
  std::vector<Row> rows = tested_rows();
  std::erase_if(rows, [&](const Row& row) { return !wanted(row); });
  return rows;
}

inline std::string row_name(const testing::TestParamInfo<Row>& info) {
  return std::string(info.param.kernel->name) + "_" + info.param.table->flavour;
}

}  // namespace juliaset
