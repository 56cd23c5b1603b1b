# Compiles for 64-bit ARM with Debian's cross compiler, and runs the programs in qemu.
# JULIA_QEMU_CPU: the model of an ARM CPU that qemu plays; max has all that qemu knows.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

set(JULIA_QEMU_CPU max CACHE STRING "The CPU that qemu plays, as -cpu names it")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES JULIA_QEMU_CPU)
find_program(JULIA_QEMU NAMES qemu-aarch64-static qemu-aarch64 REQUIRED)
set(CMAKE_CROSSCOMPILING_EMULATOR "${JULIA_QEMU};-cpu;${JULIA_QEMU_CPU};-L;/usr/aarch64-linux-gnu")

set(CMAKE_FIND_ROOT_PATH /usr/aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
