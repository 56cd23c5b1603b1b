// The rows of one flavour, as constant data; compiled portable, so that it runs on any CPU.
#include "juliaset/registry.hpp"

#define X(name) extern "C" const juliaset::Kernel julia_kernel_##name;
#include "kernels.inc"
#undef X

namespace {

constinit const juliaset::Kernel* const kernels[] = {
#define X(name) &julia_kernel_##name,
#include "kernels.inc"
#undef X
};

constinit const juliaset::Table table{.abi = juliaset::abi,
                                      .flavour = JULIA_FLAVOUR,
                                      .flags = JULIA_FLAVOUR_FLAGS,
                                      .compiler = JULIA_COMPILER,
                                      .kernels = kernels,
                                      .size = sizeof kernels / sizeof *kernels};

}  // namespace

const juliaset::Table* juliaset_table() noexcept { return &table; }
