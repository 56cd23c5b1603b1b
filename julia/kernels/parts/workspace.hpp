// What a thread needs besides its registers. It is larger than the stack of some threads: with
// OMP_STACKSIZE=64K, or in a program that gives its threads little, it would not fit there.
#pragma once

#include <stdlib.h>

#include "balls.hpp"

namespace juliaset::inline JULIA_ISA {

struct Workspace {
  Queue queue;
  Queue escaped;
  Alone alone;
  Tiles tiles;
};

// One for each thread of a team, from the heap, before the team begins: inside a parallel region
// nothing could be done about a lack of memory.
class Workspaces {
 public:
  inline __attribute__((always_inline)) Workspaces(std::int32_t threads, Stop& stop)
      : first_(static_cast<Workspace*>(
            aligned_alloc(alignof(Workspace), static_cast<size_t>(threads) * sizeof(Workspace)))) {
    if (first_ == nullptr) end_without_memory(stop);
  }
  inline __attribute__((always_inline)) ~Workspaces() { free(first_); }
  Workspaces(const Workspaces&) = delete;
  Workspaces& operator=(const Workspaces&) = delete;

  // Then the call has been ended.
  inline __attribute__((always_inline)) bool missing() const { return first_ == nullptr; }

  inline __attribute__((always_inline)) Workspace& of_thread(std::int32_t thread) const {
    return first_[thread];
  }

 private:
  Workspace* first_;
};

}  // namespace juliaset::inline JULIA_ISA
