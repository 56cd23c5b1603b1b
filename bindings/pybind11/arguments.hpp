// The arguments from Python, checked and converted into what a kernel takes.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <complex>
#include <cstdint>
#include <limits>
#include <string>

#include "juliaset/problem.hpp"

namespace juliaset::python {

namespace py = pybind11;

// Called for an error only: Python makes these texts, which takes longer than all the checks.
template <class Number>
std::string mismatch(const char* name, const py::array& array, py::ssize_t dimensions) {
  return std::string(name) + " is an array of " + py::str(array.dtype()).cast<std::string>() +
         " with " + std::to_string(array.ndim()) +
         " dimension(s); allowed: " + py::str(py::dtype::of<Number>()).cast<std::string>() +
         " with " + std::to_string(dimensions);
}

template <class Number>
void check_array(const char* name, const py::array& array, py::ssize_t dimensions) {
  if (!array.dtype().equal(py::dtype::of<Number>())) {
    throw py::type_error(mismatch<Number>(name, array, dimensions));
  }
  if (array.ndim() != dimensions) {
    throw py::value_error(mismatch<Number>(name, array, dimensions));
  }
  if ((array.flags() & py::array::c_style) == 0) {
    throw py::value_error(std::string(name) + " is not C-contiguous; use numpy.ascontiguousarray");
  }
  if (reinterpret_cast<std::uintptr_t>(array.data()) % alignof(Number) != 0) {
    throw py::value_error(std::string(name) + " begins at an address that is not a multiple of " +
                          std::to_string(alignof(Number)) + "; use " + std::string(name) +
                          ".copy()");
  }
}

inline std::int32_t size(const char* name, py::ssize_t points) {
  if (points > std::numeric_limits<std::int32_t>::max()) {
    throw py::value_error(std::string(name) + " has more than 2147483647 points");
  }
  return static_cast<std::int32_t>(points);
}

inline Problem problem_of(const py::array& xs, const py::array& ys, std::complex<double> c,
                          std::int32_t max_iterations) {
  check_array<double>("xs", xs, 1);
  check_array<double>("ys", ys, 1);
  return {static_cast<const double*>(xs.data()),
          static_cast<const double*>(ys.data()),
          size("xs", xs.size()),
          size("ys", ys.size()),
          c.real(),
          c.imag(),
          max_iterations};
}

}  // namespace juliaset::python
