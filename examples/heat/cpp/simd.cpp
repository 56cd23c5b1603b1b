// As many cells at a time as a vector has lanes. The neighbours to the left and to the right are
// loads from addresses that are one cell apart.
#include <cstdint>
#include <xsimd/xsimd.hpp>

#include "kernels.hpp"
#include "plate.hpp"

namespace {

using Vector = xsimd::batch<double>;
constexpr auto lanes = static_cast<std::int64_t>(Vector::size);

void step_vectors(const heat::Rows& rows, const heat::Plate& plate, double* to) {
  const auto at = [](const double* cell) { return Vector::load_unaligned(cell); };
  const Vector rate(plate.rate);
  const std::int64_t last = plate.width - 1;
  to[0] = rows.here[0];
  std::int64_t j = 1;
  for (; j + lanes <= last; j += lanes) {
    heat::stepped(at(rows.above + j), at(rows.below + j), at(rows.here + j - 1),
                  at(rows.here + j + 1), at(rows.here + j), rate)
        .store_unaligned(to + j);
  }
  heat::step_cells(rows, plate, j, last, to);
  to[last] = rows.here[last];
}

}  // namespace

void advance(const double* field, std::int64_t height, std::int64_t width, std::int64_t steps,
             double rate, double* out) {
  const heat::Plate plate{.height = height, .width = width, .rate = rate};
  heat::step_rows(field, plate, steps, out, step_vectors);
}
