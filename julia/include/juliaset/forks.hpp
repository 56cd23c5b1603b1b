// Lets a forked process use OpenMP.
#pragma once

#include "juliaset/registry.hpp"

namespace juliaset {

// omp_pause_resource_all() of an OpenMP runtime.
using Pause = int (*)(int kind);

// From now on the runtime is paused before each fork of this process: its waiting threads end, and
// the next parallel region makes new ones, in parent and child. GCC's runtime would otherwise count
// on the parent's threads in the child, where they are not, and wait for them for ever. The same
// runtime may be named again. fork() inside a parallel region pauses nothing. False: there was no
// memory for it, and no kernel with threads should run.
JULIA_EXPORT bool pause_before_forks(Pause pause) noexcept;

}  // namespace juliaset
