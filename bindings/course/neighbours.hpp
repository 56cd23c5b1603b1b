// Two threads that add to a number each, near to each other in memory or far apart.
#pragma once

#include <cstddef>
#include <cstdint>

namespace course {

// The largest distance between the two numbers.
inline constexpr std::size_t farthest = 4096;

// Seconds until both threads have done their additions. The numbers are `bytes_apart` bytes from
// each other: a multiple of 8, at most `farthest`.
double seconds_of_two(std::size_t bytes_apart, std::int64_t additions);

}  // namespace course
