// The kernels in C++ for Python: checks the arrays, and calls without the GIL.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <span>

#include "kernels.hpp"

namespace py = pybind11;

namespace {

// Without forcecast: an array of another type is refused instead of copied.
using Array = py::array_t<double, py::array::c_style>;

void smooth(const Array& series, Array& out) {
  if (series.ndim() != 1 || out.ndim() != 1 || series.size() != out.size() || series.size() < 2) {
    throw py::value_error("allowed: two arrays of one dimension and of one size of 2 or more");
  }
  const auto size = static_cast<std::size_t>(series.size());
  const std::span<const double> from(series.data(), size);
  const std::span<double> to(out.mutable_data(), size);
  const py::gil_scoped_release released;
  smooth_scalar(from, to);
}

}  // namespace

PYBIND11_MODULE(native, module, py::mod_gil_not_used()) {
  module.doc() = "The kernels in C++.";
  module.def("smooth", &smooth, py::arg("series").noconvert(), py::arg("out").noconvert(),
             "Fill `out` with the mean of each number and its neighbours, which count half.");
}
