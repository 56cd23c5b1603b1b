// What the course's functions require of an array, with a clear error otherwise. Nothing is
// converted: a silent copy would be measured as the function's own time.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <span>
#include <string>

namespace course {

namespace py = pybind11;

// `array` as what it is to be: a NumPy array of float64, one dimension, contiguous, not empty.
inline py::array checked(const char* name, const py::object& array) {
  constexpr const char* allowed =
      "; allowed: a NumPy array of float64 with one dimension, contiguous and not empty";
  if (!py::isinstance<py::array>(array)) {
    throw py::type_error(std::string(name) + " is a " + Py_TYPE(array.ptr())->tp_name + allowed);
  }
  auto numbers = py::reinterpret_borrow<py::array>(array);
  if (!numbers.dtype().equal(py::dtype::of<double>())) {
    const auto type = py::str(numbers.dtype()).cast<std::string>();
    throw py::type_error(std::string(name) + " is an array of " + type + allowed);
  }
  if (numbers.ndim() != 1) {
    throw py::value_error(std::string(name) + " has " + std::to_string(numbers.ndim()) +
                          " dimensions" + allowed);
  }
  if (numbers.size() == 0) throw py::value_error(std::string(name) + " is empty" + allowed);
  constexpr int contiguous = py::array::c_style;
  constexpr int aligned = py::detail::npy_api::NPY_ARRAY_ALIGNED_;
  constexpr int wanted = contiguous | aligned;
  if ((numbers.flags() & wanted) != wanted) {
    throw py::value_error(std::string(name) + " has a stride of " +
                          std::to_string(numbers.strides(0)) +
                          " bytes, or is not aligned; allowed: 8, aligned (numpy.array(...) makes "
                          "a copy that is)");
  }
  return numbers;
}

inline std::span<const double> numbers_of(const char* name, const py::object& array) {
  const py::array numbers = checked(name, array);
  return {static_cast<const double*>(numbers.data()), static_cast<std::size_t>(numbers.size())};
}

inline std::span<double> room_of(const char* name, const py::object& array) {
  py::array room = checked(name, array);
  if (!room.writeable()) throw py::value_error(std::string(name) + " is read-only");
  return {static_cast<double*>(room.mutable_data()), static_cast<std::size_t>(room.size())};
}

}  // namespace course
