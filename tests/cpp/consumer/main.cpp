// Prints the sum of the counts of the book's picture.
#include <cstdint>
#include <iostream>
#include <numeric>
#include <vector>

#include "julia/escape_counts.hpp"
#include "julia/grid.hpp"

int main() {
  const julia::Grid grid = julia::Grid::book(1000);
  std::vector<std::int32_t> counts(grid.xs.size() * grid.ys.size());
  julia::escape_counts(grid.problem({-0.62772, -0.42193}, 300), counts);
  std::cout << std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) << '\n';
}
