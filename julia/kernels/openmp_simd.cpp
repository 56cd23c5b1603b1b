// cpp.simd_tiled on all cores: bands of rows, one tile high, as threads become free.
#include "parts/team.hpp"
#include "parts/tile.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, std::int32_t threads,
               juliaset::Stop& stop) {
  constexpr std::int32_t height = juliaset::vectors_in_flight;
  const std::int32_t bands = (problem.height - 1) / height + 1;
  std::int32_t bands_left = bands;
#pragma omp parallel num_threads(threads)
  {
    auto patience = juliaset::patience_of_this_thread(stop);
#pragma omp for schedule(dynamic) nowait
    for (std::int32_t band = 0; band < bands; ++band) {
      const std::int32_t top = band * height;
      const std::int32_t bottom = band + 1 < bands ? top + height : problem.height;
      if (!juliaset::stopped(stop)) {
        juliaset::count_band<double, juliaset::Strict, height>(problem, top, bottom, counts,
                                                               patience);
      }
      juliaset::finish(bands_left);
    }
    juliaset::leave_team(bands_left, stop);
  }
}

}  // namespace

// No rung of the ladder: cpp.openmp shows what all cores are worth to a plain loop, and
// cpp.openmp_mirror what they are worth to the fastest.
JULIA_KERNEL("cpp.simd_tiled on all cores: every lane of every core at work.", many, exact,
             .lanes = juliaset::lanes<double>, .vectors_in_flight = juliaset::vectors_in_flight,
             .steps = juliaset::Steps::every, .rung = false);
