// The rows of a step on all threads. They wait for each other after each step, because a row needs
// its neighbours of the step before.
#include <cstdint>

#include "plate.hpp"

extern "C" void advance(const double* field, std::int64_t height, std::int64_t width,
                        std::int64_t steps, double rate, double* out, std::int64_t threads);

void advance(const double* field, std::int64_t height, std::int64_t width, std::int64_t steps,
             double rate, double* out, std::int64_t threads) {
  const heat::Plate plate{.height = height, .width = width, .rate = rate};
  const heat::Journeys journeys(field, plate, steps, out);
#pragma omp parallel num_threads(static_cast<int>(threads))
  for (std::int64_t step = 0; step < steps; ++step) {
    const double* const from = journeys.from(step);
    double* const to = journeys.to(step);
    // All rows take equally long: each thread gets as many, and the same ones in each step.
#pragma omp for schedule(static)
    for (std::int64_t i = 0; i < height; ++i) {
      if (plate.is_edge(i)) {
        heat::copy_row(from + i * width, plate, to + i * width);
      } else {
        heat::step_row(heat::rows_around(from, plate, i), plate, to + i * width);
      }
    }
  }
}
