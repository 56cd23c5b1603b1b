// What a kernel file needs: Problem, Stop, and the JULIA_KERNEL line that publishes it.
#pragma once

#include <cstdint>

#include "julia/features.hpp"
#include "julia/problem.hpp"
#include "julia/stop.hpp"

namespace julia {

enum class Exactness : std::uint8_t { exact, tolerant };
enum class Threads : std::uint8_t { one, many };

// A row of the registry: constant data, so that nothing runs before the CPU has been asked.
struct Kernel {
  const char* name;
  const char* summary;
  const char* flags;
  void (*run)(const Problem&, std::int32_t* counts, std::int32_t threads, Stop&) noexcept;
  std::uint64_t needs;
  Threads threads;
  Exactness exactness;
  bool may_be_best;
};

// At -O0 GCC leaves the upper halves of the registers dirty, and every SSE instruction that follows
// in that thread runs at less than half its speed.
JULIA_INLINE void leave_avx() {
#ifdef __AVX__
  __builtin_ia32_vzeroupper();
#endif
}

}  // namespace julia

#define JULIA_PASTE_(a, b) a##b
#define JULIA_PASTE(a, b) JULIA_PASTE_(a, b)
#define JULIA_STRING_(a) #a
#define JULIA_STRING(a) JULIA_STRING_(a)
#define JULIA_CALL_one(problem, counts, threads, stop) calculate(problem, counts, stop)
#define JULIA_CALL_many(problem, counts, threads, stop) calculate(problem, counts, threads, stop)

// Publishes `calculate`: the one symbol of a kernel file. julia_kernel() gives it its name.
// summary: one sentence for users; threads: one | many; exactness: exact | tolerant.
#define JULIA_KERNEL(summary, threads, exactness)                              \
  namespace {                                                                  \
  void run(const julia::Problem& problem, std::int32_t* counts,                \
           [[maybe_unused]] std::int32_t team, julia::Stop& stop) noexcept {   \
    JULIA_CALL_##threads(problem, counts, team, stop);                         \
    julia::leave_avx();                                                        \
  }                                                                            \
  }                                                                            \
  extern "C" {                                                                 \
  extern const julia::Kernel JULIA_PASTE(julia_kernel_, JULIA_KERNEL_NAME);    \
  constinit const julia::Kernel JULIA_PASTE(julia_kernel_, JULIA_KERNEL_NAME){ \
      JULIA_STRING(JULIA_KERNEL_NAME),                                         \
      summary,                                                                 \
      JULIA_KERNEL_FLAGS,                                                      \
      &run,                                                                    \
      julia::needs_here,                                                       \
      julia::Threads::threads,                                                 \
      julia::Exactness::exactness,                                             \
      JULIA_KERNEL_BEST};                                                      \
  }                                                                            \
  static_assert(true)
