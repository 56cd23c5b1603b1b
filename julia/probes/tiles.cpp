// Which tiles of a picture one ball decides: what cpp.balls does first, to be looked at.
#include "parts/strips.hpp"
#include "probes.hpp"

namespace juliaset {

void prove_tiles(const Problem& problem, std::int32_t* fates) noexcept {
  static_assert(pixels_of_a_tile == tile_size);
  Tiles tiles;
  constexpr std::int32_t columns = Tiles::most * tile_size;
  const double radius = trap_radius(problem.c_re, problem.c_im);
  const std::int32_t across = (problem.width - 1) / tile_size + 1;
  for (std::int32_t left = 0; left < problem.width; left += columns) {
    const std::int32_t right = problem.width - left < columns ? problem.width : left + columns;
    const std::int32_t tiles_across = lay_tiles(problem, tiles, left, right);
    for (std::int32_t top = 0; top < problem.height; top += tile_size) {
      const std::int32_t bottom =
          problem.height - top < tile_size ? problem.height : top + tile_size;
      std::int32_t* const row = fates + std::int64_t{top / tile_size} * across + left / tile_size;
      prove_band<false>(problem, radius, tiles, tiles_across, top, bottom, 0);
      for (std::int32_t t = 0; t < tiles_across; ++t) {
        row[t] = tiles.fate[t].decided ? tiles.fate[t].count : -1 - tiles.fate[t].safe;
      }
    }
  }
}

std::int32_t sieve_steps(double c_re, double c_im, std::int32_t done) noexcept {
  Problem problem{};
  problem.c_re = c_re;
  problem.c_im = c_im;
  if (!stays_outside(problem)) return 0;
  if (done == 0) return tile_steps;
  return trap_radius(c_re, c_im) > 0 ? steps_of_round<true, false>(done)
                                     : steps_of_round<false, false>(done);
}

}  // namespace juliaset
