// Runs a fuzzer's program on the files of folders, without a fuzzer: every input of the corpus,
// also those that once were findings.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int number, char** arguments) {
  int files = 0;
  for (int k = 1; k < number; ++k) {
    for (const auto& entry : std::filesystem::directory_iterator(arguments[k])) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::vector<char> text((std::istreambuf_iterator<char>(file)), {});
      const std::vector<std::uint8_t> bytes(text.begin(), text.end());
      std::cerr << entry.path().filename() << '\n';
      LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
      ++files;
    }
  }
  std::cout << files << " inputs\n";
  return files > 0 ? 0 : 1;
}
