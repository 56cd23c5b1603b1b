// As a textbook writes it: std::complex and std::abs. The reference for what the rest buys: a
// square root hidden in abs() at each step, and a multiplication that looks for NaN.
#include <complex>

#include "parts/publish.hpp"

namespace {

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  const std::complex<double> c(problem.c_re, problem.c_im);
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height; ++j) {
    for (std::int32_t i = 0; i < problem.width && !patience.ended(); ++i) {
      std::complex<double> z(problem.xs[i], problem.ys[j]);
      std::int32_t n = 0;
      while (!patience.over() && std::abs(z) < 2.0 && n < problem.max_iterations) {
        z = z * z + c;
        ++n;
      }
      *counts++ = n;
    }
  }
}

}  // namespace

JULIA_KERNEL("C++ as a textbook writes it: std::complex and std::abs, one pixel at a time.", one,
             exact, .steps = juliaset::Steps::every);
