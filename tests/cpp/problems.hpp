// Pictures that expose a wrong kernel, each with its answer.
#pragma once

#include <complex>
#include <cstdint>
#include <string>
#include <vector>

#include "juliaset/grid.hpp"

namespace juliaset {

struct Picture {
  std::string name;
  Grid grid;
  std::complex<double> c;
  std::int32_t max_iterations;
  std::vector<std::int32_t> expected;

  Problem problem() const { return grid.problem(c, max_iterations); }
};

inline constexpr std::complex<double> book_c(-0.62772, -0.42193);

const std::vector<Picture>& pictures();

// Of `pictures`, too.
constexpr std::int32_t late_edge_steps = 48;
Grid late_edge(double c);

// Of `pictures`, the one on which a rounding more or less changes counts.
const Picture& sensitive_picture();

// The book's own picture, 1000 wide.
const Picture& book_picture();

}  // namespace juliaset
