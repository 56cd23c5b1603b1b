// Small pictures, because kernels at -O0 are slow; odd sizes, which no vector's width divides.
#include "problems.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "reference.hpp"

namespace juliaset {
namespace {

Picture picture(std::string name, Grid grid, std::complex<double> c, std::int32_t max_iterations) {
  Picture made{.name = std::move(name),
               .grid = std::move(grid),
               .c = c,
               .max_iterations = max_iterations,
               .expected = {}};
  made.expected = reference(made.problem());
  return made;
}

// For |c| > 2 an orbit can come back below 2 after it has stopped.
Grid wide() { return Grid::view({-3.0, 3.0, -3.0, 3.0}, 121, 119); }

Grid steps(double first, double step, std::int32_t size) {
  Grid grid;
  for (std::int32_t k = 0; k < size; ++k) grid.xs.push_back(first + k * step);
  grid.ys = grid.xs;
  return grid;
}

// Axes whose crossings lie on abs(z) = 2, or get there in one step, to the last bits: where
// abs(z) < 2 and the sum of squares < 4 disagree.
Grid circle(int points, std::complex<double> c) {
  Grid grid;
  constexpr double far = std::numeric_limits<double>::max();
  for (int k = 0; k < points; ++k) {
    const auto start = std::polar(2.0, std::numbers::pi / 2 * (k + 0.5) / points);
    for (const std::complex<double> z : {start, std::sqrt(start - c)}) {
      for (const double toward : {-far, z.real(), far}) {
        grid.xs.push_back(std::nextafter(z.real(), toward));
      }
      for (const double toward : {-far, z.imag(), far}) {
        grid.ys.push_back(std::nextafter(z.imag(), toward));
      }
    }
  }
  return grid;
}

// Axes whose crossings lie a little inside and outside abs(z) = 2, or get there in one step: so
// near that the upper half of the norm cannot tell, but farther than hypot and the sum may
// disagree.
Grid near_circle(int points, std::complex<double> c) {
  Grid grid;
  for (int k = 0; k < points; ++k) {
    const auto on_it = std::polar(2.0, std::numbers::pi / 2 * (k + 0.5) / points);
    for (const double factor : {1 - 0x1p-23, 1 - 0x1p-40, 1 + 0x1p-40, 1 + 0x1p-23}) {
      for (const std::complex<double> z : {on_it * factor, std::sqrt(on_it * factor - c)}) {
        grid.xs.push_back(z.real());
        grid.ys.push_back(z.imag());
      }
    }
  }
  return grid;
}

// The same points on both sides of 0, those on one side moved a little: less than a kernel with a
// mirror allows, and enough to decide otherwise on the edge.
Grid mirrored(const Grid& half, double moved) {
  Grid grid;
  for (const double x : half.xs) grid.xs.push_back(-x + moved);
  for (const double y : half.ys) grid.ys.push_back(-y - moved);
  std::ranges::reverse(grid.xs);
  std::ranges::reverse(grid.ys);
  grid.xs.insert(grid.xs.end(), half.xs.begin(), half.xs.end());
  grid.ys.insert(grid.ys.end(), half.ys.begin(), half.ys.end());
  return grid;
}

// Points that are on the circle after twelve steps near the fixed point of c from which each step
// leads away, so that two orbits are parted as much as any. No other takes more of a tile pass.
Grid near_fixed_point(int points, double c) {
  Grid grid;
  for (int k = 0; k < points; ++k) {
    std::complex<double> z = std::polar(2.0, std::numbers::pi * (k + 0.5) / points);
    for (int n = 0; n < 12; ++n) z = std::sqrt(z - c);
    grid.xs.push_back(z.real());
    grid.ys.push_back(z.imag());
  }
  return grid;
}

// With one column before the first, which then is no other's image.
Grid with_first_column(Grid grid, double x) {
  grid.xs.insert(grid.xs.begin(), x);
  return grid;
}

// A point whose orbit is inside for `step` steps and then so near to abs(z) = 2 that only hypot
// sees that it is inside once more. At c = 1/4 orbits pass slowly between the real axis' two fixed
// points, which are one there: so there are such points for every step.
std::complex<double> on_the_edge_after(std::int32_t step, double c) {
  const auto after = [=](double re, double im) {
    for (std::int32_t n = 0; n < step; ++n) {
      const double next = (re * re - im * im) + c;
      im = 2 * (re * im);
      re = next;
    }
    return std::complex<double>(re, im);
  };
  constexpr double golden = std::numbers::phi;  // its multiples spread evenly
  double inside = 0.5;
  double outside = 2.5;
  for (int halving = 0; halving < 60; ++halving) {
    const double x = 0.5 * (inside + outside);
    (after(x, 0).real() < 2 ? inside : outside) = x;
  }
  for (std::int64_t trial = 0;; ++trial) {  // around there, a bit more or less in both directions
    const double x = inside + 0x1p-53 * static_cast<double>(trial % 16);
    const double y = std::pow(10.0, -6 - 7 * std::fmod(static_cast<double>(trial) / golden, 1.0));
    const std::complex<double> z = after(x, y);
    const double norm = z.real() * z.real() + z.imag() * z.imag();
    if (norm >= 4 - 0x1p-48 && std::abs(z) < 2) return {x, y};
  }
}

}  // namespace

// Column k and row k cross where the edge is met after k + 1 steps: a sieve that looks only now and
// then must not overlook it, at the end of a round least of all.
Grid late_edge(double c) {
  Grid grid;
  for (std::int32_t step = 1; step <= late_edge_steps; ++step) {
    const std::complex<double> start = on_the_edge_after(step, c);
    grid.xs.push_back(start.real());
    grid.ys.push_back(start.imag());
  }
  return grid;
}

const std::vector<Picture>& pictures() {
  constexpr std::array<double, 4> middle{-1.7, 1.3, -1.1, 1.5};
  constexpr std::complex<double> on_circle(0.3, 0.2);
  constexpr std::complex<double> near(-0.4, 0.6);
  static const Grid late = late_edge(0.25);
  static const std::vector<Picture> all = {
      picture("book_250", Grid::book(250), book_c, 300),
      picture("book_333", Grid::book(333), book_c, 100),
      picture("odd_sizes", Grid::view(middle, 67, 43), {-0.12, 0.74}, 211),
      picture("one_row", Grid::view({-1.5, 1.5, -0.1, 0.1}, 37, 1), near, 99),
      picture("one_column", Grid::view({-0.1, 0.1, -1.5, 1.5}, 1, 37), near, 99),
      picture("one_pixel", Grid::view({0.0, 1.0, 0.0, 1.0}, 1, 1), near, 99),
      picture("limit_0", Grid::book(50), book_c, 0),
      picture("limit_1", Grid::book(50), book_c, 1),
      picture("beyond_two_real", wide(), -2.1, 100),
      picture("beyond_two_near", wide(), {1.9, 0.9}, 100),
      picture("beyond_two_far", wide(), {-3.0, 0.2}, 100),
      picture("far_away", Grid::view({-1e150, 1e150, -1e150, 1e150}, 9, 9), {1e150, -1e150}, 9),
      picture("circle", circle(24, on_circle), on_circle, 50),
      picture("near_circle", near_circle(12, on_circle), on_circle, 50),
      picture("near_circle_without_trap", near_circle(12, near), near, 50),
      picture("near_circle_beyond_two", near_circle(12, {1.9, 0.9}), {1.9, 0.9}, 50),
      picture("late_edge", late, 0.25, 99),
      picture("late_edge_limited", late, 0.25, 46),
      picture("late_edge_trap", late_edge(0.24), 0.24, 99),
      picture("mirrored_circle", mirrored(circle(12, on_circle), 0), on_circle, 50),
      picture("moved_circle", mirrored(circle(12, on_circle), 1e-12), on_circle, 50),
      picture("mirrored_edge", mirrored(late, 0), 0.25, 99),
      picture("moved_edge", mirrored(late, 1e-13), 0.25, 99),
      picture("moved_fixed_point", mirrored(near_fixed_point(24, -1.98), 1.5e-12), -1.98, 50),
      picture("mirrored_dust", Grid::view({-1.7, 1.7, -1.2, 1.2}, 83, 61), {-0.8, 0.156}, 1000),
      // So many images are not sure that they are counted before the rows are through.
      picture("moved_dust",
              with_first_column(mirrored(Grid::view({0.0002, 0.02, 0.02, 0.0002}, 99, 60), 1.5e-12),
                                -1.85),
              {-0.8, 0.156}, 200),
  };
  return all;
}

const Picture& sensitive_picture() {
  static const Picture one = picture("sensitive", steps(-1.8, 3.6 / 160, 160), {-0.8, 0.156}, 1000);
  return one;
}

const Picture& book_picture() {
  static const Picture one = picture("book", Grid::book(1000), book_c, 300);
  return one;
}

}  // namespace juliaset
