// The two ways to lay points over the plane; juliaset.Problem has the same two, to the last bit.
#include "juliaset/grid.hpp"

#include <limits>
#include <stdexcept>
#include <string>

namespace juliaset {
namespace {

void check_size(const char* name, std::int32_t size) {
  if (size < 1) {
    throw std::invalid_argument(std::string(name) + " is " + std::to_string(size) +
                                "; allowed: 1 or more");
  }
}

}  // namespace

Grid Grid::book(std::int32_t width) {
  check_size("width", width);
  constexpr double edge = 1.8;
  const double step = (edge - -edge) / width;
  Grid grid;
  // Adding up rounded steps is the book's way, which the course discusses: do not multiply instead.
  double x = -edge;
  while (x < edge) {
    grid.xs.push_back(x);
    x += step;
  }
  double y = edge;
  while (y > -edge) {
    grid.ys.push_back(y);
    y += -step;
  }
  return grid;
}

Grid Grid::view(const std::array<double, 4>& window, std::int32_t width, std::int32_t height) {
  check_size("width", width);
  check_size("height", height);
  const auto& [x1, x2, y1, y2] = window;
  const double x_step = (x2 - x1) / width;
  const double y_step = (y2 - y1) / height;
  Grid grid;
  for (std::int32_t i = 0; i < width; ++i) grid.xs.push_back(x1 + i * x_step);
  for (std::int32_t j = 0; j < height; ++j) grid.ys.push_back(y2 - j * y_step);
  return grid;
}

Problem Grid::problem(std::complex<double> c, std::int32_t max_iterations) const& {
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
  if (xs.size() > most || ys.size() > most) {
    throw std::invalid_argument("an axis has more than 2147483647 points");
  }
  return {.xs = xs.data(),
          .ys = ys.data(),
          .width = static_cast<std::int32_t>(xs.size()),
          .height = static_cast<std::int32_t>(ys.size()),
          .c_re = c.real(),
          .c_im = c.imag(),
          .max_iterations = max_iterations};
}

}  // namespace juliaset
