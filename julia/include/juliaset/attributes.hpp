// What the compiler is told about a function: what may call it, and whether it is copied into its
// caller or stands apart.
#pragma once

#define JULIA_EXPORT __attribute__((visibility("default")))
#define JULIA_INLINE static inline __attribute__((always_inline))
#define JULIA_NOT_INLINED static inline __attribute__((noinline))

// For part of a long function: at -O0 each copy keeps a place of its own in its caller's frame.
#ifdef __OPTIMIZE__
#define JULIA_INLINE_IF_OPTIMIZED JULIA_INLINE
#else
#define JULIA_INLINE_IF_OPTIMIZED JULIA_NOT_INLINED
#endif
