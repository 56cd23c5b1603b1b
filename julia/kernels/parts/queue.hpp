// Pixels that are still at it, packed together: so every lane of every vector is at work.
#pragma once

#include "lanes.hpp"

namespace juliaset::inline JULIA_ISA {

// All pixels of a queue have done the same number of steps. `pixel` is a place in the counts: as a
// double, so that one mask serves all three.
struct Queue {
  static constexpr std::int32_t capacity = 2048;
  // A vector may be written behind the last one.
  alignas(64) double re[capacity + lanes<double>];
  alignas(64) double im[capacity + lanes<double>];
  alignas(64) double pixel[capacity + lanes<double>];
  std::int32_t size;
};

// Returns the number of pixels after it. `size` is not a field here, because the stores of vectors
// may alias anything, and it would be read again after each.
JULIA_INLINE std::int32_t push(Queue& queue, std::int32_t size, const Doubles& re,
                               const Doubles& im, const Doubles& pixel, unsigned kept) {
  pack(queue.re + size, re, kept);
  pack(queue.im + size, im, kept);
  pack(queue.pixel + size, pixel, kept);
  return size + count_of(kept);
}

}  // namespace juliaset::inline JULIA_ISA
