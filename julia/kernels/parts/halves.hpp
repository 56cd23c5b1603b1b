// A picture that is mirrored in 0: half of it is counted, and written twice.
#pragma once

#include "strips.hpp"

namespace juliaset::inline JULIA_ISA {

// An orbit in the widest band around the circle leaves it for good where |c| is less than this.
JULIA_INLINE bool leaves_the_band(const Problem& problem) {
  return problem.c_re * problem.c_re + problem.c_im * problem.c_im < 4 - 0x1p-6;
}

// This stands apart, and so does what counts: at -O0 a caller's frame holds those of all that is
// inlined, under the frames of a team.
JULIA_NOT_INLINED Plan plan_for(const Problem& problem) {
  Plan plan{.radius = trap_radius(problem.c_re, problem.c_im), .mirror = find_mirror(problem)};
  plan.mirror.is_there = plan.mirror.is_there && leaves_the_band(problem);
  return plan;
}

JULIA_INLINE void count_halves_as_c_allows(const Problem& problem, std::int32_t* counts,
                                           const Plan& plan, std::int32_t top, std::int32_t bottom,
                                           Workspace& work, Patience& patience) {
  if (plan.radius > 0) {
    count_all_rows<Method::sieve_and_trap, true, true>(problem, counts, plan, top, bottom, work,
                                                       patience);
  } else {
    count_all_rows<Method::sieve, true, true>(problem, counts, plan, top, bottom, work, patience);
  }
}

}  // namespace juliaset::inline JULIA_ISA
