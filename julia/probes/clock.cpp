// The clock of this core as it runs now, without hardware counters.
#include "julia/probes.hpp"

namespace julia {

void count_cycles(std::int64_t cycles) noexcept {
  std::int64_t sum = 0;
  // In a register: some cores add a constant while they rename registers, in no cycle at all.
  const std::int64_t one = 1;
  for (std::int64_t done = 0; done < cycles; done += 16) {
    // Sixteen of them hide the loop's own counter.
    asm volatile(".rept 16\n\taddq %1, %0\n\t.endr" : "+r"(sum) : "r"(one));
  }
}

}  // namespace julia
