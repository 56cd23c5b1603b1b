# The instruction sets of this architecture, narrow ones first. The rows of vector kernels, the
# roofs, what JULIASET_ISA allows and Python's lists follow from these lines alone. What a vector of
# a set is and does is in julia/kernels/parts/lanes_<set>.hpp.
#
# julia_instruction_set(<set> [FIRST <feature>] [FLAGS ...] [FUSED ...])
# FIRST: the feature (juliaset/features/) that this set needs and no narrower one does; without it,
# every CPU of the architecture has the set. FUSED: with these flags too, it multiplies and
# subtracts in one rounding.
function(julia_instruction_set set)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FIRST" "FLAGS;FUSED")
  set_property(GLOBAL APPEND PROPERTY JULIA_SETS ${set})
  set(first 0)
  if(arg_FIRST)
    set(first "bit(Feature::${arg_FIRST})")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY JULIA_SETS_AND_FIRST "X(${set}, ${first})\n")
  set_property(GLOBAL PROPERTY JULIA_SET_${set}_FLAGS ${arg_FLAGS})
  if(arg_FUSED)
    set_property(GLOBAL APPEND PROPERTY JULIA_FUSED_SETS ${set})
    set_property(GLOBAL PROPERTY JULIA_SET_${set}_FUSED ${arg_FUSED})
  endif()
endfunction()

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set(JULIA_ARCHITECTURE x86_64)
  julia_instruction_set(sse2 FLAGS -msse2)
  julia_instruction_set(avx2 FIRST avx FLAGS -mavx2 FUSED -mfma)
  julia_instruction_set(avx512 FIRST avx512f FUSED -mfma
                        FLAGS -mavx512f -mavx512vl -mavx512dq -mavx512cd)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|ARM64)$")
  set(JULIA_ARCHITECTURE aarch64)
  julia_instruction_set(neon FUSED -march=armv8-a) # part of the architecture, fused or not
else()
  message(FATAL_ERROR "The kernels are written for x86-64 and 64-bit ARM (aarch64); "
                      "this machine is ${CMAKE_SYSTEM_PROCESSOR}.")
endif()

get_property(JULIA_SETS GLOBAL PROPERTY JULIA_SETS)
get_property(JULIA_FUSED_SETS GLOBAL PROPERTY JULIA_FUSED_SETS)
list(GET JULIA_SETS 0 JULIA_NARROWEST_SET)
get_property(sets GLOBAL PROPERTY JULIA_SETS_AND_FIRST)
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/instruction_sets.inc" CONTENT "${sets}" @ONLY)

# The flags with which a compiler writes for the CPU at hand; none for another machine's CPU.
include(CheckCXXCompilerFlag)
set(JULIA_NATIVE_FLAGS "")
if(NOT CMAKE_CROSSCOMPILING)
  foreach(flag -march=native -mcpu=native) # clang learned the first on ARM late
    string(MAKE_C_IDENTIFIER "JULIA_HAS${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      set(JULIA_NATIVE_FLAGS ${flag})
      break()
    endif()
  endforeach()
endif()
