// Every kernel of every flavour, without naming any: it walks the registries.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "juliaset/registry.hpp"

namespace juliaset {

struct Row {
  const Table* table;
  const Kernel* kernel;

  std::string name() const { return std::string("cpp.") + kernel->name + "@" + table->flavour; }
  bool exact() const { return kernel->exactness == Exactness::exact; }
  bool many_threads() const { return kernel->threads == Threads::many; }

  std::vector<std::int32_t> counts(const Problem& problem, std::int32_t threads) const {
    // -1 is not a count, so a pixel that a kernel forgets shows.
    std::vector<std::int32_t> counts(
        static_cast<std::size_t>(problem.width) * static_cast<std::size_t>(problem.height), -1);
    Stop stop;
    kernel->run(problem, counts.data(), threads, stop);
    return counts;
  }
};

inline std::ostream& operator<<(std::ostream& stream, const Row& row) {
  return stream << row.name();
}

inline std::vector<Row> rows_of(const Table& table) {
  std::vector<Row> rows;
  for (const Kernel* const kernel : table) rows.push_back({.table = &table, .kernel = kernel});
  return rows;
}

// The definitions come from the target julia_reference in tests/CMakeLists.txt.
inline std::vector<Row> rows_of(const std::vector<std::string>& flavours) {
  std::vector<Row> rows;
  for (const std::string& flavour : flavours) {
    for (const Row& row : rows_of(load(JULIA_FOLDER, flavour))) rows.push_back(row);
  }
  return rows;
}

inline std::vector<Row> all_rows() { return rows_of(std::vector<std::string>{JULIA_FLAVOURS}); }

inline std::vector<Row> compiled_rows() {
  std::vector<std::string> flavours{JULIA_FLAVOURS};
  std::erase_if(flavours, [](const std::string& flavour) {
    return access((JULIA_FOLDER "/libjuliaset_" + flavour + ".so").c_str(), R_OK) != 0;
  });
  return rows_of(flavours);
}

}  // namespace juliaset
