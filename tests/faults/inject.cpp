// A library for LD_PRELOAD: the n-th call of one kind fails as it does on a machine that has run
// out. Counting begins when the process asks for it, so that the start of Python is not what is
// tested, and in that process alone: what it starts has the calls of the C library.
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

#include "order.hpp"

using faults::counting;
using faults::fails;
using faults::Kind;
using faults::order;

// The allocator of glibc under its second name: dlsym() itself allocates.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t number, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

void* no_memory() {
  errno = ENOMEM;
  return nullptr;
}

// `mode` is there only if the flags ask for it.
int open_at(int folder, const char* path, int flags, va_list more) {
  if (fails(Kind::open)) {
    errno = EMFILE;
    return -1;
  }
  const bool makes = (flags & (O_CREAT | __O_TMPFILE)) != 0;
  const int mode = makes ? va_arg(more, int) : 0;
  return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
}

}  // namespace

extern "C" {

// Begins to count calls of a kind; the one with the number `at` fails, or all from there on.
// log: a descriptor to which the stack of the failure and of a crash is written, as names of
// libraries.
void juliaset_faults_begin(const char* kind, std::int64_t at, bool and_all_later, int log) {
  counting = true;
  void* frame[1];
  backtrace(frame, 1);  // the first call loads the unwinder
  order.at = at;
  order.and_all_later = and_all_later;
  order.log = log;
  order.process = getpid();
  order.calls = 0;
  order.told = false;
  for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) {
    std::signal(number, faults::on_crash);
  }
  counting = false;
  order.kind = faults::kind_of(kind);
}

// Ends it, and returns how many calls were counted.
std::int64_t juliaset_faults_end() {
  order.kind = Kind::none;
  return order.calls;
}

void* malloc(std::size_t size) { return fails(Kind::memory) ? no_memory() : __libc_malloc(size); }

void* calloc(std::size_t number, std::size_t size) {
  return fails(Kind::memory) ? no_memory() : __libc_calloc(number, size);
}

void* realloc(void* memory, std::size_t size) {
  return fails(Kind::memory) ? no_memory() : __libc_realloc(memory, size);
}

void* memalign(std::size_t alignment, std::size_t size) {
  return fails(Kind::memory) ? no_memory() : __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  void* const made = memalign(alignment, size);
  if (made == nullptr) return ENOMEM;
  *memory = made;
  return 0;
}

void* mmap(void* address, std::size_t size, int protection, int flags, int file, off_t offset) {
  if (fails(Kind::mmap)) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  const auto made = syscall(SYS_mmap, address, size, protection, flags, file, offset);
  return reinterpret_cast<void*>(made);  // NOLINT(performance-no-int-to-ptr): syscall() has a long
}

void* mmap64(void* address, std::size_t size, int protection, int flags, int file, off_t offset) {
  return mmap(address, size, protection, flags, file, offset);
}

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const int opened = open_at(AT_FDCWD, path, flags, more);
  va_end(more);
  return opened;
}

int openat(int folder, const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const int opened = open_at(folder, path, flags, more);
  va_end(more);
  return opened;
}

int open64(const char* path, int flags, ...) __attribute__((alias("open")));
int openat64(int folder, const char* path, int flags, ...) __attribute__((alias("openat")));

FILE* fopen(const char* path, const char* mode) {
  static auto* const real = next<decltype(fopen)>("fopen");
  if (fails(Kind::open)) {
    errno = EMFILE;
    return nullptr;
  }
  return real(path, mode);
}

FILE* fopen64(const char* path, const char* mode) { return fopen(path, mode); }

int memfd_create(const char* name, unsigned flags) {
  if (fails(Kind::open)) {
    errno = EMFILE;
    return -1;
  }
  return static_cast<int>(syscall(SYS_memfd_create, name, flags));
}

int pipe2(int* ends, int flags) {
  if (fails(Kind::open)) {
    errno = EMFILE;
    return -1;
  }
  return static_cast<int>(syscall(SYS_pipe2, ends, flags));
}

int pipe(int* ends) { return pipe2(ends, 0); }

pid_t fork() {
  static auto* const real = next<decltype(fork)>("fork");
  if (fails(Kind::fork)) {
    errno = EAGAIN;
    return -1;
  }
  return real();
}

// A function around vfork() would return twice into one frame; fork() is allowed in its place.
pid_t vfork() { return fork(); }

int posix_spawn(pid_t* process, const char* path, const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const* words, char* const* environment) {
  static auto* const real = next<decltype(posix_spawn)>("posix_spawn");
  return fails(Kind::fork) ? EAGAIN : real(process, path, actions, attributes, words, environment);
}

int posix_spawnp(pid_t* process, const char* file, const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const* words,
                 char* const* environment) {
  static auto* const real = next<decltype(posix_spawnp)>("posix_spawnp");
  return fails(Kind::fork) ? EAGAIN : real(process, file, actions, attributes, words, environment);
}

void* dlopen(const char* path, int flags) {
  static auto* const real = next<decltype(dlopen)>("dlopen");
  // dlerror() then has to say something: glibc's own words for a file that is not there.
  return fails(Kind::dlopen) ? real("/nonexistent/injected.so", RTLD_NOW) : real(path, flags);
}

}  // extern "C"
