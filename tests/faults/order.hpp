// Which call is to fail, how many there were, and what is said of it.
#pragma once

#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace faults {

constexpr int most_frames = 64;

enum class Kind : std::uint8_t { none, memory, open, mmap, fork, dlopen };

struct Order {
  std::atomic<Kind> kind{Kind::none};
  std::int64_t at = 0;
  bool and_all_later = false;
  int log = -1;
  pid_t process = 0;
  std::atomic<std::int64_t> calls{0};
  std::atomic<bool> told{false};
};

inline Order order;

// No call that is made while one is being counted counts.
static thread_local bool counting __attribute__((tls_model("initial-exec"))) = false;

inline void say(const char* text) {
  if (write(order.log, text, std::strlen(text)) < 0) _exit(99);  // the test would learn nothing
}

// The libraries of a stack, from the innermost frame outwards, each once where several follow.
inline void say_stack(const char* what) {
  void* frames[most_frames];
  const int number = backtrace(frames, most_frames);
  const char* before = "";
  say(what);
  for (int k = 0; k < number; ++k) {
    Dl_info info{};
    if (dladdr(frames[k], &info) == 0 || std::strcmp(info.dli_fname, before) == 0) continue;
    before = info.dli_fname;
    say(" ");
    say(before);
  }
  say("\n");
}

// Counts a call; returns whether it is to fail.
inline bool fails(Kind kind) {
  if (order.kind != kind || counting || getpid() != order.process) return false;
  const int error = errno;
  counting = true;
  const std::int64_t number = ++order.calls;
  const bool chosen = order.and_all_later ? number >= order.at : number == order.at;
  if (chosen && !order.told.exchange(true)) say_stack("failed");
  counting = false;
  errno = error;
  return chosen;
}

inline void on_crash(int number) {
  counting = true;
  say_stack("crashed");
  std::signal(number, SIG_DFL);
  std::raise(number);
}

inline Kind kind_of(const char* name) {
  constexpr const char* names[] = {"none", "malloc", "open", "mmap", "fork", "dlopen"};
  for (std::size_t k = 0; k < std::size(names); ++k) {
    if (std::strcmp(names[k], name) == 0) return static_cast<Kind>(k);
  }
  return Kind::none;
}

}  // namespace faults
