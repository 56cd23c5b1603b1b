// What a kernel is to the code that lists, runs or publishes one.
#pragma once

#include <cstdint>

#include "juliaset/problem.hpp"
#include "juliaset/stop.hpp"

namespace juliaset {

enum class Exactness : std::uint8_t { exact, tolerant };
enum class Threads : std::uint8_t { one, many };

// How a kernel goes through the iterations: it takes and tests every step of every pixel, or it
// proves some of them away. `unstated` for a kernel whose author does not say.
enum class Steps : std::uint8_t { unstated, every, some };

// What tools must know of a kernel's work and cannot see: how many pixels one vector holds, how
// many independent vectors are in flight, and which steps are taken. And whether the ladder shows
// it: of some kernels a picture tells nothing that the others have not told.
struct Work {
  std::int32_t lanes = 1;
  std::int32_t vectors_in_flight = 1;
  Steps steps = Steps::unstated;
  bool rung = true;
};

// A row of the registry: constant data, so that nothing runs before the CPU has been asked.
struct Kernel {
  const char* name;
  const char* summary;
  const char* flags;
  const char* file;   // of julia/kernels/
  const char* below;  // the row of which this one changes one thing; empty for the first
  const char* isa;    // the instruction set that it is written for; empty for portable code
  void (*run)(const Problem&, std::int32_t* counts, std::int32_t threads, Stop&) noexcept;
  std::uint64_t needs;
  Threads threads;
  Exactness exactness;
  bool may_be_best;
  bool in_every_flavour;  // otherwise in O3 alone
  Work work;
};

}  // namespace juliaset
