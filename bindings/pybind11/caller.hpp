// How the caller of a kernel ends its call early: by a signal, or by a byte that it sets.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "arguments.hpp"

namespace juliaset::python {

// Looks at the caller's byte at each poll, because that takes no GIL: any thread and any process
// that shares its memory may set it. Looks for Ctrl-C, or any signal whose Python handler raises,
// at most every 50 ms, because that takes the GIL. It does so only in the main thread, where Python
// runs its handlers: asking from another thread is useless, and a thread that asks while the
// interpreter ends is killed inside the kernel.
class Caller {
 public:
  // flag: nullptr if the caller has none.
  explicit Caller(const std::uint8_t* flag) : flag_(flag) {}

  static bool poll(void* self) { return static_cast<Caller*>(self)->ask(); }

  bool has_set_its_flag() const {
    return flag_ != nullptr && __atomic_load_n(flag_, __ATOMIC_RELAXED) != 0;
  }

  // Whether a handler has raised, now that the kernel has ended. A signal that came shortly before
  // the byte was set has not been heard yet.
  static bool has_raised() { return PyErr_Occurred() != nullptr || PyErr_CheckSignals() != 0; }

 private:
  using Clock = std::chrono::steady_clock;

  static bool in_main_thread() {
    const auto main = py::module_::import("threading").attr("main_thread")().attr("ident");
    return main.cast<unsigned long>() == PyThread_get_thread_ident();
  }

  bool ask() {
    if (has_set_its_flag()) return true;
    if (!hears_signals_) return false;
    const auto now = Clock::now();
    if (now < next_) return false;
    next_ = now + std::chrono::milliseconds(50);
    const py::gil_scoped_acquire gil;
    return PyErr_CheckSignals() != 0;  // the exception stays set until run() throws it
  }

  const std::uint8_t* flag_;
  bool hears_signals_ = in_main_thread();
  Clock::time_point next_ = Clock::now() + std::chrono::milliseconds(50);
};

// The byte in the array `stop`, which is None or an array of one. It must not lie within `out`,
// which the kernel fills.
inline const std::uint8_t* stop_flag_of(const py::object& stop, const py::array& out) {
  if (stop.is_none()) return nullptr;
  if (!py::isinstance<py::array>(stop)) {
    throw py::type_error("stop is a " + std::string(Py_TYPE(stop.ptr())->tp_name) +
                         "; allowed: None or an array of uint8");
  }
  const auto array = py::reinterpret_borrow<py::array>(stop);
  check_array<std::uint8_t>("stop", array, 1);
  if (array.size() != 1) {
    throw py::value_error("stop has " + std::to_string(array.size()) + " elements; allowed: 1");
  }
  const auto* const flag = static_cast<const std::uint8_t*>(array.data());
  const auto* const begin = static_cast<const std::uint8_t*>(out.data());
  const std::less<> before;
  if (!before(flag, begin) && before(flag, begin + out.nbytes())) {
    throw py::value_error("stop lies within out; allowed: memory of its own");
  }
  return flag;
}

}  // namespace juliaset::python
