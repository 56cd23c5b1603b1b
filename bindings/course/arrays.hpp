// What the course's functions ask of an array, said in words where it is something else.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <span>
#include <string>

namespace course {

namespace py = pybind11;

// The numbers of `array`, which is to be a NumPy array of float64 with one dimension, contiguous
// and not empty. Nothing is converted: a silent copy would be measured as the function's own time.
inline std::span<const double> numbers_of(const char* name, const py::handle& array) {
  const std::string allowed =
      "; allowed: a NumPy array of float64 with one dimension, contiguous "
      "and not empty";
  if (!py::isinstance<py::array>(array)) {
    throw py::type_error(std::string(name) + " is a " + Py_TYPE(array.ptr())->tp_name + allowed);
  }
  const auto numbers = py::reinterpret_borrow<py::array>(array);
  if (!numbers.dtype().equal(py::dtype::of<double>())) {
    throw py::type_error(std::string(name) + " is an array of " +
                         py::str(numbers.dtype()).cast<std::string>() + allowed);
  }
  if (numbers.ndim() != 1) {
    throw py::value_error(std::string(name) + " has " + std::to_string(numbers.ndim()) +
                          " dimensions" + allowed);
  }
  if (numbers.size() == 0) throw py::value_error(std::string(name) + " is empty" + allowed);
  constexpr int wanted = py::array::c_style | py::detail::npy_api::NPY_ARRAY_ALIGNED_;
  if ((numbers.flags() & wanted) != wanted) {
    throw py::value_error(
        std::string(name) + " has a stride of " + std::to_string(numbers.strides(0)) +
        " bytes, or is not aligned; numpy.array(..., copy=True) makes one" + " that is contiguous");
  }
  return {static_cast<const double*>(numbers.data()), static_cast<std::size_t>(numbers.size())};
}

}  // namespace course
