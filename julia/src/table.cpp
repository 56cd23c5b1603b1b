// The rows of one flavour, as constant data; compiled portable, so that it runs on any CPU.
#include "julia/registry.hpp"

#define X(name) extern "C" const julia::Kernel julia_kernel_##name;
#include "kernels.inc"
#undef X

namespace {

constinit const julia::Kernel* const kernels[] = {
#define X(name) &julia_kernel_##name,
#include "kernels.inc"
#undef X
};

constinit const julia::Table table{.abi = julia::abi,
                                   .flavour = JULIA_FLAVOUR,
                                   .flags = JULIA_FLAVOUR_FLAGS,
                                   .compiler = JULIA_COMPILER,
                                   .kernels = kernels,
                                   .size = sizeof kernels / sizeof *kernels};

}  // namespace

const julia::Table* julia_table() noexcept { return &table; }
