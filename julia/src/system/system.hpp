// What each operating system does its own way; one file for each.
#pragma once

#include <cstdint>
#include <vector>

namespace juliaset {

// The cores that the OS lets this thread use.
std::int64_t cores_of_this_thread();

// The names under which OpenMP's runtimes may be loaded.
std::vector<const char*> openmp_runtimes();

// Whether the OS saves the registers of AVX-512 only for threads that have used them. Then XGETBV
// does not name them before.
bool saves_avx512_on_demand();

}  // namespace juliaset
