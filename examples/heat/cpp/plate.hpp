// The plate, the one formula, and the two grids between which the steps go to and fro.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

namespace heat {

struct Plate {
  std::int64_t height, width;
  double rate;

  std::int64_t cells() const { return height * width; }
  bool is_edge(std::int64_t row) const { return row == 0 || row == height - 1; }
};

// A row of the plate and its neighbours.
struct Rows {
  const double* above;
  const double* here;
  const double* below;
};

// Number is a double, or a vector of them. In this order: another one rounds differently.
template <class Number>
Number stepped(Number above, Number below, Number left, Number right, Number middle, Number rate) {
  return ((above + below) + (left + right) - Number(4.0) * middle) * rate + middle;
}

inline Rows rows_around(const double* grid, const Plate& plate, std::int64_t row) {
  const double* const here = grid + row * plate.width;
  return {.above = here - plate.width, .here = here, .below = here + plate.width};
}

// The cells first to last of a row, one after the other; the compiler may make vectors of them.
inline void step_cells(const Rows& rows, const Plate& plate, std::int64_t first, std::int64_t last,
                       double* to) {
  for (std::int64_t j = first; j < last; ++j) {
    to[j] = stepped(rows.above[j], rows.below[j], rows.here[j - 1], rows.here[j + 1], rows.here[j],
                    plate.rate);
  }
}

// A row that is not at the edge: its first and its last cell are.
inline void step_row(const Rows& rows, const Plate& plate, double* to) {
  to[0] = rows.here[0];
  step_cells(rows, plate, 1, plate.width - 1, to);
  to[plate.width - 1] = rows.here[plate.width - 1];
}

inline void copy_row(const double* from, const Plate& plate, double* to) {
  std::copy_n(from, plate.width, to);
}

// Journeys through memory, one after another: the first reads the field, the last fills `out`.
class Journeys {
 public:
  Journeys(const double* field, const Plate& plate, std::int64_t number, double* out)
      : field_(field), number_(number), out_(out) {
    if (number > 1) spare_ = std::make_unique_for_overwrite<double[]>(plate.cells());
  }

  const double* from(std::int64_t journey) const { return journey == 0 ? field_ : to(journey - 1); }

  double* to(std::int64_t journey) const {
    return (number_ - journey) % 2 == 1 ? out_ : spare_.get();
  }

 private:
  const double* field_;
  std::int64_t number_;
  double* out_;
  std::unique_ptr<double[]> spare_;
};

// All steps, each of them row after row: `row` is step_row, or does the same in another way.
template <class Row>
void step_rows(const double* field, const Plate& plate, std::int64_t steps, double* out, Row row) {
  const Journeys journeys(field, plate, steps, out);
  for (std::int64_t step = 0; step < steps; ++step) {
    const double* const from = journeys.from(step);
    double* const to = journeys.to(step);
    for (std::int64_t i = 0; i < plate.height; ++i) {
      if (plate.is_edge(i)) {
        copy_row(from + i * plate.width, plate, to + i * plate.width);
      } else {
        row(rows_around(from, plate, i), plate, to + i * plate.width);
      }
    }
  }
}

}  // namespace heat
