// What a sieve is at work on: a picture, and the two queues of its pixels.
#pragma once

#include "mirror.hpp"
#include "queue.hpp"

namespace juliaset::inline JULIA_ISA {

struct Sieve {
  const Problem& problem;
  std::int32_t* counts;
  Patience& patience;
  double trap;  // below this norm a pixel is in the trap; 0: there is none
  Queue& queue;
  Queue& escaped;
  Alone& alone;
  Mirror mirror;
  std::int64_t steps = 0;        // of the queue's pixels
  std::int64_t steps_alone = 0;  // of those that were left alone
  bool mirror_given_up = false;  // then each pixel stands for itself
};

// An image that is not sure costs its whole orbit once more, and for c whose orbits are long that
// comes to more than the others save. So it is in narrow views around 0: all their pixels have been
// near each other for long, stop late, and by then what each step is rounded has grown to more than
// the bounds allow. Half of c = -0.8+0.156j is not sure in a view of 0.06, and everything in one of
// 0.004. How far a view may go depends on c: so it is found out by counting, and what is left of
// the picture is counted without a mirror.
JULIA_INLINE bool costs_more_than_it_saves(const Sieve& sieve) {
  return sieve.steps_alone > sieve.steps / 4;
}

}  // namespace juliaset::inline JULIA_ISA
