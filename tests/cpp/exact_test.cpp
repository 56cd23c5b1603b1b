// Exact means exact: every pixel of every picture, whatever the flavour and the threads.
#include "juliaset/check.hpp"
#include "problems.hpp"
#include "reference.hpp"
#include "row_test.hpp"

namespace juliaset {
namespace {

class Exact : public RowTest {};

void expect_reference(const Row& row, const Picture& picture, std::int32_t threads) {
  const Problem problem = picture.problem();
  EXPECT_EQ(difference(problem, picture.expected, row.counts(problem, threads)), "")
      << row << ", picture " << picture.name << ", threads " << threads;
}

TEST_P(Exact, EqualsTheReference) {
  for (const Picture& picture : pictures()) expect_reference(GetParam(), picture, 1);
  expect_reference(GetParam(), sensitive_picture(), 1);
}

INSTANTIATE_TEST_SUITE_P(Row, Exact,
                         testing::ValuesIn(tested_rows([](const Row& row) { return row.exact(); })),
                         row_name);

class ExactOnThreads : public RowTest {};

TEST_P(ExactOnThreads, EqualsTheReference) {
  for (const std::int32_t threads : {2, 3, 7}) {
    for (const Picture& picture : pictures()) {
      // The two large ones have shown all they can on one thread.
      if (picture.expected.size() < 50000) expect_reference(GetParam(), picture, threads);
    }
    expect_reference(GetParam(), sensitive_picture(), threads);
  }
}

INSTANTIATE_TEST_SUITE_P(Row, ExactOnThreads, testing::ValuesIn(tested_rows([](const Row& row) {
                           return row.exact() && row.many_threads();
                         })),
                         row_name);

class Book : public RowTest {};

TEST_P(Book, HasTheGoldenSum) {
  const Picture& book = book_picture();
  const auto counts = GetParam().counts(book.problem(), check_threads(*GetParam().kernel, 0));
  std::int64_t sum = 0;
  for (const std::int32_t count : counts) sum += count;
  EXPECT_EQ(sum, JULIA_BOOK_SUM);
  // The sum forgives a permutation of the pixels, and more.
  EXPECT_EQ(difference(book.problem(), book.expected, counts), "");
}

INSTANTIATE_TEST_SUITE_P(Row, Book, testing::ValuesIn(tested_rows([](const Row& row) {
                           return row.exact() && std::string_view(row.table->flavour) == "O3";
                         })),
                         row_name);

}  // namespace
}  // namespace juliaset
