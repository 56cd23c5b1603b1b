// Pauses OpenMP before a fork: OpenBLAS ends its own threads there in the same way.
#include "juliaset/forks.hpp"

#include <pthread.h>

#include <atomic>

namespace juliaset {
namespace {

constexpr int soft = 1;  // omp_pause_soft

// Flavours share one runtime, unless a compiler of the user brought another. No lock: a child could
// find it taken by a thread that it does not have.
std::atomic<Pause> runtimes[8];

void pause_all() {
  for (const std::atomic<Pause>& runtime : runtimes) {
    if (const Pause pause = runtime.load()) pause(soft);
  }
}

}  // namespace

bool pause_before_forks(Pause pause) noexcept {
  // Not a static that is set once: the next caller tries again. Registering twice does no harm.
  static std::atomic<bool> registered;
  if (!registered && pthread_atfork(&pause_all, nullptr, nullptr) == 0) registered = true;
  for (std::atomic<Pause>& runtime : runtimes) {
    Pause known = nullptr;
    if (runtime.compare_exchange_strong(known, pause) || known == pause) return registered;
  }
  return registered;
}

}  // namespace juliaset
