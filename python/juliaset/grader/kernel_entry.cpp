// The one function through which a submission's process calls the kernel: compiled with it, so that
// nothing else of juliaset is in that process.
#include "juliaset/registry.hpp"

// Returns whether the kernel found no memory for its work.
extern "C" JULIA_EXPORT bool julia_lab_counts(const double* xs, std::int32_t width,
                                              const double* ys, std::int32_t height, double c_re,
                                              double c_im, std::int32_t max_iterations,
                                              std::int32_t* counts, std::int32_t threads) {
  const juliaset::Problem problem{.xs = xs,
                                  .ys = ys,
                                  .width = width,
                                  .height = height,
                                  .c_re = c_re,
                                  .c_im = c_im,
                                  .max_iterations = max_iterations};
  juliaset::Stop stop;
  juliaset_table()->kernels[0]->run(problem, counts, threads, stop);
  return stop.out_of_memory;
}
