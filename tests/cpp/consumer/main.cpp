// Prints the sum of the counts of the book's picture.
#include <cstdint>
#include <iostream>
#include <numeric>
#include <vector>

#include "juliaset/escape_counts.hpp"
#include "juliaset/grid.hpp"

int main() {
  const juliaset::Grid grid = juliaset::Grid::book(1000);
  std::vector<std::int32_t> counts(grid.xs.size() * grid.ys.size());
  juliaset::escape_counts(grid.problem({-0.62772, -0.42193}, 300), counts);
  std::cout << std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) << '\n';
}
