// Pixels that are still at it, packed together: so every lane of every vector is at work.
#pragma once

#include "mirror.hpp"

namespace juliaset::inline JULIA_ISA {

// All pixels of a queue have done the same number of steps. `pixel` is a place in the counts: as a
// double, so that one mask serves all three.
struct Queue {
  static constexpr std::int32_t capacity = 2048;
  // What fill_up() and then a vector may write behind the last one.
  static constexpr std::int32_t behind = 8 * lanes<double>;
  alignas(64) double re[capacity + behind];
  alignas(64) double im[capacity + behind];
  alignas(64) double pixel[capacity + behind];
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

// The same for a vector all of whose lanes are kept.
JULIA_INLINE std::int32_t push_all(Queue& queue, std::int32_t size, const Doubles& re,
                                   const Doubles& im, const Doubles& pixel) {
  re.store_unaligned(queue.re + size);
  im.store_unaligned(queue.im + size);
  pixel.store_unaligned(queue.pixel + size);
  return size + lanes<double>;
}

// Fills a queue up with copies of its last pixel, so that some vectors at a time end where it does.
// A copy is counted once more, to the same end; with a mirror for itself only, because the image of
// its pixel must not be left alone once more. Returns the number of pixels then.
template <std::int32_t vectors, bool mirrors>
JULIA_INLINE std::int32_t fill_up(Queue& queue) {
  constexpr std::int32_t multiple = vectors * lanes<double>;
  const std::int32_t size = (queue.size + multiple - 1) / multiple * multiple;
  const double last = queue.pixel[queue.size > 0 ? queue.size - 1 : 0];
  const double place = mirrors ? place_for_itself(pixel_of<true>(last)) : last;
  for (std::int32_t k = queue.size; k < size; ++k) {
    queue.re[k] = queue.re[queue.size - 1];
    queue.im[k] = queue.im[queue.size - 1];
    queue.pixel[k] = place;
  }
  return size;
}

}  // namespace juliaset::inline JULIA_ISA
