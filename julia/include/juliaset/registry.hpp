// Finds kernels: by flavour, by name, the best that may run here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "juliaset/attributes.hpp"
#include "juliaset/kernel.hpp"

namespace juliaset {

// Raised with every change of Kernel, Problem, Stop or Table.
inline constexpr std::uint32_t abi = 4;

// The kernels of one flavour, in the order in which the course meets them.
struct Table {
  std::uint32_t abi;
  const char* flavour;
  const char* flags;
  const char* compiler;
  const Kernel* const* kernels;
  std::size_t size;

  const Kernel* const* begin() const { return kernels; }
  const Kernel* const* end() const { return kernels + size; }
};

// Opens libjuliaset_<flavour>.so in `folder`; throws std::runtime_error, or std::bad_alloc.
JULIA_EXPORT const Table& load(const std::string& folder, const std::string& flavour);

// Why this CPU, this OS or JULIASET_ISA does not let the kernel run; empty: it runs.
JULIA_EXPORT std::string unavailable(const Kernel& kernel);

// The same for a set of features, bits of Feature.
JULIA_EXPORT std::string unavailable(std::uint64_t needs);

// nullptr if the table has no such kernel.
JULIA_EXPORT const Kernel* find(const Table& table, std::string_view name);

// The last row of kernels.cmake with BEST that is exact and may run here; throws
// std::runtime_error if JULIASET_ISA forbids all.
JULIA_EXPORT const Kernel& best(const Table& table);

}  // namespace juliaset

extern "C" JULIA_EXPORT const juliaset::Table* juliaset_table() noexcept;
