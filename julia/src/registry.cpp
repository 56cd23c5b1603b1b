// Opens flavours and looks through their tables.
#include "juliaset/registry.hpp"

#include <dlfcn.h>

#include <new>
#include <stdexcept>

#include "juliaset/forks.hpp"

namespace juliaset {

const Table& load(const std::string& folder, const std::string& flavour) {
  const std::string path = folder + "/libjuliaset_" + flavour + ".so";
  // RTLD_LOCAL: each flavour keeps its own copy of every symbol. Never closed: tables are for good.
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    throw std::runtime_error("cannot load flavour '" + flavour + "': " + dlerror());
  }
  auto* const table = reinterpret_cast<decltype(&juliaset_table)>(dlsym(library, "juliaset_table"));
  if (table == nullptr || table()->abi != abi) {
    throw std::runtime_error(path + " is from another version of juliaset: build it again");
  }
  // Of the runtime that this library was linked with, if it was.
  const auto pause = reinterpret_cast<Pause>(dlsym(library, "omp_pause_resource_all"));
  if (pause != nullptr && !pause_before_forks(pause)) throw std::bad_alloc();
  return *table();
}

const Kernel* find(const Table& table, std::string_view name) {
  for (const Kernel* const kernel : table) {
    if (name == kernel->name) return kernel;
  }
  return nullptr;
}

const Kernel& best(const Table& table) {
  const Kernel* choice = nullptr;
  for (const Kernel* const kernel : table) {
    const bool exact = kernel->exactness == Exactness::exact;
    if (exact && kernel->may_be_best && unavailable(*kernel).empty()) choice = kernel;
  }
  if (choice == nullptr) {
    throw std::runtime_error(std::string("no kernel of flavour '") + table.flavour +
                             "' may run here; the first says: " + unavailable(**table.begin()));
  }
  return *choice;
}

}  // namespace juliaset
