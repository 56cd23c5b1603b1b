# A table of kernels: rows by julia_kernel() (julia/kernels/kernels.cmake), columns by
# julia_library() (julia/CMakeLists.txt). Each cell is one object, compiled by itself. The column O3
# has every row, the others those with EVERY_FLAVOUR: docs/decisions/build.md says why.
# Names, lines and frames, so that profilers see what is compiled: kernels, bindings, Cython.
set(JULIA_FLAGS_profiled -g1 -fno-omit-frame-pointer)
# No contraction: Python rounds each operation.
set(JULIA_FLAGS_every -ffp-contract=off -fno-exceptions ${JULIA_FLAGS_profiled})

# Bytes in a frame: a kernel must also run on the small stack of a thread (docs/library.md).
set(JULIA_MOST_STACK 6400)

# julia_kernel(<file> [EACH_SET] [FUSED] [FLAGS ...] [LINK target ...] [BELOW <file>] [BEST]
#              [EVERY_FLAVOUR] [SETS set ...] [PROBE])
# adds a row; EACH_SET: one for each instruction set (cmake/InstructionSets.cmake), FUSED: of those
# that fuse, with the flags for it. BEST: the row may be what `best` picks. BELOW: the kernel of
# which this one changes one thing; its row of the same set, where it has one. EVERY_FLAVOUR: it is
# compiled with the flags of all flavours, so that they can be compared; otherwise it is O3 only.
# SETS: a row for each of these, which need not be sets of this architecture (the tests have one).
# PROBE: the file lies in julia/probes, and its row is in no flavour.
function(julia_kernel file)
  cmake_parse_arguments(PARSE_ARGV 1 arg "EACH_SET;FUSED;BEST;EVERY_FLAVOUR;PROBE"
                        "BELOW" "SETS;FLAGS;LINK")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "julia_kernel(${file}): unknown ${arg_UNPARSED_ARGUMENTS}; allowed: "
                        "EACH_SET, FUSED, SETS, FLAGS, LINK, BELOW, BEST, EVERY_FLAVOUR, PROBE")
  endif()
  set(sets "${arg_SETS}")
  if(arg_FUSED)
    set(sets ${JULIA_FUSED_SETS})
  elseif(arg_EACH_SET)
    set(sets ${JULIA_SETS})
  endif()
  if(NOT sets)
    set(sets none)
  endif()
  foreach(set IN LISTS sets)
    set(row ${file})
    set(published_set "")
    set(defines "")
    if(NOT set STREQUAL "none")
      string(APPEND row "_${set}")
      set(published_set ${set})
      julia_lanes(defines ${set})
    endif()
    get_property(rows GLOBAL PROPERTY JULIA_ROWS)
    set(below "${arg_BELOW}")
    if("${below}_${set}" IN_LIST rows)
      string(APPEND below "_${set}")
    endif()
    if(below AND NOT below IN_LIST rows)
      message(FATAL_ERROR "julia_kernel(${file} BELOW ${below}): there is no such row above it")
    endif()
    set(folder kernels)
    if(arg_PROBE)
      set(folder probes)
    else()
      set_property(GLOBAL APPEND PROPERTY JULIA_ROWS ${row})
    endif()
    if(arg_EVERY_FLAVOUR)
      set_property(GLOBAL APPEND PROPERTY JULIA_ROWS_OF_EVERY_FLAVOUR ${row})
    endif()
    get_property(flags GLOBAL PROPERTY JULIA_SET_${set}_FLAGS)
    if(arg_FUSED)
      get_property(fused GLOBAL PROPERTY JULIA_SET_${set}_FUSED)
      list(APPEND flags ${fused})
    endif()
    set_property(GLOBAL PROPERTY JULIA_${row}_SOURCE "${PROJECT_SOURCE_DIR}/julia/${folder}/${file}.cpp")
    set_property(GLOBAL PROPERTY JULIA_${row}_FLAGS ${flags} ${arg_FLAGS})
    set_property(GLOBAL PROPERTY JULIA_${row}_LINK ${arg_LINK})
    set_property(GLOBAL PROPERTY JULIA_${row}_DEFINE ${defines}
      JULIA_KERNEL_NAME=${row} JULIA_KERNEL_BEST=$<BOOL:${arg_BEST}>
      JULIA_KERNEL_FILE="${file}.cpp" JULIA_KERNEL_BELOW="${below}"
      JULIA_KERNEL_ISA="${published_set}"
      JULIA_KERNEL_EVERY_FLAVOUR=$<BOOL:${arg_EVERY_FLAVOUR}>)
  endforeach()
endfunction()

# What parts/batch.hpp must know of an instruction set.
function(julia_lanes result set)
  set(${result} JULIA_ISA=${set} "JULIA_LANES=\"lanes_${set}.hpp\"" PARENT_SCOPE)
endfunction()

# julia_object(<target> <row> <flags>...) is one cell: a row under a column's flags.
function(julia_object target row)
  get_property(source GLOBAL PROPERTY JULIA_${row}_SOURCE)
  get_property(row_flags GLOBAL PROPERTY JULIA_${row}_FLAGS)
  get_property(defines GLOBAL PROPERTY JULIA_${row}_DEFINE)
  get_property(links GLOBAL PROPERTY JULIA_${row}_LINK)
  set(flags ${ARGN} ${JULIA_FLAGS_every} ${row_flags})
  if(JULIA_COVERAGE AND NOT "-O0" IN_LIST flags) # the last -O wins
    list(APPEND flags -O1)
  endif()
  julia_command_line(shown ${flags})
  add_library(${target} OBJECT "${source}")
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_definitions(${target} PRIVATE ${defines} "JULIA_KERNEL_FLAGS=\"${shown}\"")
  target_compile_options(${target} PRIVATE ${flags})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU") # GCC 12 warns of its own AVX-512 headers: its bug 105593
    target_compile_options(${target} PRIVATE -Wno-uninitialized -Wno-maybe-uninitialized)
    if(NOT JULIA_SANITIZED AND NOT JULIA_COVERAGE) # their frames are larger
      target_compile_options(${target} PRIVATE -Wstack-usage=${JULIA_MOST_STACK})
    endif()
  endif()
  target_link_libraries(${target} PRIVATE julia_headers ${links})
endfunction()

# All that decides about the code, in the compiler's order: of two -O the last wins.
function(julia_command_line result)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  string(JOIN " " line ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}} ${ARGN})
  string(STRIP "${line}" line)
  set(${result} "${line}" PARENT_SCOPE)
endfunction()

# julia_table(<target> <rows>...): src/table.cpp in the target publishes these rows, as X(complex)
# X(scalar) ...
function(julia_table target)
  list(TRANSFORM ARGN REPLACE "(.+)" "X(\\1)\n" OUTPUT_VARIABLE lines)
  list(JOIN lines "" lines)
  set(folder "${PROJECT_BINARY_DIR}/generated/${target}")
  file(CONFIGURE OUTPUT "${folder}/kernels.inc" CONTENT "${lines}" @ONLY)
  target_sources(${target} PRIVATE "${PROJECT_SOURCE_DIR}/julia/src/table.cpp")
  target_include_directories(${target} PRIVATE "${folder}")
  target_compile_definitions(${target} PRIVATE
    "JULIA_COMPILER=\"${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}\"")
endfunction()

# julia_library(<flavour> [EVERY_ROW] <flags>...) is a column: libjuliaset_<flavour>.so, the rows of
# every flavour under those flags; EVERY_ROW: the other rows too.
function(julia_library flavour)
  cmake_parse_arguments(PARSE_ARGV 1 arg "EVERY_ROW" "" "")
  set(flags ${arg_UNPARSED_ARGUMENTS})
  set_property(GLOBAL APPEND PROPERTY JULIA_FLAVOURS julia_${flavour})
  set_property(GLOBAL PROPERTY JULIA_FLAVOUR_${flavour}_FLAGS ${flags})
  julia_command_line(shown ${flags} ${JULIA_FLAGS_every})
  set_property(GLOBAL APPEND PROPERTY JULIA_FLAVOURS_AND_FLAGS "{\"${flavour}\", \"${shown}\"}")
  if(arg_EVERY_ROW)
    get_property(rows GLOBAL PROPERTY JULIA_ROWS)
  else()
    get_property(rows GLOBAL PROPERTY JULIA_ROWS_OF_EVERY_FLAVOUR)
  endif()
  julia_library_of(${flavour} ROWS ${rows} FLAGS ${flags})
endfunction()

# julia_library_of(<name> ROWS row... FLAGS flag...): libjuliaset_<name>.so, which
# juliaset::load(folder, name) opens.
function(julia_library_of name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "ROWS;FLAGS")
  set(library julia_${name})
  julia_command_line(shown ${arg_FLAGS} ${JULIA_FLAGS_every})
  add_library(${library} SHARED)
  set_target_properties(${library} PROPERTIES OUTPUT_NAME juliaset_${name}
                                              SUFFIX .so) # as Python's modules, on a Mac too
  julia_table(${library} ${arg_ROWS})
  target_compile_definitions(${library} PRIVATE JULIA_FLAVOUR="${name}"
                                                "JULIA_FLAVOUR_FLAGS=\"${shown}\"")
  target_link_libraries(${library} PRIVATE julia_headers)
  target_link_options(${library} PRIVATE ${JULIA_LINKED_BY_ITSELF} ${JULIA_TABLE_ALONE})
  if(NOT JULIA_SANITIZED)
    target_link_options(${library} PRIVATE ${JULIA_NOTHING_UNDEFINED})
  endif()
  foreach(row IN LISTS arg_ROWS)
    julia_object(${library}_${row} ${row} ${arg_FLAGS})
    # The objects and not the OBJECT target: its usage requirements stay out of the library.
    target_sources(${library} PRIVATE $<TARGET_OBJECTS:${library}_${row}>)
    get_property(links GLOBAL PROPERTY JULIA_${row}_LINK)
    target_link_libraries(${library} PRIVATE ${links})
  endforeach()
endfunction()
