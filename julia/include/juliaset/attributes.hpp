// What the compiler is told of a function: who may call it, and whether it is copied into its
// caller or stands apart.
#pragma once

#define JULIA_EXPORT __attribute__((visibility("default")))
#define JULIA_INLINE static inline __attribute__((always_inline))
#define JULIA_NOT_INLINED static inline __attribute__((noinline))
