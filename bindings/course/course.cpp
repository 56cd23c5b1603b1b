// juliaset._course: small C++ functions that the profiling course calls from Python.
#include <pybind11/pybind11.h>

#include <span>

#include "arrays.hpp"

namespace course {

// From the first to the last, each sum rounded once: bit for bit what a loop in Python gives. (One
// chain of additions is not the fastest way, nor the most exact; it is one that can be checked.)
double sum(std::span<const double> numbers) {
  double total = 0;
  for (const double number : numbers) total += number;
  return total;
}

double mean(const py::object& array) {
  const std::span<const double> numbers = numbers_of("array", array);
  const py::gil_scoped_release release;
  return sum(numbers) / static_cast<double>(numbers.size());
}

}  // namespace course

PYBIND11_MODULE(_course, module, pybind11::mod_gil_not_used()) {
  namespace py = pybind11;
  module.doc() = "Small C++ functions that the profiling course calls from Python.";
  module.def("mean", &course::mean, py::arg("array"),
             "The mean of float64 numbers: summed from first to last, each sum rounded once, then "
             "divided by their number. Other threads of Python run meanwhile.");
}
