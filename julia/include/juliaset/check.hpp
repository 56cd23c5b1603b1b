// What is checked before a kernel runs, whether C++ or Python calls it.
#pragma once

#include <cstdint>
#include <span>

#include "juliaset/problem.hpp"
#include "juliaset/registry.hpp"

namespace juliaset {

// Throws std::invalid_argument, which says what came and what is allowed.
JULIA_EXPORT void check(const Problem& problem);

// The same, and for the counts that a kernel is to fill.
JULIA_EXPORT void check(const Problem& problem, std::span<const std::int32_t> counts);

// The same for threads; returns how many to run: 0 asks for usable_cores(), or one for a kernel
// without threads.
JULIA_EXPORT std::int32_t check_threads(const Kernel& kernel, std::int32_t threads);

// The most threads that may be asked for on this machine.
JULIA_EXPORT std::int32_t most_threads();

}  // namespace juliaset
