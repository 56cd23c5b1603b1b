# What we did not write. Google Benchmark and GoogleTest are looked for where they are used.
find_package(OpenMP REQUIRED COMPONENTS CXX)

# xsimd, headers only: Debian's libxsimd-dev, else a folder that holds xsimd/xsimd.hpp, else the
# headers that the pythran wheel carries: no PyPI package is xsimd itself.
set(JULIA_XSIMD_INCLUDE_DIR "" CACHE PATH "Folder that holds xsimd/xsimd.hpp; empty: look for it")
set(xsimd_dir "${JULIA_XSIMD_INCLUDE_DIR}")
if(NOT xsimd_dir)
  # Not find_package(xsimd 8.1): it would refuse every later one, and 8.1 to 14 will do.
  find_path(JULIA_XSIMD_FOUND xsimd/xsimd.hpp NO_CACHE)
  if(JULIA_XSIMD_FOUND)
    set(xsimd_dir "${JULIA_XSIMD_FOUND}")
  endif()
endif()
if(NOT xsimd_dir AND CMAKE_CROSSCOMPILING AND EXISTS /usr/include/xsimd/xsimd.hpp)
  # Headers only: this machine's will do, but not the folder with the C library next to them.
  set(xsimd_dir "${PROJECT_BINARY_DIR}/xsimd")
  file(MAKE_DIRECTORY "${xsimd_dir}")
  file(CREATE_LINK /usr/include/xsimd "${xsimd_dir}/xsimd" SYMBOLIC)
endif()
if(NOT xsimd_dir)
  include(Pythran)
  set(xsimd_dir "${JULIA_PYTHRAN_DIR}")
endif()
if(NOT xsimd_dir)
  message(FATAL_ERROR "xsimd was not found. Either: make setup, which installs it or says how\n"
                      "or: pip install --no-deps pythran (it carries the headers)\n"
                      "or: -DJULIA_XSIMD_INCLUDE_DIR=<folder with xsimd/xsimd.hpp>")
endif()
message(STATUS "xsimd: ${xsimd_dir}")
add_library(julia_xsimd INTERFACE)
target_include_directories(julia_xsimd SYSTEM INTERFACE "${xsimd_dir}")
