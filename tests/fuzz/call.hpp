// A call of escape_counts() as a fuzzer's bytes describe it, with what must become of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bytes.hpp"
#include "juliaset/problem.hpp"

namespace juliaset {

// When a stop is requested.
enum class Stopping : std::uint8_t { never, before, at_a_poll, by_another_thread };

struct Call {
  explicit Call(Bytes bytes);

  Problem problem() const;

  // Whether juliaset::check must refuse the problem or the counts.
  bool is_refused() const;

  // The steps of all pixels together, counted up to `most` of them.
  std::int64_t steps(std::int64_t most) const;

  std::vector<double> xs;
  std::vector<double> ys;
  double c_re = 0;
  double c_im = 0;
  std::int32_t limit = 0;
  std::int32_t threads = 0;
  Stopping stopping = Stopping::never;
  std::int32_t moment = 0;  // of the stop
  std::uint8_t row = 0;     // which kernel, or which of those that are not there
  std::vector<std::int32_t> counts;
  bool counts_on_an_axis = false;
};

}  // namespace juliaset
