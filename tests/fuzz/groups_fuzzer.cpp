// Any text in the files that Linux shows of control groups, and in the variables of OpenMP: a
// number of cores comes out, at least 1, whatever they say.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "juliaset/cores.hpp"

namespace {

namespace fs = std::filesystem;

// A folder that stands for /; it goes when the program ends.
class Root {
 public:
  Root() {
    std::string name = fs::temp_directory_path() / "julia-groups-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
    fs::create_directories(path_ / "proc/self");
    fs::create_directories(path_ / "sys/fs/cgroup/a/b");
    fs::create_directories(path_ / "sys/fs/cgroup/cpu/a");
  }
  ~Root() { fs::remove_all(path_); }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;

  void write(const char* file, std::string_view text) const { std::ofstream(path_ / file) << text; }
  std::string path() const { return path_; }

 private:
  fs::path path_;
};

// The texts are parted by a byte that none of them needs.
std::string_view next(std::string_view& text) {
  const std::size_t end = text.find('\xff');
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Root root;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* const file :
       {"proc/self/cgroup", "sys/fs/cgroup/cpu.max", "sys/fs/cgroup/a/cpu.max",
        "sys/fs/cgroup/a/b/cpu.max", "sys/fs/cgroup/cpu/cpu.cfs_quota_us",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us", "sys/fs/cgroup/cpu/a/cpu.cfs_quota_us",
        "sys/fs/cgroup/cpu/a/cpu.cfs_period_us"}) {
    root.write(file, next(text));
  }
  const auto quota = juliaset::cpu_quota(root.path());
  if (quota.has_value() && !(*quota >= 0)) std::abort();
  for (const char* const variable : {"OMP_NUM_THREADS", "OMP_THREAD_LIMIT"}) {
    setenv(variable, std::string(next(text)).c_str(), 1);
  }
  if (juliaset::usable_cores() < 1) std::abort();
  return 0;
}
