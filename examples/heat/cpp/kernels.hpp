// What each file here exports: a kernel for ctypes, and for the binding.
#pragma once

#include <cstdint>

extern "C" {
void advance(const double* field, std::int64_t height, std::int64_t width, std::int64_t steps,
             double rate, double* out);
}
