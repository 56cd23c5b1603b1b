# Where warnings are errors, if JULIA_WARNINGS_ARE_ERRORS asks for it (CMakePresets.json): with the
# compilers that compiled all of this without a warning, and in an automatic run (CI is set). Another
# compiler may warn of more, and that must stop no learner.
string(REGEX MATCH "^[0-9]+" main_version "${CMAKE_CXX_COMPILER_VERSION}")
set(compiler "${CMAKE_SYSTEM_NAME} ${CMAKE_CXX_COMPILER_ID} ${main_version}")
if(JULIA_WARNINGS_ARE_ERRORS
    AND (compiler MATCHES "^Linux (GNU 12|Clang (14|16|19))$" OR NOT "$ENV{CI}" STREQUAL ""))
  set(CMAKE_COMPILE_WARNING_AS_ERROR ON)
endif()
