// The message with which something is refused; empty if it is accepted.
#pragma once

#include <stdexcept>
#include <string>

namespace juliaset {

template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

}  // namespace juliaset
