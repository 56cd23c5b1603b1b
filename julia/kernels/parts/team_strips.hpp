// The picture by a team of threads: blocks of rows as threads become free, with a workspace each.
// Its queue goes along from block to block, so that it is seldom drained while it is nearly empty.
#pragma once

#include "halves.hpp"
#include "team.hpp"

namespace juliaset::inline JULIA_ISA {

// Of whole tiles. The last rows come first: in a half of a picture they take the longest.
constexpr std::int32_t rows_of_a_block = 2 * tile_size;

struct Rows {
  std::int32_t top;
  std::int32_t bottom;
};

template <Method method, bool mirrors>
JULIA_NOT_INLINED void count_by_team(const Problem& problem, std::int32_t* counts, const Plan& plan,
                                     const Rows& rows, const Workspaces& workspaces,
                                     std::int32_t threads, Stop& stop) {
  const std::int32_t blocks = (rows.bottom - rows.top - 1) / rows_of_a_block + 1;
  std::int32_t parts_left = blocks;
#pragma omp parallel num_threads(threads)
  {
    begin_part(parts_left);
    auto patience = patience_of_this_thread(stop);
    Workspace& work = workspaces.of_thread(omp_get_thread_num());
    Sieve sieve = sieve_for<mirrors>(problem, counts, plan, work, patience);
#pragma omp for schedule(dynamic) nowait
    for (std::int32_t block = 0; block < blocks; ++block) {
      const std::int32_t top = rows.top + (blocks - 1 - block) * rows_of_a_block;
      const std::int32_t bottom = block > 0 ? top + rows_of_a_block : rows.bottom;
      if (!stopped(stop)) {
        count_rows<method, true, mirrors>(sieve, work.tiles, plan.radius, top, bottom);
      }
      finish(parts_left);
    }
    count_waiting<method, mirrors>(sieve);
    finish(parts_left);
    leave_team(parts_left, stop);
  }
}

JULIA_NOT_INLINED void count_by_team_as_c_allows(const Problem& problem, std::int32_t* counts,
                                                 const Plan& plan, const Rows& rows,
                                                 const Workspaces& workspaces, std::int32_t threads,
                                                 Stop& stop) {
  if (plan.radius > 0) {
    count_by_team<Method::sieve_and_trap, false>(problem, counts, plan, rows, workspaces, threads,
                                                 stop);
  } else if (stays_outside(problem)) {
    count_by_team<Method::sieve, false>(problem, counts, plan, rows, workspaces, threads, stop);
  } else {
    count_by_team<Method::test_each_step, false>(problem, counts, plan, rows, workspaces, threads,
                                                 stop);
  }
}

JULIA_NOT_INLINED void count_halves_by_team(const Problem& problem, std::int32_t* counts,
                                            const Plan& plan, const Workspaces& workspaces,
                                            std::int32_t threads, Stop& stop) {
  const Rows rows{.top = plan.mirror.first_row, .bottom = plan.mirror.last_row + 1};
  if (plan.radius > 0) {
    count_by_team<Method::sieve_and_trap, true>(problem, counts, plan, rows, workspaces, threads,
                                                stop);
  } else {
    count_by_team<Method::sieve, true>(problem, counts, plan, rows, workspaces, threads, stop);
  }
}

JULIA_NOT_INLINED Plan plan_without_mirror(const Problem& problem) {
  return {.radius = trap_radius(problem.c_re, problem.c_im), .mirror = {}};
}

}  // namespace juliaset::inline JULIA_ISA
