// The scalar kernel for Python: checks the arrays, and calls without the GIL.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>

#include "kernels.hpp"

namespace py = pybind11;

namespace {

// Without forcecast: an array of another type is refused instead of copied.
using Array = py::array_t<double, py::array::c_style>;

bool has_shape(const Array& array, std::int64_t height, std::int64_t width) {
  return array.ndim() == 2 && array.shape(0) == height && array.shape(1) == width;
}

void checked(const Array& field, std::int64_t height, std::int64_t width, std::int64_t steps,
             double rate, Array& out) {
  if (height < 1 || width < 1 || steps < 1) {
    throw py::value_error("allowed: a height, a width and a number of steps of 1 or more");
  }
  if (!has_shape(field, height, width) || !has_shape(out, height, width)) {
    throw py::value_error("allowed: two arrays of that height and width");
  }
  const double* const from = field.data();
  double* const to = out.mutable_data();
  const py::gil_scoped_release released;
  advance(from, height, width, steps, rate, to);
}

}  // namespace

PYBIND11_MODULE(native, module, py::mod_gil_not_used()) {
  module.doc() = "The scalar kernel in C++.";
  module.def("advance", &checked, py::arg("field").noconvert(), py::arg("height"), py::arg("width"),
             py::arg("steps"), py::arg("rate"), py::arg("out").noconvert(),
             "Fill `out` with the temperatures after all steps.");
}
