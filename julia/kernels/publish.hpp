// What a kernel file needs: Problem, Stop, and the JULIA_KERNEL line that publishes it.
#pragma once

#include <cstdint>

#include "julia/kernel.hpp"

namespace julia {

// What the compiler was allowed to use here, to be held against the CPU. Read from the compiler's
// own macros, so that it cannot disagree with the flags.
// clang-format off
static constexpr std::uint64_t needs_here = 0
#ifdef __SSE3__
    | bit(Feature::sse3)
#endif
#ifdef __SSSE3__
    | bit(Feature::ssse3)
#endif
#ifdef __SSE4_1__
    | bit(Feature::sse4_1)
#endif
#ifdef __SSE4_2__
    | bit(Feature::sse4_2)
#endif
#ifdef __SSE4A__
    | bit(Feature::sse4a)
#endif
#ifdef __POPCNT__
    | bit(Feature::popcnt)
#endif
#ifdef __AES__
    | bit(Feature::aes)
#endif
#ifdef __PCLMUL__
    | bit(Feature::pclmul)
#endif
#ifdef __MOVBE__
    | bit(Feature::movbe)
#endif
#ifdef __LZCNT__
    | bit(Feature::lzcnt)
#endif
#ifdef __F16C__
    | bit(Feature::f16c)
#endif
#ifdef __ADX__
    | bit(Feature::adx)
#endif
#ifdef __SHA__
    | bit(Feature::sha)
#endif
#ifdef __AVX__
    | bit(Feature::avx)
#endif
#ifdef __AVX2__
    | bit(Feature::avx2)
#endif
#ifdef __BMI__
    | bit(Feature::bmi)
#endif
#ifdef __BMI2__
    | bit(Feature::bmi2)
#endif
#ifdef __FMA__
    | bit(Feature::fma)
#endif
#ifdef __GFNI__
    | bit(Feature::gfni)
#endif
#ifdef __VAES__
    | bit(Feature::vaes)
#endif
#ifdef __VPCLMULQDQ__
    | bit(Feature::vpclmulqdq)
#endif
#ifdef __AVXVNNI__
    | bit(Feature::avxvnni)
#endif
#ifdef __AVX512F__
    | bit(Feature::avx512f)
#endif
#ifdef __AVX512VL__
    | bit(Feature::avx512vl)
#endif
#ifdef __AVX512DQ__
    | bit(Feature::avx512dq)
#endif
#ifdef __AVX512CD__
    | bit(Feature::avx512cd)
#endif
#ifdef __AVX512BW__
    | bit(Feature::avx512bw)
#endif
#ifdef __AVX512IFMA__
    | bit(Feature::avx512ifma)
#endif
#ifdef __AVX512VBMI__
    | bit(Feature::avx512vbmi)
#endif
#ifdef __AVX512VBMI2__
    | bit(Feature::avx512vbmi2)
#endif
#ifdef __AVX512VNNI__
    | bit(Feature::avx512vnni)
#endif
#ifdef __AVX512BITALG__
    | bit(Feature::avx512bitalg)
#endif
#ifdef __AVX512VPOPCNTDQ__
    | bit(Feature::avx512vpopcntdq)
#endif
#ifdef __AVX512BF16__
    | bit(Feature::avx512bf16)
#endif
#ifdef __AVX512FP16__
    | bit(Feature::avx512fp16)
#endif
#ifdef __AVX512VP2INTERSECT__
    | bit(Feature::avx512vp2intersect)
#endif
    ;
// clang-format on

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
#define JULIA_SIGNATURE_one \
  "void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop)"
#define JULIA_SIGNATURE_many                                             \
  "void calculate(const julia::Problem& problem, std::int32_t* counts, " \
  "std::int32_t threads, julia::Stop& stop)"

// Names the right signature. A template, because only there is a wrong call no error by itself.
#define JULIA_CHECK_SIGNATURE(threads)                                                \
  static_cast<void>(julia::Threads::threads);                                         \
  static_assert(                                                                      \
      []<class Problem>(const Problem& problem) {                                     \
        return requires(std::int32_t* counts, std::int32_t team, julia::Stop& stop) { \
          JULIA_CALL_##threads(problem, counts, team, stop);                          \
        };                                                                            \
      }(julia::Problem{}),                                                            \
      "JULIA_KERNEL(..., " #threads ", ...) publishes " JULIA_SIGNATURE_##threads)

// Publishes `calculate`: the one symbol of a kernel file. julia_kernel() gives it its name, and the
// function around it the name that profilers show.
// summary: one sentence for users; threads: one | many; exactness: exact | tolerant. Then what
// julia::Work holds, as designated initialisers; a kernel that leaves it out states nothing.
#define JULIA_KERNEL(summary, threads, exactness, ...)                                           \
  namespace {                                                                                    \
  void JULIA_PASTE(run_, JULIA_KERNEL_NAME)(const julia::Problem& problem, std::int32_t* counts, \
                                            [[maybe_unused]] std::int32_t team,                  \
                                            julia::Stop& stop) noexcept {                        \
    JULIA_CHECK_SIGNATURE(threads);                                                              \
    JULIA_CALL_##threads(problem, counts, team, stop);                                           \
    julia::leave_avx();                                                                          \
  }                                                                                              \
  }                                                                                              \
  extern "C" {                                                                                   \
  extern const julia::Kernel JULIA_PASTE(julia_kernel_, JULIA_KERNEL_NAME);                      \
  constinit const julia::Kernel JULIA_PASTE(julia_kernel_, JULIA_KERNEL_NAME){                   \
      JULIA_STRING(JULIA_KERNEL_NAME),                                                           \
      summary,                                                                                   \
      JULIA_KERNEL_FLAGS,                                                                        \
      JULIA_KERNEL_FILE,                                                                         \
      JULIA_KERNEL_BELOW,                                                                        \
      JULIA_KERNEL_ISA,                                                                          \
      &JULIA_PASTE(run_, JULIA_KERNEL_NAME),                                                     \
      julia::needs_here,                                                                         \
      julia::Threads::threads,                                                                   \
      julia::Exactness::exactness,                                                               \
      JULIA_KERNEL_BEST,                                                                         \
      JULIA_KERNEL_EVERY_FLAVOUR,                                                                \
      julia::Work{__VA_ARGS__}};                                                                 \
  }                                                                                              \
  static_assert(true)
