// Several threads of a program call kernels at once, and one thread ends the call of another.
// Also for ThreadSanitizer (`make tsan`), which sees a race that no count shows.
#include <atomic>
#include <csignal>
#include <limits>
#include <thread>
#include <vector>

#include "problems.hpp"
#include "row_test.hpp"

namespace juliaset {
namespace {

class AtOnce : public RowTest {
 protected:
  static std::int32_t team() { return GetParam().many_threads() ? 2 : 1; }
};

TEST_P(AtOnce, CallsShareTheirAxes) {
  const Picture& picture = pictures()[2];
  std::vector<std::vector<std::int32_t>> got(3);
  std::vector<std::thread> callers;
  callers.reserve(got.size());
  for (auto& counts : got) {
    callers.emplace_back([&] { counts = GetParam().counts(picture.problem(), team()); });
  }
  for (std::thread& caller : callers) caller.join();
  for (const auto& counts : got) EXPECT_EQ(counts, picture.expected);
}

// A pixel that no trap holds: the call ends if it is stopped.
class Endless {
 public:
  void run(const Row& row, std::int32_t threads) {
    std::thread caller([&] {
      row.kernel->run(problem_, counts_, threads, stop_);
      ended_ = true;
    });
    while (!begun_) std::this_thread::yield();
    stop();
    caller.join();
    EXPECT_TRUE(ended_);
    EXPECT_TRUE(stopped(stop_));
  }

  virtual ~Endless() = default;

 protected:
  virtual void stop() = 0;
  Stop& stop_of_call() { return stop_; }

 private:
  static bool note(void* begun) {
    *static_cast<std::atomic<bool>*>(begun) = true;
    return false;
  }

  std::atomic<bool> begun_ = false;
  std::atomic<bool> ended_ = false;
  double axis_[1] = {0};
  std::int32_t counts_[1] = {-1};
  Stop stop_{.poll = &note, .context = &begun_};
  Problem problem_{.xs = axis_,
                   .ys = axis_,
                   .width = 1,
                   .height = 1,
                   .c_re = 0.25,
                   .c_im = 0,
                   .max_iterations = std::numeric_limits<std::int32_t>::max()};
};

class StoppedByAThread : public Endless {
  void stop() override { request_stop(stop_of_call()); }
};

TEST_P(AtOnce, AnotherThreadEndsACall) { StoppedByAThread().run(GetParam(), team()); }

Stop* stop_of_handler = nullptr;

class StoppedByASignal : public Endless {
  void stop() override {
    stop_of_handler = &stop_of_call();
    const auto before = std::signal(SIGUSR1, [](int) { request_stop(*stop_of_handler); });
    static_cast<void>(std::raise(SIGUSR1));
    static_cast<void>(std::signal(SIGUSR1, before));
  }
};

TEST_P(AtOnce, AHandlerOfASignalEndsACall) { StoppedByASignal().run(GetParam(), team()); }

INSTANTIATE_TEST_SUITE_P(Row, AtOnce,
                         testing::ValuesIn(tested_rows([](const Row& row) { return row.exact(); })),
                         row_name);

}  // namespace
}  // namespace juliaset
