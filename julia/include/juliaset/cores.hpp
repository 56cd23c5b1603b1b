// How many threads can work at once in this process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "juliaset/registry.hpp"

namespace juliaset {

// The cores that the process may use; fewer if a control group allows less of their time, or if
// OMP_NUM_THREADS or OMP_THREAD_LIMIT ask for less. At least 1.
JULIA_EXPORT std::int32_t usable_cores();

// How many CPUs' time the control groups of this process, v1 or v2, allow it. `root` stands for /.
JULIA_EXPORT std::optional<double> cpu_quota(const std::string& root);

}  // namespace juliaset
