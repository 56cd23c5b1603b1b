# One line a kernel, in the order in which the course meets them; the last BEST one that may run
# on a CPU is `best` there. Each is a file of this folder, with EACH_SET built once for each
# instruction set.
julia_kernel(complex EVERY_FLAVOUR)
julia_kernel(scalar BELOW complex EVERY_FLAVOUR)
julia_kernel(simd EACH_SET LINK julia_xsimd BELOW scalar EVERY_FLAVOUR)
julia_kernel(simd_tiled EACH_SET LINK julia_xsimd BELOW simd EVERY_FLAVOUR)
julia_kernel(vector_extensions EACH_SET BELOW simd_tiled)
julia_kernel(openmp LINK OpenMP::OpenMP_CXX BELOW scalar EVERY_FLAVOUR)
julia_kernel(openmp_simd EACH_SET LINK julia_xsimd OpenMP::OpenMP_CXX
             BELOW simd_tiled BEST)
julia_kernel(tile_trap EACH_SET LINK julia_xsimd BELOW simd_tiled)
julia_kernel(sieve EACH_SET LINK julia_xsimd BELOW simd_tiled)
julia_kernel(sieve_trap EACH_SET LINK julia_xsimd BELOW sieve)
julia_kernel(balls EACH_SET LINK julia_xsimd BELOW sieve_trap)
julia_kernel(openmp_balls EACH_SET LINK julia_xsimd OpenMP::OpenMP_CXX
             BELOW balls BEST EVERY_FLAVOUR)
julia_kernel(mirror EACH_SET LINK julia_xsimd BELOW balls)
julia_kernel(openmp_mirror EACH_SET LINK julia_xsimd OpenMP::OpenMP_CXX
             BELOW mirror BEST EVERY_FLAVOUR)
# Not exact, on purpose.
julia_kernel(fma FUSED LINK julia_xsimd BELOW simd_tiled)
julia_kernel(fastmath FLAGS -ffast-math BELOW scalar EVERY_FLAVOUR)
julia_kernel(float32 EACH_SET LINK julia_xsimd BELOW simd_tiled)
