// Tolerant means that a kernel is known to round differently: where that must show, it does.
#include <string_view>

#include "problems.hpp"
#include "reference.hpp"
#include "row_test.hpp"

namespace juliaset {
namespace {

bool tolerant(const Row& row) { return !row.exact(); }

// -ffast-math permits other counts and promises none: at -O0 it changes nothing.
bool always_differs(const Row& row) {
  return tolerant(row) &&
         std::string_view(row.kernel->flags).find("-ffast-math") == std::string_view::npos;
}

class Tolerant : public RowTest {};

TEST_P(Tolerant, CountsEveryPixelAndNearlyAllOfThemRight) {
  const Picture& picture = pictures().front();
  const auto counts = GetParam().counts(picture.problem(), 1);
  for (const std::int32_t count : counts) {
    ASSERT_GE(count, 0);
    ASSERT_LE(count, picture.max_iterations);
  }
  EXPECT_LT(differing(picture.expected, counts), static_cast<std::int64_t>(counts.size() / 20));
}

INSTANTIATE_TEST_SUITE_P(Row, Tolerant, testing::ValuesIn(tested_rows(tolerant)), row_name);

class Different : public RowTest {};

TEST_P(Different, ShowsOnTheSensitivePicture) {
  const Picture& picture = sensitive_picture();
  const auto counts = GetParam().counts(picture.problem(), 1);
  EXPECT_GT(differing(picture.expected, counts), 0) << "it rounds as Python does: call it exact";
}

INSTANTIATE_TEST_SUITE_P(Row, Different, testing::ValuesIn(tested_rows(always_differs)), row_name);

}  // namespace
}  // namespace juliaset
