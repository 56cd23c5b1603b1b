// The bits of the table are those that the C library has names for; it has none for newer features
// if it is older than they are.
#include <gtest/gtest.h>
#include <sys/auxv.h>

#include <algorithm>
#include <string_view>

#include "juliaset/features.hpp"

namespace juliaset {
namespace {

struct Place {
  std::string_view feature;
  unsigned long word;
  unsigned long flag;
};

constexpr Place table[] = {
#define X(name, macro, word, number, apple) {#name, word, 1UL << (number)},
    JULIA_FEATURES(X)
#undef X
};

constexpr Place named[] = {
    {"crc32", AT_HWCAP, HWCAP_CRC32},      {"lse", AT_HWCAP, HWCAP_ATOMICS},
    {"rdm", AT_HWCAP, HWCAP_ASIMDRDM},     {"aes", AT_HWCAP, HWCAP_AES},
    {"sha2", AT_HWCAP, HWCAP_SHA2},        {"sha3", AT_HWCAP, HWCAP_SHA3},
    {"sm4", AT_HWCAP, HWCAP_SM4},          {"fp16", AT_HWCAP, HWCAP_ASIMDHP},
    {"fp16fml", AT_HWCAP, HWCAP_ASIMDFHM}, {"dotprod", AT_HWCAP, HWCAP_ASIMDDP},
    {"fcma", AT_HWCAP, HWCAP_FCMA},        {"jscvt", AT_HWCAP, HWCAP_JSCVT},
    {"rcpc", AT_HWCAP, HWCAP_LRCPC},       {"sve", AT_HWCAP, HWCAP_SVE},
#ifdef HWCAP2_BF16  // the last of them that got a name
    {"frint", AT_HWCAP2, HWCAP2_FRINT},    {"i8mm", AT_HWCAP2, HWCAP2_I8MM},
    {"bf16", AT_HWCAP2, HWCAP2_BF16},      {"sve2", AT_HWCAP2, HWCAP2_SVE2},
#endif
};

TEST(Cpu, IsAskedForTheBitsThatTheCLibraryNames) {
  for (const Place& place : named) {
    const auto* const row = std::ranges::find(table, place.feature, &Place::feature);
    ASSERT_NE(row, std::end(table)) << place.feature;
    EXPECT_EQ(row->word, place.word) << place.feature;
    EXPECT_EQ(row->flag, place.flag) << place.feature;
  }
#ifdef HWCAP2_BF16
  EXPECT_EQ(std::size(named), std::size(table)) << "a feature is not compared";
#endif
}

}  // namespace
}  // namespace juliaset
