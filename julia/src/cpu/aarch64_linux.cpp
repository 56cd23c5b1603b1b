// 64-bit ARM under Linux: the kernel tells each process what CPU and OS have.
#include <sys/auxv.h>

#include "has.hpp"

namespace juliaset {

bool has(Feature feature) {
  switch (feature) {
#define X(name, macro, word, number, apple) \
  case Feature::name:                       \
    return ((getauxval(word) >> (number)) & 1) != 0;
    JULIA_FEATURES(X)
#undef X
  }
  return false;
}

}  // namespace juliaset
