// The clock of this core as it runs now, without hardware counters.
#include "probes.hpp"

namespace juliaset {

void count_cycles(std::int64_t cycles) noexcept {
  std::int64_t sum = 0;
  std::int64_t one = 1;
  // In a register that the compiler does not know about: some cores add a constant while they
  // rename registers, in no cycle at all.
  asm volatile("" : "+r"(one));
  for (std::int64_t done = 0; done < cycles; done += 16) {
#pragma GCC unroll 16
    for (std::int32_t k = 0; k < 16; ++k) {  // sixteen of them hide the loop's own counter
      sum += one;
      asm volatile("" : "+r"(sum));
    }
  }
}

}  // namespace juliaset
