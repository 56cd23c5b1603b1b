// Checks once, at the edge; the kernels behind it are total.
#include "juliaset/check.hpp"

#include <cmath>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>

#include "juliaset/cores.hpp"

namespace juliaset {
namespace {

// Beyond this a square overflows, and Python's abs() raises where arithmetic goes on with inf.
constexpr double largest = 1e150;

// Kernels step over an axis by vectors and tiles: a margin below the end of int32.
constexpr std::int32_t longest = 1 << 30;

// False for NaN too.
bool fits(double number) { return std::fabs(number) <= largest; }

[[noreturn]] void refuse(const std::string& came, const std::string& allowed) {
  throw std::invalid_argument(came + "; allowed: " + allowed);
}

std::string shown(double number) {
  std::ostringstream text;
  text << number;  // 1e+200, where std::to_string writes two hundred digits
  return text.str();
}

void check_axis(const char* name, const double* axis, std::int32_t size) {
  if (axis == nullptr || size < 1) {
    refuse(std::string(name) + " has no points", "at least one");
  }
  if (size > longest) {
    refuse(std::string(name) + " has " + std::to_string(size) + " points",
           "up to " + std::to_string(longest));
  }
  for (std::int32_t k = 0; k < size; ++k) {
    if (!fits(axis[k])) {
      refuse(std::string(name) + "[" + std::to_string(k) + "] is " + shown(axis[k]),
             "finite numbers up to 1e150");
    }
  }
}

bool overlap(std::span<const std::int32_t> counts, const double* axis, std::int32_t size) {
  const std::less<> before;
  const void* const counts_begin = counts.data();
  const void* const counts_end = counts.data() + counts.size();
  const void* const axis_begin = axis;
  const void* const axis_end = axis + size;
  return before(axis_begin, counts_end) && before(counts_begin, axis_end);
}

}  // namespace

std::int32_t most_threads() {
  constexpr std::int32_t floor = 256;
  const std::int32_t generous = 4 * usable_cores();
  return generous < floor ? floor : generous;
}

std::int32_t check_threads(const Kernel& kernel, std::int32_t threads) {
  const bool many = kernel.threads == Threads::many;
  if (threads == 0) return many ? usable_cores() : 1;
  if (threads < 1 || threads > most_threads()) {
    refuse("threads is " + std::to_string(threads), "1 to " + std::to_string(most_threads()));
  }
  if (threads > 1 && !many) {
    refuse("threads is " + std::to_string(threads),
           std::string("1, for ") + kernel.name + " runs on one thread");
  }
  return threads;
}

void check(const Problem& problem) {
  check_axis("xs", problem.xs, problem.width);
  check_axis("ys", problem.ys, problem.height);
  if (!fits(problem.c_re) || !fits(problem.c_im)) {
    refuse("c is " + shown(problem.c_re) + " + " + shown(problem.c_im) + "i",
           "finite parts up to 1e150");
  }
  if (problem.max_iterations < 0) {
    refuse("max_iterations is " + std::to_string(problem.max_iterations), "0 or more");
  }
}

void check(const Problem& problem, std::span<const std::int32_t> counts) {
  check(problem);
  const std::size_t pixels =
      static_cast<std::size_t>(problem.width) * static_cast<std::size_t>(problem.height);
  if (counts.data() == nullptr || counts.size() != pixels) {
    refuse("counts has " + std::to_string(counts.size()) + " elements",
           std::to_string(problem.height) + " rows of " + std::to_string(problem.width) + ", " +
               std::to_string(pixels));
  }
  if (overlap(counts, problem.xs, problem.width) || overlap(counts, problem.ys, problem.height)) {
    refuse("counts overlaps an axis", "memory of its own");
  }
}

}  // namespace juliaset
