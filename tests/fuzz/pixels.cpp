#include "pixels.hpp"

#include <cstdio>
#include <cstdlib>

namespace juliaset {
namespace {

std::int64_t compared = 0;

void print() { std::fprintf(stderr, "%lld pixels compared\n", static_cast<long long>(compared)); }

}  // namespace

void count_pixels_compared(std::int64_t pixels) {
  [[maybe_unused]] static const int registered = std::atexit(&print);
  compared += pixels;
}

}  // namespace juliaset
