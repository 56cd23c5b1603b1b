// Any call of the C++ interface: each kernel of each flavour, against the reference. What does not
// fit must be refused with the exception that escape_counts.hpp promises, and with no other.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "call.hpp"
#include "juliaset/check.hpp"
#include "juliaset/escape_counts.hpp"
#include "pixels.hpp"
#include "reference.hpp"
#include "rows.hpp"

namespace juliaset {
namespace {

// More would take too long; such calls are stopped.
constexpr std::int64_t most_steps = 200000;

[[noreturn]] void report(const std::string& finding) {
  std::fprintf(stderr, "FINDING: %s\n", finding.c_str());
  std::abort();
}

// The Stop of a call, and the thread that requests it, if one does.
class Stopper {
 public:
  explicit Stopper(const Call& call, bool must) : polls_left_(call.moment) {
    const bool endless = must && call.stopping != Stopping::before;
    const Stopping when = endless ? Stopping::at_a_poll : call.stopping;
    stop_.context = this;
    may_ = when != Stopping::never;
    if (when == Stopping::before) stop_.requested = true;
    if (when == Stopping::at_a_poll) stop_.poll = &Stopper::poll;
    if (when == Stopping::by_another_thread) {
      // No yield: on a busy machine thousands of them would take seconds.
      other_ = std::thread([this, spins = 16 * call.moment * call.moment] {
        for (std::int32_t k = 0; k < spins && !stopped(stop_); ++k) {
        }
        request_stop(stop_);
      });
    }
  }
  ~Stopper() {
    if (other_.joinable()) other_.join();
  }
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

  Stop& stop() { return stop_; }
  bool may_stop() const { return may_; }

 private:
  static bool poll(void* self) { return static_cast<Stopper*>(self)->polls_left_-- <= 0; }

  Stop stop_;
  std::thread other_;
  std::int32_t polls_left_;
  bool may_ = false;
};

bool threads_fit(const Kernel& kernel, std::int32_t threads) {
  const std::int32_t most = kernel.threads == Threads::many ? most_threads() : 1;
  return threads >= 0 && threads <= most;
}

// As the bindings call a row of any flavour, and for O3 as a C++ user calls it.
void run(const Row& row, bool linked, const Problem& problem, std::span<std::int32_t> counts,
         std::int32_t threads, Stop& stop) {
  if (linked) {
    escape_counts(problem, counts, {.kernel = row.kernel->name, .threads = threads, .stop = &stop});
    return;
  }
  check(problem, counts);
  const std::int32_t team = check_threads(*row.kernel, threads);
  row.kernel->run(problem, counts.data(), team, stop);
  if (stopped(stop)) throw Stopped();
}

// Of a long call, which a proof may end at once, the reference takes the first steps alone: a pixel
// that has not escaped by then has at least that count.
void check_counts(const Row& row, const Call& call, bool is_long) {
  constexpr std::int32_t first_steps = 100;
  Problem problem = call.problem();
  std::vector<std::int32_t> counts = call.counts;
  if (is_long) {
    problem.max_iterations = std::min(call.limit, first_steps);
    for (std::int32_t& count : counts) count = std::min(count, first_steps);
  }
  if (row.exact()) {
    const std::string wrong = difference(problem, reference(problem), counts);
    if (!wrong.empty()) report(row.name() + ": " + wrong);
  }
  for (const std::int32_t count : call.counts) {
    if (count < 0 || count > call.limit) report(row.name() + " counted " + std::to_string(count));
  }
  count_pixels_compared(static_cast<std::int64_t>(call.counts.size()));
}

void try_row(const Row& row, bool linked, Call& call) {
  const bool refused = call.is_refused() || !threads_fit(*row.kernel, call.threads);
  const Problem problem = call.problem();
  std::span<std::int32_t> counts = call.counts;
  if (call.counts_on_an_axis) {
    counts = {reinterpret_cast<std::int32_t*>(call.xs.data()), call.counts.size()};
  }
  const bool is_long = !refused && call.steps(most_steps) > most_steps;
  Stopper stopper(call, is_long);
  try {
    run(row, linked, problem, counts, call.threads, stopper.stop());
  } catch (const std::invalid_argument& refusal) {
    if (!refused) report(row.name() + " refused: " + refusal.what());
    return;
  } catch (const Stopped&) {
    if (!stopper.may_stop()) report(row.name() + " stopped by itself");
    return;
  }
  if (refused) report(row.name() + " took what must be refused");
  check_counts(row, call, is_long);
}

void try_unknown(Call& call, const std::string& name) {
  try {
    escape_counts(call.problem(), call.counts, {.kernel = name});
  } catch (const std::invalid_argument&) {
    return;
  }
  report("there is a kernel '" + name + "'");
}

std::vector<Row> rows_that_run() {
  std::vector<Row> rows = all_rows();
  std::erase_if(rows, [](const Row& row) { return !unavailable(*row.kernel).empty(); });
  return rows;
}

}  // namespace
}  // namespace juliaset

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace juliaset;
  static const std::vector<Row> rows = rows_that_run();
  static const std::vector<Row> linked_rows = [] {
    std::vector<Row> linked = rows_of(*juliaset_table());
    std::erase_if(linked, [](const Row& row) { return !unavailable(*row.kernel).empty(); });
    return linked;
  }();
  Call call(Bytes({data, size}));
  const std::size_t all = rows.size() + linked_rows.size();
  const std::size_t chosen = call.row % (all + 1);
  if (chosen < rows.size()) {
    try_row(rows[chosen], false, call);
  } else if (chosen < all) {
    try_row(linked_rows[chosen - rows.size()], true, call);
  } else {
    // No kernel has a name with a space.
    try_unknown(call, std::string(reinterpret_cast<const char*>(data), size) + " ");
  }
  return 0;
}
