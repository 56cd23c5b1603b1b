// 64-bit ARM under macOS: sysctl has a variable for each feature, 0 or missing if the CPU lacks
// it. Never run by its authors, who have no Mac (docs/machines.md).
#include "../system/sysctl.hpp"
#include "has.hpp"

namespace juliaset {

bool has(Feature feature) {
  switch (feature) {
#define X(name, macro, word, number, apple) \
  case Feature::name:                       \
    return is_one("hw.optional." apple);
    JULIA_FEATURES(X)
#undef X
  }
  return false;
}

}  // namespace juliaset
