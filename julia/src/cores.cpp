// How many threads can work at once. For Python, juliaset/system/cores.py and cgroups.py have the
// same rules, and a test compares the two.
#include "juliaset/cores.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "system/system.hpp"

namespace juliaset {
namespace {

constexpr std::int64_t many = 1 << 20;

// OpenMP binds the thread that loads it to one core, if OMP_PROC_BIND or OMP_PLACES ask for it.
// From then on that thread's mask says nothing of the process, and only OpenMP still knows.
std::optional<std::int64_t> known_to_openmp() {
  for (const char* const name : openmp_runtimes()) {
    void* const library = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    if (library == nullptr) continue;
    const auto ask = reinterpret_cast<int (*)()>(dlsym(library, "omp_get_num_procs"));
    const std::int64_t known = ask == nullptr ? 0 : ask();
    dlclose(library);
    if (known > 0) return known;
  }
  return std::nullopt;
}

std::int64_t cores_of_process() {
  if (const auto known = known_to_openmp()) return *known;
  return cores_of_this_thread();
}

// The first number of a variable that has one for each level of nested teams.
std::int64_t asked_by(const char* variable) {
  const char* const text = std::getenv(variable);
  if (text == nullptr) return many;
  std::istringstream words(text);
  std::int64_t number = 0;
  std::string rest;
  if (!(words >> number) || number <= 0) return many;
  words >> rest;
  return rest.empty() || rest.front() == ',' ? number : many;
}

std::optional<double> quota_of(const std::string& group) {
  std::string quota;
  std::int64_t period = 0;
  if (std::ifstream limit(group + "/cpu.max"); limit) {
    limit >> quota >> period;
  } else {
    std::ifstream(group + "/cpu.cfs_quota_us") >> quota;
    std::ifstream(group + "/cpu.cfs_period_us") >> period;
  }
  char* end = nullptr;
  const std::int64_t time = std::strtoll(quota.c_str(), &end, 10);
  if (quota.empty() || *end != '\0' || time < 0 || period <= 0) return std::nullopt;
  return static_cast<double>(time) / static_cast<double>(period);
}

// The folders in which the trees of the groups may be that the line of /proc/self/cgroup is about.
std::vector<std::string> trees(const std::string& controllers) {
  if (controllers.empty()) return {"", "/unified"};  // v2 has one tree, perhaps next to those of v1
  std::istringstream names(controllers);
  for (std::string name; std::getline(names, name, ',');) {
    if (name == "cpu") return {"/" + controllers, "/cpu"};
  }
  return {};
}

}  // namespace

std::optional<double> cpu_quota(const std::string& root) {
  std::optional<double> least;
  std::ifstream groups(root + "/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    for (const std::string& tree : trees(line.substr(first + 1, second - first - 1))) {
      std::string top_group = root + "/sys/fs/cgroup";
      top_group += tree;
      // A limit holds for all groups inside. In a container the path may be the host's: then only
      // the top of the tree is seen.
      std::string path = "/";
      path += line.substr(second + 1);
      for (bool top = false; !top;) {
        top = path.find_first_not_of('/') == std::string::npos;
        const auto quota = quota_of(top ? top_group : top_group + path);
        if (quota) least = std::min(*quota, least.value_or(*quota));
        path.resize(top ? 0 : path.rfind('/'));
      }
    }
  }
  return least;
}

std::int32_t usable_cores() {
  static const std::optional<double> quota = cpu_quota("");
  const double most = quota ? std::ceil(*quota) : many;
  const auto allowed = static_cast<std::int64_t>(std::min<double>(most, many));
  const std::int64_t least = std::min(
      {cores_of_process(), allowed, asked_by("OMP_NUM_THREADS"), asked_by("OMP_THREAD_LIMIT")});
  return static_cast<std::int32_t>(std::max<std::int64_t>(least, 1));
}

}  // namespace juliaset
