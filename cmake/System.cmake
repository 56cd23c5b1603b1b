# What the linkers of operating systems are told, and nowhere else.
# JULIA_LINKED_BY_ITSELF: a library calls its own functions, whatever else is loaded, and knows
# all of them when it is loaded. JULIA_NOTHING_UNDEFINED: what is missing is an error of the linker.
# JULIA_EXPORTS: an extension module of Python exports PyInit_* and nothing else.
# JULIA_TABLE_ALONE: a flavour exports its table and nothing else. What is hidden is not enough:
# clang leaves the inline functions of the standard library visible at -O0.
# JULIA_SYSTEM: the file of julia/src/system/.
string(TOLOWER "${CMAKE_SYSTEM_NAME}" JULIA_SYSTEM)
if(NOT EXISTS "${PROJECT_SOURCE_DIR}/julia/src/system/${JULIA_SYSTEM}.cpp")
  message(FATAL_ERROR "juliaset is written for Linux and macOS; this is ${CMAKE_SYSTEM_NAME}.")
endif()

if(APPLE) # never run by its authors: docs/machines.md
  set(JULIA_LINKED_BY_ITSELF LINKER:-bind_at_load) # two-level names see to the rest
  set(JULIA_NOTHING_UNDEFINED LINKER:-undefined,error)
  set(JULIA_EXPORTS "LINKER:-exported_symbol,_PyInit_*")
  set(JULIA_TABLE_ALONE LINKER:-exported_symbol,_juliaset_table)
  # Apple's clang has no OpenMP; Homebrew keeps its libomp out of the usual folders.
  if(NOT OpenMP_ROOT AND NOT DEFINED ENV{OpenMP_ROOT})
    execute_process(COMMAND brew --prefix libomp OUTPUT_VARIABLE OpenMP_ROOT ERROR_QUIET
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
  endif()
else()
  set(JULIA_LINKED_BY_ITSELF LINKER:-Bsymbolic LINKER:-z,now)
  set(JULIA_NOTHING_UNDEFINED LINKER:--no-undefined)
  set(JULIA_EXPORTS "LINKER:--version-script=${PROJECT_SOURCE_DIR}/bindings/exports.map")
  set(JULIA_TABLE_ALONE "LINKER:--version-script=${PROJECT_SOURCE_DIR}/julia/table.map")
endif()
