// How many pixels were compared with the reference; printed when the program ends.
#pragma once

#include <cstdint>

namespace juliaset {

void count_pixels_compared(std::int64_t pixels);

}  // namespace juliaset
