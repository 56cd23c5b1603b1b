# A flavour for the tests alone: the vector kernels on eight lanes that xsimd emulates, so that the
# code for AVX-512 is tested on any CPU. Debian's xsimd 8 cannot do that; pythran's 14 can.
add_library(julia_emulated_rows INTERFACE)
foreach(folder IN LISTS xsimd_dir JULIA_PYTHRAN_DIR)
  if(EXISTS "${folder}/xsimd/arch/xsimd_emulated.hpp")
    set(xsimd_that_emulates "${folder}")
  endif()
endforeach()
if(NOT xsimd_that_emulates)
  set(emulated_missing "no xsimd 13 or newer is here (pip install pythran has it)")
  message(STATUS "The 8-lane code will not be tested: ${emulated_missing}")
  target_compile_definitions(julia_emulated_rows INTERFACE
    JULIA_EMULATED_MISSING="${emulated_missing}")
  return()
endif()
add_library(julia_xsimd_emulated INTERFACE)
target_include_directories(julia_xsimd_emulated SYSTEM INTERFACE "${xsimd_that_emulates}")

# The flavours have been put together by now: no row that is added here gets into them.
set(files simd simd_tiled openmp_simd tile_trap sieve sieve_trap balls openmp_balls)
foreach(file IN LISTS files)
  julia_kernel(${file} ISA emulated LINK julia_xsimd_emulated OpenMP::OpenMP_CXX)
endforeach()
list(TRANSFORM files REPLACE "(.+)" "X(\\1_emulated)\n" OUTPUT_VARIABLE lines)
list(JOIN lines "" lines)
file(CONFIGURE OUTPUT emulated/kernels.inc CONTENT "${lines}" @ONLY)

add_library(julia_emulated SHARED "${PROJECT_SOURCE_DIR}/julia/src/table.cpp")
target_include_directories(julia_emulated PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/emulated")
target_compile_definitions(julia_emulated PRIVATE JULIA_FLAVOUR="emulated"
  JULIA_FLAVOUR_FLAGS="-O3" JULIA_COMPILER="${CMAKE_CXX_COMPILER_ID}")
target_link_libraries(julia_emulated PRIVATE julia_headers OpenMP::OpenMP_CXX)
foreach(file IN LISTS files)
  julia_object(julia_emulated_${file} ${file}_emulated "$<IF:$<BOOL:${JULIA_SANITIZED}>,-O1,-O3>")
  target_sources(julia_emulated PRIVATE $<TARGET_OBJECTS:julia_emulated_${file}>)
endforeach()

target_compile_definitions(julia_emulated_rows INTERFACE
  JULIA_EMULATED_FOLDER="$<TARGET_FILE_DIR:julia_emulated>")
add_dependencies(julia_emulated_rows julia_emulated)
