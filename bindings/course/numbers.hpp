// What the course computes in C++, without Python.
#pragma once

#include <span>

namespace course {

// From the first to the last, each sum rounded once: bit for bit what a loop in Python gives. (One
// chain of additions is not the fastest way, nor the most exact; it is one that can be checked.)
double sum(std::span<const double> numbers);

// out[i] = factor * numbers[i], in this order; `out` has the size of `numbers`, and may be them.
void scale(std::span<const double> numbers, double factor, double* out);

}  // namespace course
