// cpp.simd_tiled on all cores: bands of rows, one tile high, as threads become free.
#include "team.hpp"
#include "tile.hpp"

namespace {

void calculate(const julia::Problem& problem, std::int32_t* counts, std::int32_t threads,
               julia::Stop& stop) {
  constexpr std::int32_t height = julia::vectors_in_flight;
  const std::int32_t bands = (problem.height - 1) / height + 1;
  std::int32_t bands_left = bands;
#pragma omp parallel num_threads(threads)
  {
    auto patience = julia::patience_of_this_thread(stop);
#pragma omp for schedule(dynamic) nowait
    for (std::int32_t band = 0; band < bands; ++band) {
      const std::int32_t top = band * height;
      const std::int32_t bottom = band + 1 < bands ? top + height : problem.height;
      if (!julia::stopped(stop)) {
        julia::count_band<double, julia::Strict, height>(problem, top, bottom, counts, patience);
      }
      julia::finish(bands_left);
    }
    julia::leave_team(bands_left, stop);
  }
}

}  // namespace

JULIA_KERNEL("cpp.simd_tiled on all cores: every lane of every core at work.", many, exact,
             .lanes = julia::lanes<double>, .vectors_in_flight = julia::vectors_in_flight,
             .steps = julia::Steps::every);
