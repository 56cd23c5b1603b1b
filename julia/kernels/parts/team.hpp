// A team of OpenMP threads that Ctrl-C can stop: the caller listens to the end, for at the
// barrier of the region it would be deaf while another thread still works on a long row.
#pragma once

#include <omp.h>
#include <sched.h>

#include "publish.hpp"

namespace juliaset {

JULIA_INLINE Patience patience_of_this_thread(Stop& stop) {
  return omp_get_thread_num() == 0 ? Patience::caller(stop) : Patience::worker(stop);
}

// A part that a thread has besides those of the loop, if it comes to work at all.
JULIA_INLINE void begin_part(std::int32_t& parts_left) {
  __atomic_fetch_add(&parts_left, 1, __ATOMIC_RELAXED);
}

JULIA_INLINE void finish(std::int32_t& parts_left) {
  __atomic_fetch_sub(&parts_left, 1, __ATOMIC_RELAXED);
}

// The last line of a parallel region whose loop has `nowait`.
JULIA_INLINE void leave_team(const std::int32_t& parts_left, Stop& stop) {
  if (omp_get_thread_num() == 0) {
    while (__atomic_load_n(&parts_left, __ATOMIC_RELAXED) > 0 && !poll(stop)) sched_yield();
  }
  leave_avx();
}

}  // namespace juliaset
