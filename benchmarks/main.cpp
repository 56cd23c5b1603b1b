// Google Benchmark over every kernel of every flavour that has been compiled. A kernel is compared
// pixel by pixel with the reference before it is timed; one that should be exact and is not, is not
// timed at all. Options in addition to the library's own: --width=1000 --max-iterations=300.
#include <benchmark/benchmark.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "juliaset/check.hpp"
#include "juliaset/grid.hpp"
#include "reference.hpp"
#include "rows.hpp"

namespace {

// The book's picture, and its answer on request only: listing the names costs nothing.
class Picture {
 public:
  Picture(std::int32_t width, std::int32_t max_iterations)
      : grid_(juliaset::Grid::book(width)),
        problem_(grid_.problem({-0.62772, -0.42193}, max_iterations)) {}

  const juliaset::Problem& problem() const { return problem_; }

  const std::vector<std::int32_t>& expected() {
    if (expected_.empty()) expected_ = juliaset::reference(problem_);
    return expected_;
  }

  std::int64_t iterations() {
    return std::accumulate(expected().begin(), expected().end(), std::int64_t{0});
  }

 private:
  juliaset::Grid grid_;
  juliaset::Problem problem_;
  std::vector<std::int32_t> expected_;
};

// One row; the library calls it again and again, with ever more repetitions.
class Timing {
 public:
  Timing(juliaset::Row row, Picture& picture, bool& all_right)
      : row_(row), picture_(picture), all_right_(all_right) {}

  void run(benchmark::State& state) {
    if (const std::string why = juliaset::unavailable(*row_.kernel); !why.empty()) {
      state.SkipWithError(why.c_str());
      return;
    }
    const std::int32_t threads = juliaset::check_threads(*row_.kernel, 0);
    const std::int64_t wrong = verify(threads);
    if (row_.exact() && wrong != 0) {
      all_right_ = false;
      state.SkipWithError(("wrong: " + std::to_string(wrong) + " pixels differ").c_str());
      return;
    }
    time(state, threads);
    if (!row_.exact()) state.counters["differing"] = static_cast<double>(wrong);
    if (row_.many_threads()) state.counters["threads"] = threads;
  }

 private:
  std::int64_t verify(std::int32_t threads) {
    if (!wrong_.has_value()) {
      counts_ = row_.counts(picture_.problem(), threads);
      wrong_ = juliaset::differing(picture_.expected(), counts_);
    }
    return *wrong_;
  }

  void time(benchmark::State& state, std::int32_t threads) {
    juliaset::Stop stop;
    const auto start = std::chrono::steady_clock::now();
    for ([[maybe_unused]] auto _ : state) {
      row_.kernel->run(picture_.problem(), counts_.data(), threads, stop);
      benchmark::ClobberMemory();
    }
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    state.counters["ns_per_iteration"] =
        took.count() /
        (static_cast<double>(state.iterations()) * static_cast<double>(picture_.iterations()));
  }

  juliaset::Row row_;
  Picture& picture_;
  bool& all_right_;
  std::vector<std::int32_t> counts_;
  std::optional<std::int64_t> wrong_;
};

// Takes --<name>=<number> out of the arguments; the library knows the rest.
std::int32_t take(std::vector<char*>& arguments, std::string_view name, std::int32_t otherwise) {
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const std::string_view text(*argument);
    if (!text.starts_with(name)) continue;
    const std::string_view digits = text.substr(name.size());
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number < 1) {
      std::cerr << text << "; allowed: " << name << "<a whole number, 1 or more>\n";
      std::exit(2);
    }
    arguments.erase(argument);
    return number;
  }
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<char*> arguments(argv, argv + argc);
  const std::int32_t width = take(arguments, "--width=", 1000);
  const std::int32_t max_iterations = take(arguments, "--max-iterations=", 300);
  int left = static_cast<int>(arguments.size());
  benchmark::Initialize(&left, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(left, arguments.data())) return 2;

  Picture picture(width, max_iterations);
  bool all_right = true;
  const std::vector<juliaset::Row> rows = juliaset::compiled_rows();
  std::vector<Timing> timings;
  timings.reserve(rows.size());
  for (const juliaset::Row& row : rows) timings.emplace_back(row, picture, all_right);
  std::size_t next = 0;
  for (const juliaset::Row& row : rows) {
    Timing& timing = timings[next++];
    benchmark::RegisterBenchmark(row.name().c_str(),
                                 [&timing](benchmark::State& state) { timing.run(state); })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return all_right ? 0 : 1;
}
