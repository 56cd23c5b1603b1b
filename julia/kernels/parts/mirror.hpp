// The mirror: z and -z have the same square, bit for bit. So a pixel has nearly the same orbit as
// its image, the pixel that stands opposite to it across 0, and one orbit is computed for both as
// long as they cannot be too far apart (see apart.hpp).
#pragma once

#include "apart.hpp"
#include "pixel.hpp"

namespace juliaset::inline JULIA_ISA {

// Pixel p has the image `sum` - p. Axes that are laid from one edge to before the other, as the
// book's, leave column 0 without an image, and row 0: then what has one begins at 1.
struct Mirror {
  std::int64_t sum;
  std::int32_t first_column;
  std::int32_t first_row;
  std::int32_t last_row;  // of those that are computed; those below are their images
  double apart;           // the largest distance of a pixel from its image turned round
  bool is_there;
};

// Pixels that are computed by themselves: they have no image, or one that is not sure.
struct Alone {
  static constexpr std::int32_t full = 2048;
  static constexpr std::int32_t capacity = 2 * full + 256;
  std::uint32_t pixel[capacity];
  std::int32_t size;
};

// The largest distance of a point of an axis from its image turned round, the points `first` to the
// last; more than `most` if it is not mirrored.
JULIA_INLINE double off_mirror(const double* axis, std::int32_t first, std::int32_t size,
                               double most) {
  double farthest = 0;
  for (std::int32_t k = first; k < size && farthest <= most; ++k) {
    const double sum = axis[k] + axis[size - 1 + first - k];
    farthest = sum > farthest ? sum : farthest;
    farthest = -sum > farthest ? -sum : farthest;
    if (!(sum == sum)) return __builtin_inf();
  }
  return farthest;
}

// The largest distance of a point of an axis from its image turned round, if there is to be a
// mirror: after a tile pass the two are no farther apart than near_in_tile_pass allows.
constexpr double most_off_mirror = 0x1p-39;

// With a mirror, a queue keeps for each pixel how far its image is apart, and in the low half of
// that double the pixel: so a bound is off by a factor of 1 + 2^-20 at most.
JULIA_INLINE Doubles numbered_from(double first) { return Doubles(0x1p52 + first) + from_zero(); }

template <bool mirrors>
JULIA_INLINE std::int64_t pixel_of(const double& place) {
  if constexpr (!mirrors) return static_cast<std::int64_t>(place);
  return static_cast<std::int64_t>(__builtin_bit_cast(std::uint64_t, place) & 0xFFFFFFFF);
}

// The place of a pixel that stands for itself only.
JULIA_INLINE double place_for_itself(std::int64_t pixel) {
  return __builtin_bit_cast(double, __builtin_bit_cast(std::uint64_t, farther_than_any) |
                                        static_cast<std::uint64_t>(pixel));
}

// Whether the orbit behind this place of a queue still stands for the image, too.
constexpr double stands_for_itself = 1;
JULIA_INLINE bool stands_for_both(const double& place) { return place < stands_for_itself; }
JULIA_INLINE Mask stand_for_both(const Doubles& places) {
  return places < Doubles(stands_for_itself);
}

JULIA_INLINE void leave_alone(Alone& alone, std::int64_t pixel) {
  alone.pixel[alone.size] = static_cast<std::uint32_t>(pixel);
  ++alone.size;
}

JULIA_INLINE bool has_image(const Mirror& mirror, const Problem& problem, std::int64_t pixel) {
  return pixel % problem.width >= mirror.first_column;
}

JULIA_INLINE Mirror find_mirror(const Problem& problem) {
  constexpr double most = most_off_mirror;
  const std::int32_t width = problem.width;
  const std::int32_t height = problem.height;
  std::int32_t column = 0;
  double across = off_mirror(problem.xs, 0, width, most);
  if (!(across <= most)) across = off_mirror(problem.xs, column = 1, width, most);
  std::int32_t row = 0;
  double down = off_mirror(problem.ys, 0, height, most);
  if (!(down <= most)) down = off_mirror(problem.ys, row = 1, height, most);
  return {.sum = std::int64_t{height - 1 + row} * width + (width - 1 + column),
          .first_column = column,
          .first_row = row,
          .last_row = (height - 1 + row) / 2,
          .apart = (across + down) * outwards,
          .is_there = across <= most && down <= most && height > 2 && width > column &&
                      std::int64_t{width} * height <= 0xFFFFFFFF};
}

}  // namespace juliaset::inline JULIA_ISA
