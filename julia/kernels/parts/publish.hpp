// What a kernel file needs: Problem, Stop, and the JULIA_KERNEL line that publishes it.
#pragma once

#include <cstdint>

#include "juliaset/features.hpp"
#include "juliaset/kernel.hpp"

namespace juliaset {

// At -O0 GCC leaves the upper halves of the registers dirty, and every SSE instruction that follows
// in that thread runs at less than half its speed.
JULIA_INLINE void leave_avx() {
#ifdef __AVX__
  __builtin_ia32_vzeroupper();
#endif
}

}  // namespace juliaset

#define JULIA_PASTE_(a, b) a##b
#define JULIA_PASTE(a, b) JULIA_PASTE_(a, b)
#define JULIA_STRING_(a) #a
#define JULIA_STRING(a) JULIA_STRING_(a)
#define JULIA_CALL_one(problem, counts, threads, stop) calculate(problem, counts, stop)
#define JULIA_CALL_many(problem, counts, threads, stop) calculate(problem, counts, threads, stop)
#define JULIA_SIGNATURE_one \
  "void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop)"
#define JULIA_SIGNATURE_many                                                \
  "void calculate(const juliaset::Problem& problem, std::int32_t* counts, " \
  "std::int32_t threads, juliaset::Stop& stop)"

// Names the right signature. A template, because only there is a wrong call no error by itself. The
// result has a name, because clang repeats what is asserted.
#define JULIA_CHECK_SIGNATURE(threads)                                               \
  static_cast<void>(juliaset::Threads::threads);                                     \
  constexpr bool has_the_signature = []<class Problem>(const Problem& problem) {     \
    return requires(std::int32_t* counts, std::int32_t team, juliaset::Stop& stop) { \
      JULIA_CALL_##threads(problem, counts, team, stop);                             \
    };                                                                               \
  }(juliaset::Problem{});                                                            \
  static_assert(has_the_signature,                                                   \
                "JULIA_KERNEL(..., " #threads ", ...) publishes " JULIA_SIGNATURE_##threads)

// Publishes `calculate`: the one symbol of a kernel file. julia_kernel() gives it its name, and the
// function around it the name that profilers show.
// summary: one sentence for users; threads: one | many; exactness: exact | tolerant. Then what
// juliaset::Work holds, as designated initialisers; a kernel that leaves it out states nothing.
#define JULIA_KERNEL(summary, threads, exactness, ...)                            \
  namespace {                                                                     \
  void JULIA_PASTE(run_, JULIA_KERNEL_NAME)(const juliaset::Problem& problem,     \
                                            std::int32_t* counts,                 \
                                            [[maybe_unused]] std::int32_t team,   \
                                            juliaset::Stop& stop) noexcept {      \
    JULIA_CHECK_SIGNATURE(threads);                                               \
    JULIA_CALL_##threads(problem, counts, team, stop);                            \
    juliaset::leave_avx();                                                        \
  }                                                                               \
  }                                                                               \
  extern "C" {                                                                    \
  extern const juliaset::Kernel JULIA_PASTE(julia_kernel_, JULIA_KERNEL_NAME);    \
  constinit const juliaset::Kernel JULIA_PASTE(julia_kernel_, JULIA_KERNEL_NAME){ \
      JULIA_STRING(JULIA_KERNEL_NAME),                                            \
      summary,                                                                    \
      JULIA_KERNEL_FLAGS,                                                         \
      JULIA_KERNEL_FILE,                                                          \
      JULIA_KERNEL_BELOW,                                                         \
      JULIA_KERNEL_ISA,                                                           \
      &JULIA_PASTE(run_, JULIA_KERNEL_NAME),                                      \
      juliaset::needs_here,                                                       \
      juliaset::Threads::threads,                                                 \
      juliaset::Exactness::exactness,                                             \
      JULIA_KERNEL_BEST,                                                          \
      JULIA_KERNEL_EVERY_FLAVOUR,                                                 \
      juliaset::Work{__VA_ARGS__}};                                               \
  }                                                                               \
  static_assert(true)
