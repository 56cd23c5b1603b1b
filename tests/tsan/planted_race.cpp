// A race that ThreadSanitizer must find: cpp.openmp's countdown of rows, without its atomic. If it
// is not found, neither would be a real one. Static, so that no thread can do all of it alone.
#include <cstdint>
#include <cstdio>

int main() {
  constexpr std::int32_t rows = 1000;
  std::int32_t rows_left = rows;
#pragma omp parallel num_threads(4)
  {
#pragma omp for schedule(static) nowait
    for (std::int32_t j = 0; j < rows; ++j) --rows_left;
  }
  std::printf("%d\n", rows_left);
}
