// Where the flavours are, and which are here.
#pragma once

#include <dlfcn.h>
#include <pybind11/pybind11.h>
#include <unistd.h>

#include <string>

namespace juliaset::python {

// Flavours are next to this module: in a wheel, an editable install and a build tree.
inline std::string folder() {
  Dl_info info{};
  dladdr(reinterpret_cast<void*>(&folder), &info);
  const std::string path = info.dli_fname;
  return path.substr(0, path.rfind('/'));
}

struct Flavour {
  const char* name;
  const char* flags;
};

constexpr Flavour known_flavours[] = {JULIA_FLAVOURS};

// Those whose library is here: `make bench` compiles O3 alone.
inline pybind11::list flavours() {
  pybind11::list found;
  for (const Flavour& flavour : known_flavours) {
    const std::string path = folder() + "/libjuliaset_" + flavour.name + ".so";
    if (access(path.c_str(), R_OK) == 0) found.append(flavour.name);
  }
  return found;
}

inline pybind11::dict flags_of_flavours() {
  pybind11::dict flags;
  for (const Flavour& flavour : known_flavours) flags[flavour.name] = flavour.flags;
  return flags;
}

}  // namespace juliaset::python
