// Linux: a thread has a mask of the cores that it may use.
#include <sched.h>

#include <thread>

#include "system.hpp"

namespace juliaset {

std::int64_t cores_of_this_thread() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return std::thread::hardware_concurrency();
}

std::vector<const char*> openmp_runtimes() { return {"libgomp.so.1", "libomp.so.5", "libomp.so"}; }

bool saves_avx512_on_demand() { return false; }

}  // namespace juliaset
