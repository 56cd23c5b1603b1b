# One line a kernel, in the order in which the course meets them; the last BEST one that may run
# on a CPU is `best` there. Each is a file of this folder, built once for each ISA it names.
julia_kernel(complex EVERY_FLAVOUR)
julia_kernel(scalar BELOW complex EVERY_FLAVOUR)
julia_kernel(simd ISA sse2 avx2 avx512 LINK julia_xsimd BELOW scalar EVERY_FLAVOUR)
julia_kernel(simd_tiled ISA sse2 avx2 avx512 LINK julia_xsimd BELOW simd EVERY_FLAVOUR)
julia_kernel(openmp LINK OpenMP::OpenMP_CXX BELOW scalar EVERY_FLAVOUR)
julia_kernel(openmp_simd ISA sse2 avx2 avx512 LINK julia_xsimd OpenMP::OpenMP_CXX
             BELOW simd_tiled BEST)
julia_kernel(tile_trap ISA sse2 avx2 avx512 LINK julia_xsimd BELOW simd_tiled)
julia_kernel(sieve ISA sse2 avx2 avx512 LINK julia_xsimd BELOW simd_tiled)
julia_kernel(sieve_trap ISA sse2 avx2 avx512 LINK julia_xsimd BELOW sieve)
julia_kernel(balls ISA sse2 avx2 avx512 LINK julia_xsimd BELOW sieve_trap)
julia_kernel(openmp_balls ISA sse2 avx2 avx512 LINK julia_xsimd OpenMP::OpenMP_CXX
             BELOW balls BEST EVERY_FLAVOUR)
# Not exact, on purpose.
julia_kernel(fma ISA avx2 avx512 FLAGS -mfma LINK julia_xsimd BELOW simd_tiled)
julia_kernel(fastmath FLAGS -ffast-math BELOW scalar EVERY_FLAVOUR)
julia_kernel(float32 ISA sse2 avx2 avx512 LINK julia_xsimd BELOW simd_tiled)
