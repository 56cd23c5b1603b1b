// Asks the CPU and the OS; one file for each architecture, on ARM for each OS too.
#pragma once

#include "juliaset/features.hpp"

namespace juliaset {

bool has(Feature feature);

}  // namespace juliaset
