// How much stack a kernel takes from the thread that calls it: docs/library.md has the number.
#include <pthread.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>

#include "problems.hpp"
#include "row_test.hpp"

namespace juliaset {
namespace {

#ifdef __clang__  // it takes more at -O0
constexpr std::size_t most = std::size_t{24} << 10;
#else
constexpr std::size_t most = std::size_t{16} << 10;
#endif

// The memory of a stack, painted: what has another colour afterwards was used.
class PaintedStack {
 public:
  PaintedStack() { std::fill_n(memory_.get(), size, colour); }

  template <class Action>
  void run(Action action) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, memory_.get(), size);
    pthread_t thread{};
    const auto call = [](void* context) -> void* {
      (*static_cast<Action*>(context))();
      return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, call, &action), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
  }

  // With what glibc keeps at the other end.
  std::size_t used() const {
    const std::byte* const end = memory_.get() + size;
    return static_cast<std::size_t>(end -
                                    std::find_if(memory_.get(), memory_.get() + size,
                                                 [](std::byte each) { return each != colour; }));
  }

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };

  static constexpr std::size_t size = std::size_t{256} << 10;
  static constexpr std::byte colour{0xa5};

  std::unique_ptr<std::byte[], Free> memory_{
      static_cast<std::byte*>(std::aligned_alloc(std::size_t{64} << 10, size))};
};

class Stack : public RowTest {};

TEST_P(Stack, OfTheCallerIsHardlyUsed) {
#ifdef JULIA_SANITIZED
  GTEST_SKIP() << "a sanitizer's frames are larger";
#endif
  for (const char* const name : {"odd_sizes", "beyond_two_real", "late_edge"}) {
    const auto picture = std::find_if(pictures().begin(), pictures().end(),
                                      [&](const Picture& each) { return each.name == name; });
    PaintedStack stack;
    std::vector<std::int32_t> counts(picture->expected.size(), -1);
    Stop stop;
    const Problem problem = picture->problem();
    stack.run([&] { GetParam().kernel->run(problem, counts.data(), 1, stop); });
    EXPECT_LE(stack.used(), most) << name;
    EXPECT_TRUE(counts == picture->expected || !GetParam().exact()) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Row, Stack, testing::ValuesIn(tested_rows()), row_name);

}  // namespace
}  // namespace juliaset
