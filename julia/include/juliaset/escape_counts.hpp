// The entry point for C++: checks what it is given, picks a kernel, fills the counts.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "juliaset/problem.hpp"
#include "juliaset/registry.hpp"

namespace juliaset {

// The caller's Stop ended the kernel; the counts are incomplete. Exported, so that the caller's
// library and ours agree on what it is.
class JULIA_EXPORT Stopped : public std::runtime_error {
 public:
  Stopped() : std::runtime_error("stopped before the counts were complete") {}
};

struct Options {
  std::string kernel = "best";
  // 0: all cores that the process may use, or one for a kernel without threads.
  std::int32_t threads = 0;
  Stop* stop = nullptr;
};

// Throws std::invalid_argument, and says what came and what is allowed, if the problem, the
// counts, the kernel or the threads do not fit; Stopped if options.stop ended it; std::bad_alloc
// without memory for the kernel's work.
JULIA_EXPORT void escape_counts(const Problem& problem, std::span<std::int32_t> counts,
                                const Options& options = {});

}  // namespace juliaset
