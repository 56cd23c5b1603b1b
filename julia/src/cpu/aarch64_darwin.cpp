// 64-bit ARM under macOS: sysctl has a variable for each feature, 0 or missing where the CPU lacks
// it. Never run by its authors, who have no Mac (docs/machines.md).
#include <sys/sysctl.h>

#include "has.hpp"

namespace juliaset {
namespace {

bool is_one(const char* variable) {
  int answer = 0;
  std::size_t size = sizeof answer;
  return sysctlbyname(variable, &answer, &size, nullptr, 0) == 0 && answer == 1;
}

}  // namespace

bool has(Feature feature) {
  switch (feature) {
#define X(name, macro, word, flag, apple) \
  case Feature::name:                     \
    return is_one("hw.optional.arm." apple);
    JULIA_FEATURES(X)
#undef X
  }
  return false;
}

}  // namespace juliaset
