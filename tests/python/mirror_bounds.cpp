// The bounds of apart.hpp next to real orbits, for test_mirror_bounds.py. Each function follows the
// orbit of one point with the code of the kernels, and returns its bound after that many `times`.
#include "parts/halves.hpp"

using juliaset::Doubles;

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace {

// A vector at least has to be next to another in the functions of the kernels. All lanes are equal.
struct Point {
  Doubles re[2];
  Doubles im[2];
  Doubles c_re;
  Doubles c_im;
  Doubles apart[2];
  Doubles nearest[2] = {Doubles(0.0), Doubles(0.0)};

  Point(double x, double y, double c_x, double c_y, double squared)
      : re{Doubles(x), Doubles(x)},
        im{Doubles(y), Doubles(y)},
        c_re(c_x),
        c_im(c_y),
        apart{Doubles(squared), Doubles(squared)} {}

  // In units of 1.
  double bound() const {
    double all[juliaset::lanes<double>];
    apart[0].store_unaligned(all);
    return all[0] / juliaset::squares_in_one;
  }
};

juliaset::Tiles tiles;

}  // namespace

EXPORTED double tested(double x, double y, double c_x, double c_y, double apart, int times) {
  Point p(x, y, c_x, c_y, juliaset::with_rounding(juliaset::squared(apart)));
  juliaset::Counts counts[1] = {juliaset::Counts(0)};
  juliaset::LeastStopped<2> least_stopped;
  juliaset::test_steps_of_both<juliaset::Bounds::of_all_lanes>(
      p.re, p.im, p.apart, counts, least_stopped, p.c_re, p.c_im, times, juliaset::near_in_rounds);
  return p.bound();
}

EXPORTED double in_tile_pass(double x, double y, double c_x, double c_y, double apart, int times) {
  Point p(x, y, c_x, c_y, juliaset::with_rounding(juliaset::squared(apart)));
  juliaset::Counts counts[1] = {juliaset::Counts(0)};
  juliaset::LeastStopped<2> least_stopped;
  juliaset::test_steps_of_both<juliaset::Bounds::of_live_lanes>(p.re, p.im, p.apart, counts,
                                                                least_stopped, p.c_re, p.c_im,
                                                                times, juliaset::near_in_tile_pass);
  return p.bound();
}

EXPORTED double untested(double x, double y, double c_x, double c_y, double apart, int times) {
  Point p(x, y, c_x, c_y, juliaset::squared(apart));
  juliaset::step_both_untested<false, 1>(p.re, p.im, p.nearest, p.apart, p.c_re, p.c_im, times);
  return p.bound();
}

EXPORTED double four_untested(double x, double y, double c_x, double c_y, double apart, int times) {
  Point p(x, y, c_x, c_y, juliaset::squared(apart));
  juliaset::step_both_untested<false, 4>(p.re, p.im, p.nearest, p.apart, p.c_re, p.c_im, times);
  return p.bound();
}

// The ball of a tile of one pixel: its bound is not squared; -1 if the ball leaves the circle.
EXPORTED double in_ball(double x, double y, double c_x, double c_y, double apart, int times) {
  const juliaset::Problem problem{&x, &y, 1, 1, c_x, c_y, times};
  const std::int32_t across = juliaset::lay_tiles(problem, tiles, 0, 1);
  juliaset::prove_band<true>(problem, 0, tiles, across, 0, 1, apart);
  return tiles.fate[0].safe == times ? tiles.fate[0].apart : -1;
}

// How far a pixel can be from its image turned round, where both axes are this one; -1 if no pixel
// has an image.
EXPORTED double off_image(const double* axis, int points) {
  const juliaset::Problem problem{axis, axis, points, points, 0, 0, 1};
  const juliaset::Mirror mirror = juliaset::find_mirror(problem);
  return mirror.is_there ? mirror.apart : -1;
}

EXPORTED int leaves_the_band(double c_x) {
  return juliaset::leaves_the_band({nullptr, nullptr, 0, 0, c_x, 0, 0}) ? 1 : 0;
}

// The constants: of each Nearness its three, of a round the largest square and what the trap gives,
// of an axis how far a point can be from its image, the steps of a tile pass. Squares are in units
// of 1.
EXPORTED void constants(double* to) {
  for (const juliaset::Nearness& near : {juliaset::near_in_tile_pass, juliaset::near_in_rounds}) {
    *to++ = near.most_apart / juliaset::squares_in_one;
    *to++ = near.inside;
    *to++ = near.outside;
  }
  *to++ = juliaset::most_apart_after_round / juliaset::squares_in_one;
  *to++ = juliaset::apart_at_the_trap;
  *to++ = juliaset::most_off_mirror;
  *to++ = juliaset::tile_steps;
}
