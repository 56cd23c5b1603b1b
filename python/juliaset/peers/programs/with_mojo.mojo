# The counts of every step-th row: four vectors of pixels take each step together.
# with_mojo.py puts numbers in the places of LOW and HIGH.
from std.sys import simd_width_of
comptime WIDTH = 4 * simd_width_of[DType.float64]()
comptime Vector = SIMD[DType.float64, WIDTH]
comptime Doubles = Pointer[Float64, MutAnyOrigin]

@export("rows")
def rows(xs: Doubles, ys: Doubles, width: Int, height: Int, first: Int, step: Int,
        c_re: Float64, c_im: Float64, limit: Int32, counts: Pointer[Int32, MutAnyOrigin]) abi("C"):
    for j in range(first, height, step):
        for i in range(0, width, WIDTH):
            var re = xs.unsafe_load[width=WIDTH](i)
            var im = Vector(ys.unsafe_load(j))
            var n = SIMD[DType.int32, WIDTH](0)
            var norm = re * re + im * im
            for _ in range(limit):
                var alive = norm.lt(Vector(LOW))
                if not alive.reduce_or():
                    break
                n += alive.cast[DType.int32]()
                var next = (re * re - im * im) + c_re
                im = alive.select(2 * (re * im) + c_im, im)
                re = alive.select(next, re)
                norm = re * re + im * im
            var near = norm.le(Vector(HIGH)) & n.lt(SIMD[DType.int32, WIDTH](limit))
            counts.unsafe_store(j * width + i, near.select(-2 - n, n))
