// Lets each call of juliaset::escape_counts() fail in turn, as a user of the C++ library meets it.
// Runs with inject.cpp in LD_PRELOAD; each fault is in a fork, whose exit code is the outcome.
#include "juliaset/escape_counts.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "juliaset/grid.hpp"

namespace {

constexpr int right = 0, refused = 2, wrong = 3, never_reached = 4;
// GCC's OpenMP ends the process, in words, if it has no memory for a team.
constexpr int ended_by_openmp = 1;

constexpr std::int64_t most_calls = 500;

using Begin = void (*)(const char*, std::int64_t, bool, int);
using End = std::int64_t (*)();

Begin begin = nullptr;
End end = nullptr;

using Counts = std::vector<std::int32_t>;

// In a fork: the n-th call of the kind fails while the counts are computed.
[[noreturn]] void run(const juliaset::Problem& problem, const Counts& expected,
                      const juliaset::Options& options, const char* kind, std::int64_t at,
                      bool and_all_later) {
  const int log = open("/dev/null", O_WRONLY);
  dup2(log, STDERR_FILENO);
  Counts counts(expected.size());
  int ended = right;
  begin(kind, at, and_all_later, log);
  try {
    juliaset::escape_counts(problem, counts, options);
  } catch (const std::exception&) {
    ended = refused;
  }
  const bool reached = end() >= at;
  if (ended == right && counts != expected) ended = wrong;
  std::_Exit(ended == right && !reached ? never_reached : ended);
}

// Returns how the fork ended: its exit code, or 128 and the signal.
int ended(const juliaset::Problem& problem, const Counts& expected,
          const juliaset::Options& options, const char* kind, std::int64_t at, bool and_all_later) {
  const pid_t child = fork();
  if (child == 0) run(problem, expected, options, kind, at, and_all_later);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Lets the calls of a kind fail one after the other, until there are no more of them.
void sweep(const juliaset::Problem& problem, const Counts& expected,
           const juliaset::Options& options, const char* kind, bool and_all_later,
           std::map<int, std::int64_t>& ends) {
  for (std::int64_t at = 1; at <= most_calls; ++at) {
    const int code = ended(problem, expected, options, kind, at, and_all_later);
    if (code == never_reached) return;
    ++ends[code];
    const bool in_words = code == ended_by_openmp && options.kernel != "scalar";
    if (code == right || code == refused || in_words) continue;
    std::cout << options.kernel << ": " << kind << ' ' << at << " ends with " << code << '\n';
  }
}

}  // namespace

int main() {
  begin = reinterpret_cast<Begin>(dlsym(RTLD_DEFAULT, "juliaset_faults_begin"));
  end = reinterpret_cast<End>(dlsym(RTLD_DEFAULT, "juliaset_faults_end"));
  if (begin == nullptr || end == nullptr) {
    std::cerr << "run it with the library of inject.cpp in LD_PRELOAD\n";
    return 2;
  }
  std::cout << std::unitbuf;  // a fork would print again what is still in the buffer
  const juliaset::Grid grid = juliaset::Grid::book(60);
  const juliaset::Problem problem = grid.problem({-0.62772, -0.42193}, 60);
  Counts expected(grid.xs.size() * grid.ys.size());
  juliaset::escape_counts(problem, expected, {.kernel = "scalar"});

  std::map<int, std::int64_t> ends;
  for (const char* const kernel : {"scalar", "best", "openmp"}) {
    for (const char* const kind : {"malloc", "open", "mmap", "fork", "dlopen"}) {
      for (const bool and_all_later : {false, true}) {
        sweep(problem, expected, {.kernel = kernel}, kind, and_all_later, ends);
      }
    }
  }
  const std::int64_t in_words = ends[right] + ends[refused] + ends[ended_by_openmp];
  std::int64_t all = 0;
  for (const auto& [code, number] : ends) all += number;
  std::cout << ends[right] << " faults changed nothing, " << ends[refused] << " became exceptions, "
            << ends[ended_by_openmp] << " ended the process in OpenMP's own words\n";
  return all == in_words && ends[refused] > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
