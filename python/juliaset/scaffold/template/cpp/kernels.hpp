// The kernels in C++, each in a file of its own. A new one is a line here and in CMakeLists.txt.
#pragma once

#include <span>

// Fills `out` with the mean of each number and its neighbours, which count half.
void smooth_scalar(std::span<const double> series, std::span<double> out);
