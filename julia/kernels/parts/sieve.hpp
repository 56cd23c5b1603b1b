// What a sieve is at work on: a picture, and the two queues of its pixels.
#pragma once

#include "queue.hpp"

namespace juliaset::inline JULIA_ISA {

struct Sieve {
  const Problem& problem;
  std::int32_t* counts;
  Patience& patience;
  double trap;  // below this norm a pixel is in the trap; 0: there is none
  Queue& queue;
  Queue& escaped;
};

}  // namespace juliaset::inline JULIA_ISA
