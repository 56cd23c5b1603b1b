# A flavour for the tests alone: the vector kernels on eight lanes that any CPU has, by the stand-in
# for xsimd in emulated/, or the compiler's own vectors of that size. So the code for AVX-512 is
# tested everywhere.
add_library(julia_xsimd_emulated INTERFACE)
target_include_directories(julia_xsimd_emulated INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}/emulated"
                           "${PROJECT_SOURCE_DIR}/julia/kernels/parts")

# The flavours have been put together by now: no row that is added here gets into them.
set(files simd simd_tiled vector_extensions openmp_simd tile_trap sieve sieve_trap balls openmp_balls
          mirror openmp_mirror)
set_property(GLOBAL PROPERTY JULIA_SET_emulated_FLAGS
             -Wno-psabi # its vectors stay in the object
             -DJULIA_VECTOR_BYTES=64)
foreach(file IN LISTS files)
  julia_kernel(${file} SETS emulated LINK julia_xsimd_emulated OpenMP::OpenMP_CXX)
endforeach()
list(TRANSFORM files APPEND _emulated OUTPUT_VARIABLE rows)

add_library(julia_emulated SHARED)
set_target_properties(julia_emulated PROPERTIES OUTPUT_NAME juliaset_emulated SUFFIX .so)
julia_table(julia_emulated ${rows})
target_compile_definitions(julia_emulated PRIVATE JULIA_FLAVOUR="emulated"
                                                  JULIA_FLAVOUR_FLAGS="-O1")
target_link_libraries(julia_emulated PRIVATE julia_headers OpenMP::OpenMP_CXX)
foreach(row IN LISTS rows)
  julia_object(julia_emulated_${row} ${row} -O1) # -O3 takes a minute for what runs for a second
  target_sources(julia_emulated PRIVATE $<TARGET_OBJECTS:julia_emulated_${row}>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # eight lanes without registers
    target_compile_options(julia_emulated_${row} PRIVATE -Wno-stack-usage)
  endif()
endforeach()

add_library(julia_emulated_rows INTERFACE)
target_compile_definitions(julia_emulated_rows INTERFACE
  JULIA_EMULATED_FOLDER="$<TARGET_FILE_DIR:julia_emulated>")
add_dependencies(julia_emulated_rows julia_emulated)
