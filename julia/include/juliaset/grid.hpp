// Axes that own their memory: the book's, and a window of the plane.
#pragma once

#include <array>
#include <complex>
#include <cstdint>
#include <vector>

#include "juliaset/problem.hpp"
#include "juliaset/registry.hpp"

namespace juliaset {

struct Grid {
  std::vector<double> xs;
  std::vector<double> ys;

  // The book's axes on [-1.8, 1.8]^2: a sum of steps, so that some widths get one point more.
  JULIA_EXPORT static Grid book(std::int32_t width);

  // Exactly width x height points of {x1, x2, y1, y2}, the upper edge first.
  JULIA_EXPORT static Grid view(const std::array<double, 4>& window, std::int32_t width,
                                std::int32_t height);

  // Borrows the axes: the grid must outlive the problem, so one that is about to go gives none.
  JULIA_EXPORT Problem problem(std::complex<double> c, std::int32_t max_iterations) const&;
  Problem problem(std::complex<double> c, std::int32_t max_iterations) const&& = delete;
};

}  // namespace juliaset
