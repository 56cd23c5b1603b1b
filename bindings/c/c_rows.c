// The loop in C, as a C library has it: numbers and pointers, without Python. c.ctypes
// and c.cffi call it, each in its own way.
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

// How many steps are taken between two checks whether to stop.
enum { PATIENCE = 1 << 14 };

// Python's abs(z) < 2 is hypot(re, im) < 2. The sum of squares decides for all points except those
// near the edge: julia/kernels/parts/pixel.hpp says how near.
static inline int inside(double re, double im, double norm) {
  if (norm < 4.0 - 0x1p-48) return 1;
  return norm <= 4.0 + 0x1p-48 && hypot(re, im) < 2.0;
}

// Writes counts[j * width + i] for z = xs[i] + 1j * ys[j]. Returns 0, or 1 if it was ended before:
// because *stop was no longer 0, or because poll() did not return 0. Each of them may be NULL.
EXPORT int juliaset_c_fill(const double* xs, const double* ys, int32_t width, int32_t height,
                           double c_re, double c_im, int32_t limit, int32_t* counts,
                           const volatile uint8_t* stop, int (*poll)(void)) {
  int32_t left = PATIENCE;
  for (int32_t j = 0; j < height; ++j) {
    for (int32_t i = 0; i < width; ++i) {
      double re = xs[i];
      double im = ys[j];
      int32_t n = 0;
      for (;;) {
        if (--left == 0) {
          left = PATIENCE;
          if ((stop != NULL && *stop != 0) || (poll != NULL && poll() != 0)) return 1;
        }
        if (n >= limit) break;
        const double re2 = re * re;
        const double im2 = im * im;
        if (!inside(re, im, re2 + im2)) break;
        const double product = re * im;
        re = (re2 - im2) + c_re;
        im = (product + product) + c_im;
        ++n;
      }
      *counts++ = n;
    }
  }
  return 0;
}

// Does nothing: its time is the cost of a call.
EXPORT void juliaset_c_nothing(void) {}

EXPORT const char juliaset_c_flags[] = JULIA_C_FLAGS;
