// Asks macOS for what it says with 0 or 1; a variable that it does not have says 0.
#pragma once

#include <sys/sysctl.h>

#include <cstddef>

namespace juliaset {

inline bool is_one(const char* variable) {
  int answer = 0;
  std::size_t size = sizeof answer;
  return sysctlbyname(variable, &answer, &size, nullptr, 0) == 0 && answer == 1;
}

}  // namespace juliaset
