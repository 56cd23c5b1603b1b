// The answer, computed as plainly as it can be: Python's arithmetic and Python's abs(), in C++.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "juliaset/problem.hpp"

namespace juliaset {

inline std::int32_t reference_count(double re, double im, const Problem& problem) {
  std::int32_t n = 0;
  while (n < problem.max_iterations && std::hypot(re, im) < 2.0) {
    const double next_re = (re * re - im * im) + problem.c_re;
    im = (re * im + im * re) + problem.c_im;
    re = next_re;
    ++n;
  }
  return n;
}

inline std::vector<std::int32_t> reference(const Problem& problem) {
  std::vector<std::int32_t> counts;
  for (std::int32_t j = 0; j < problem.height; ++j) {
    for (std::int32_t i = 0; i < problem.width; ++i) {
      counts.push_back(reference_count(problem.xs[i], problem.ys[j], problem));
    }
  }
  return counts;
}

inline std::int64_t differing(const std::vector<std::int32_t>& expected,
                              const std::vector<std::int32_t>& got) {
  std::int64_t pixels = 0;
  for (std::size_t k = 0; k < expected.size(); ++k) pixels += expected[k] != got[k] ? 1 : 0;
  return pixels;
}

// Names the first wrong pixel; empty if all are right.
inline std::string difference(const Problem& problem, const std::vector<std::int32_t>& expected,
                              const std::vector<std::int32_t>& got) {
  for (std::size_t k = 0; k < expected.size(); ++k) {
    if (expected[k] == got[k]) continue;
    const auto width = static_cast<std::size_t>(problem.width);
    return std::to_string(differing(expected, got)) + " of " + std::to_string(expected.size()) +
           " pixels differ, the first at row " + std::to_string(k / width) + ", column " +
           std::to_string(k % width) + ": expected " + std::to_string(expected[k]) + ", got " +
           std::to_string(got[k]);
  }
  return {};
}

}  // namespace juliaset
