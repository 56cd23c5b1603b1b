// What a kernel is to everybody who lists, runs or publishes one.
#pragma once

#include <cstdint>

#include "julia/features.hpp"
#include "julia/problem.hpp"
#include "julia/stop.hpp"

namespace julia {

enum class Exactness : std::uint8_t { exact, tolerant };
enum class Threads : std::uint8_t { one, many };

// A row of the registry: constant data, so that nothing runs before the CPU has been asked.
struct Kernel {
  const char* name;
  const char* summary;
  const char* flags;
  const char* file;   // of julia/kernels/
  const char* below;  // the row of which this one changes one thing; empty for the first
  void (*run)(const Problem&, std::int32_t* counts, std::int32_t threads, Stop&) noexcept;
  std::uint64_t needs;
  Threads threads;
  Exactness exactness;
  bool may_be_best;
};

}  // namespace julia
