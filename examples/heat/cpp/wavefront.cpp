// Several steps in one journey through memory: as soon as a row and the one below it have taken a
// step, the row above takes the next one. What is between the steps stays in the cache.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels.hpp"
#include "plate.hpp"

namespace {

constexpr std::int64_t in_cache = std::int64_t{1} << 17;  // numbers: 1 MiB

// The last three rows of each step but the last: a row takes its next step when the one below it
// has taken this one, and then needs no more than these.
class Between {
 public:
  Between(const heat::Plate& plate, std::int64_t steps)
      : width_(plate.width), rows_(static_cast<std::size_t>(3 * steps * plate.width)) {}

  double* row(std::int64_t step, std::int64_t i) {
    return rows_.data() + (3 * step + i % 3) * width_;
  }

 private:
  std::int64_t width_;
  std::vector<double> rows_;
};

void journey(const double* from, const heat::Plate& plate, std::int64_t depth, Between& between,
             double* to) {
  const auto before = [&](std::int64_t step, std::int64_t i) -> const double* {
    return step == 0 ? from + i * plate.width : between.row(step - 1, i);
  };
  for (std::int64_t front = 0; front < plate.height + depth - 1; ++front) {
    for (std::int64_t step = 0; step < depth; ++step) {
      const std::int64_t i = front - step;
      if (i < 0 || i >= plate.height) continue;
      double* const target = step == depth - 1 ? to + i * plate.width : between.row(step, i);
      if (plate.is_edge(i)) {
        heat::copy_row(before(step, i), plate, target);
      } else {
        heat::step_row(
            {.above = before(step, i - 1), .here = before(step, i), .below = before(step, i + 1)},
            plate, target);
      }
    }
  }
}

}  // namespace

void advance(const double* field, std::int64_t height, std::int64_t width, std::int64_t steps,
             double rate, double* out) {
  const heat::Plate plate{.height = height, .width = width, .rate = rate};
  const std::int64_t deepest = 1 + in_cache / (3 * width);
  const std::int64_t number = (steps + deepest - 1) / deepest;
  const heat::Journeys journeys(field, plate, number, out);
  Between between(plate, std::min(deepest, steps) - 1);
  for (std::int64_t done = 0, k = 0; k < number; ++k) {
    const std::int64_t depth = (steps - done) / (number - k);
    journey(journeys.from(k), plate, depth, between, journeys.to(k));
    done += depth;
  }
}
