// How a caller stops a kernel that is running, and how a kernel finds out for next to nothing.
#pragma once

#include <cstdint>

#include "juliaset/attributes.hpp"

namespace juliaset {

// poll() is called by the thread that called the kernel, and by no other: it may take the GIL. It
// must not throw. Another thread, or a signal handler, uses request_stop().
struct Stop {
  bool (*poll)(void* context) = nullptr;
  void* context = nullptr;
  bool requested = false;
  // Set by a kernel that found no memory for its work. It has then set `requested` as well.
  bool out_of_memory = false;
};

// The builtins and not std::atomic: its load() is a weak symbol at -O0, shared by all kernels.
JULIA_INLINE bool stopped(const Stop& stop) {
  return __atomic_load_n(&stop.requested, __ATOMIC_RELAXED);
}

JULIA_INLINE void request_stop(Stop& stop) {
  __atomic_store_n(&stop.requested, true, __ATOMIC_RELAXED);
}

// For a kernel, before its threads begin: nothing has been counted.
JULIA_INLINE void end_without_memory(Stop& stop) {
  stop.out_of_memory = true;
  request_stop(stop);
}

// Does not ask again once the answer was yes.
JULIA_INLINE bool poll(Stop& stop) {
  if (!stopped(stop) && stop.poll != nullptr && stop.poll(stop.context)) request_stop(stop);
  return stopped(stop);
}

// Counted down at each step of the innermost loop, whatever the shape of the picture: one pixel of
// a billion iterations can be stopped as soon as a billion pixels of one.
class Patience {
 public:
  JULIA_INLINE Patience caller(Stop& stop) { return {stop, true}; }
  JULIA_INLINE Patience worker(Stop& stop) { return {stop, false}; }

  inline __attribute__((always_inline)) bool over() { return over(1); }

  // For steps that are taken many at a time.
  inline __attribute__((always_inline)) bool over(std::int32_t done) {
    left_ -= done;
    if (__builtin_expect(left_ > 0, 1)) return false;
    left_ = steps;
    ended_ = asks_ ? poll(stop_) : stopped(stop_);
    return ended_;
  }

  inline __attribute__((always_inline)) bool ended() const { return ended_; }

 private:
  // Well under a millisecond of scalar steps; at -O0 a tenth of a second of eight vectors' steps.
  static constexpr std::int32_t steps = 1 << 14;

  inline __attribute__((always_inline)) Patience(Stop& stop, bool asks)
      : stop_(stop), asks_(asks) {}

  Stop& stop_;
  std::int32_t left_ = steps;
  bool asks_;
  bool ended_ = false;
};

}  // namespace juliaset
