// Picks a kernel among those linked into this library, and runs it on checked arguments.
#include "juliaset/escape_counts.hpp"

#include <omp.h>

#include <new>

#include "juliaset/check.hpp"
#include "juliaset/forks.hpp"

namespace juliaset {
namespace {

bool pauses_before_forks() noexcept {
  return pause_before_forks(
      [](int kind) { return omp_pause_resource_all(static_cast<omp_pause_resource_t>(kind)); });
}

// When this library is loaded: its kernels can also be called without escape_counts().
[[maybe_unused]] const bool paused_when_loaded = pauses_before_forks();

const Kernel& choose(const Table& table, const std::string& name) {
  if (name == "best") return best(table);
  const Kernel* const kernel = find(table, name);
  if (kernel == nullptr) {
    std::string names = "best";
    for (const Kernel* const known : table) names += std::string(", ") + known->name;
    throw std::invalid_argument("there is no kernel '" + name + "'; allowed: " + names);
  }
  if (const std::string why = unavailable(*kernel); !why.empty()) {
    throw std::invalid_argument("kernel '" + name + "' cannot run here: " + why);
  }
  return *kernel;
}

}  // namespace

void escape_counts(const Problem& problem, std::span<std::int32_t> counts, const Options& options) {
  check(problem, counts);
  if (!pauses_before_forks()) throw std::bad_alloc();
  const Kernel& kernel = choose(*juliaset_table(), options.kernel);
  const std::int32_t threads = check_threads(kernel, options.threads);
  Stop unasked;
  Stop& stop = options.stop != nullptr ? *options.stop : unasked;
  kernel.run(problem, counts.data(), threads, stop);
  if (stop.out_of_memory) throw std::bad_alloc();
  if (stopped(stop)) throw Stopped();
}

}  // namespace juliaset
