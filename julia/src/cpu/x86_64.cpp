// x86-64: CPUID says what the CPU has, XGETBV which registers the OS saves.
#include <cpuid.h>

#include "../system/system.hpp"
#include "has.hpp"

namespace juliaset {
namespace {

struct Registers {
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
};

Registers cpuid(unsigned leaf, unsigned subleaf) {
  Registers got;
  __get_cpuid_count(leaf, subleaf, &got.eax, &got.ebx, &got.ecx, &got.edx);
  return got;
}

constexpr unsigned xmm = 0;     // part of the architecture
constexpr unsigned ymm = 0x06;  // SSE and AVX state
constexpr unsigned zmm = 0xe6;  // and the three of AVX-512

// The parts of the state that the OS saves when it switches threads: register XCR0, and what is
// added to it when a thread first uses it.
unsigned saved_by_the_os() {
  constexpr unsigned has_xgetbv = 1U << 27;
  if ((cpuid(1, 0).ecx & has_xgetbv) == 0) return 0;
  unsigned low = 0;
  unsigned high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return saves_avx512_on_demand() ? low | zmm : low;
}

bool has(unsigned word, unsigned number, unsigned registers) {
  return ((word >> number) & 1) != 0 && (saved_by_the_os() & registers) == registers;
}

}  // namespace

bool has(Feature feature) {
  switch (feature) {
#define X(name, macro, leaf, subleaf, word, number, registers) \
  case Feature::name:                                          \
    return has(cpuid(leaf, subleaf).word, number, registers);
    JULIA_FEATURES(X)
#undef X
  }
  return false;
}

}  // namespace juliaset
