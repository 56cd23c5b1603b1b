// Reads numbers from a fuzzer's bytes; after their end all are 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace juliaset {

class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  template <class Number>
  Number take() {
    Number number{};
    const std::size_t size = bytes_.size() < sizeof number ? bytes_.size() : sizeof number;
    std::memcpy(&number, bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
    return number;
  }

  // 0 to below `end`.
  std::int32_t below(std::int32_t end) { return take<std::uint8_t>() % end; }

  std::span<const std::uint8_t> rest() const { return bytes_; }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace juliaset
