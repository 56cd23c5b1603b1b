// macOS: no thread is bound to cores. Never run by its authors, who have no Mac (docs/machines.md).
#include <thread>

#include "sysctl.hpp"
#include "system.hpp"

namespace juliaset {

std::int64_t cores_of_this_thread() { return std::thread::hardware_concurrency(); }

std::vector<const char*> openmp_runtimes() { return {"libomp.dylib", "libgomp.1.dylib"}; }

bool saves_avx512_on_demand() { return is_one("hw.optional.avx512f"); }

}  // namespace juliaset
