#include "call.hpp"

#include <cmath>
#include <cstring>
#include <limits>

namespace juliaset {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double special[] = {
    0.0,       -0.0,     0.25,    -0.75,    -1.0,      2.0,
    -2.0,      1e150,    -1e150,  1.1e150,  1e300,     0x1p-1074,
    0x1p-1022, 0x1p-537, 0x1p-26, infinity, -infinity, std::numeric_limits<double>::quiet_NaN()};

// A number of any kind: most are in the set's neighbourhood, few have arbitrary bits.
double number(Bytes& bytes) {
  switch (bytes.below(8)) {
    case 0:
      return bytes.take<double>();
    case 1:
      return special[bytes.below(std::size(special))];
    case 2:  // next to the edge
      return 2.0 + bytes.take<std::int8_t>() * 0x1p-52;
    default:
      return bytes.take<std::int32_t>() * 0x1p-30;
  }
}

// Evenly spaced, in an order of its own, of one point, or each point by itself.
std::vector<double> axis(Bytes& bytes) {
  constexpr std::int32_t longest = 40;
  const std::int32_t size = bytes.below(longest + 1);
  const std::int32_t kind = bytes.below(4);
  const double first = number(bytes);
  const double step = std::ldexp(bytes.take<std::int16_t>(), -8 - bytes.below(60));
  std::vector<double> points;
  for (std::int32_t k = 0; k < size; ++k) {
    const std::int32_t place = kind == 1 ? (k * 7) % size : k;
    points.push_back(kind == 3 ? number(bytes) : first + (kind == 2 ? 0 : place) * step);
  }
  return points;
}

std::int32_t any_limit(Bytes& bytes) {
  constexpr std::int32_t limits[] = {0,  1,  2,  12, 13, 14,  15,      16,        17,
                                     29, 30, 63, 64, 65, 300, 1 << 24, INT32_MAX, -1};
  const std::int32_t kind = bytes.below(16);
  if (kind == 0) return bytes.take<std::int32_t>();
  if (kind < 6) return limits[bytes.below(std::size(limits))];
  return bytes.take<std::uint8_t>() * (1 + bytes.below(3));
}

std::int32_t any_threads(Bytes& bytes) {
  constexpr std::int32_t numbers[] = {0, 1, 1, 2, 2, 3, 4, 7, -1, INT32_MIN, INT32_MAX, 257};
  return numbers[bytes.below(std::size(numbers))];
}

bool fits(double value) { return std::abs(value) <= 1e150; }

bool fit(const std::vector<double>& points) {
  for (const double point : points) {
    if (!fits(point)) return false;
  }
  return !points.empty();
}

}  // namespace

Call::Call(Bytes bytes) {
  row = bytes.take<std::uint8_t>();
  limit = any_limit(bytes);
  threads = any_threads(bytes);
  stopping = static_cast<Stopping>(bytes.below(16) < 12 ? 0 : 1 + bytes.below(3));
  moment = bytes.below(64);
  const std::int32_t spoiled = bytes.below(32);
  c_re = number(bytes);
  c_im = number(bytes);
  xs = axis(bytes);
  ys = axis(bytes);
  const std::size_t pixels = xs.size() * ys.size();
  const std::size_t one_less = pixels > 0 ? pixels - 1 : pixels;
  const std::size_t size = spoiled == 1 ? pixels + 1 : pixels;
  // -1 is not a count, so a pixel that a kernel forgets shows.
  counts.assign(spoiled == 2 ? one_less : size, -1);
  counts_on_an_axis = spoiled == 3 && !xs.empty();
}

Problem Call::problem() const {
  return {.xs = xs.data(),
          .ys = ys.data(),
          .width = static_cast<std::int32_t>(xs.size()),
          .height = static_cast<std::int32_t>(ys.size()),
          .c_re = c_re,
          .c_im = c_im,
          .max_iterations = limit};
}

bool Call::is_refused() const {
  return !fit(xs) || !fit(ys) || !fits(c_re) || !fits(c_im) || limit < 0 ||
         counts.size() != xs.size() * ys.size() || counts_on_an_axis;
}

std::int64_t Call::steps(std::int64_t most) const {
  std::int64_t taken = 0;
  for (const double y : ys) {
    for (const double x : xs) {
      double re = x;
      double im = y;
      for (std::int32_t n = 0; n < limit && std::hypot(re, im) < 2.0; ++n) {
        if (++taken > most) return taken;
        const double next = (re * re - im * im) + c_re;
        im = (re * im + im * re) + c_im;
        re = next;
      }
    }
  }
  return taken;
}

}  // namespace juliaset
