// juliaset._course: small C++ functions that the profiling course calls from Python.
#include <pybind11/pybind11.h>

#include <span>
#include <string>
#include <vector>

#include "arrays.hpp"
#include "neighbours.hpp"
#include "numbers.hpp"

namespace course {
namespace {

double mean(const py::object& array) {
  const std::span<const double> numbers = numbers_of("array", array);
  const py::gil_scoped_release release;
  return sum(numbers) / static_cast<double>(numbers.size());
}

// A new array for each call.
py::array_t<double> scaled(const py::object& array, double factor) {
  const std::span<const double> numbers = numbers_of("array", array);
  py::array_t<double> out(static_cast<py::ssize_t>(numbers.size()));
  scale(numbers, factor, out.mutable_data());
  return out;
}

// The same into an array that the caller has made once.
void scale_into(const py::object& array, double factor, const py::object& out) {
  const std::span<const double> numbers = numbers_of("array", array);
  const std::span<double> filled = room_of("out", out);
  if (filled.size() != numbers.size()) {
    throw py::value_error("out has " + std::to_string(filled.size()) +
                          " elements; allowed: as many as array has, " +
                          std::to_string(numbers.size()));
  }
  scale(numbers, factor, filled.data());
}

// What false sharing costs: the two numbers are in one line of the cache, or not.
double add_in_two_threads(std::size_t bytes_apart, std::int64_t additions) {
  if (bytes_apart == 0 || bytes_apart > farthest || bytes_apart % sizeof(double) != 0) {
    throw py::value_error("bytes_apart is " + std::to_string(bytes_apart) +
                          "; allowed: multiples of 8 from 8 to " + std::to_string(farthest));
  }
  constexpr std::int64_t most = 1'000'000'000;
  if (additions < 1 || additions > most) {
    throw py::value_error("additions is " + std::to_string(additions) + "; allowed: 1 to " +
                          std::to_string(most));
  }
  const py::gil_scoped_release release;
  return seconds_of_two(bytes_apart, additions);
}

// Numbers that live in C++: each that Python takes out of it crosses the border by itself.
class Samples {
 public:
  explicit Samples(const py::object& array) {
    const std::span<const double> numbers = numbers_of("array", array);
    numbers_.assign(numbers.begin(), numbers.end());
  }

  std::size_t size() const { return numbers_.size(); }

  double at(py::ssize_t i) const {
    const auto size = static_cast<py::ssize_t>(numbers_.size());
    if (i < -size || i >= size) throw py::index_error("index out of range");
    return numbers_[static_cast<std::size_t>(i < 0 ? i + size : i)];
  }

  py::iterator begin() const { return py::make_iterator(numbers_.begin(), numbers_.end()); }

  double sum() const { return course::sum(numbers_); }

 private:
  std::vector<double> numbers_;
};

}  // namespace
}  // namespace course

PYBIND11_MODULE(_course, module, pybind11::mod_gil_not_used()) {
  namespace py = pybind11;
  module.doc() = "Small C++ functions that the profiling course calls from Python.";
  module.def("mean", &course::mean, py::arg("array"),
             "The mean of float64 numbers: summed from first to last, each sum rounded once, then "
             "divided by their number. Other threads of Python run meanwhile.");
  module.def("scaled", &course::scaled, py::arg("array"), py::arg("factor"),
             "factor * array, in a new array.");
  module.def("scale_into", &course::scale_into, py::arg("array"), py::arg("factor"), py::arg("out"),
             "factor * array, into `out`, which may be the array itself.");
  module.def("add_in_two_threads", &course::add_in_two_threads, py::arg("bytes_apart"),
             py::arg("additions"),
             "The seconds that two threads need which add to a number each, so far apart.");
  py::class_<course::Samples>(module, "Samples", "Float64 numbers that live in C++.")
      .def(py::init<const py::object&>(), py::arg("array"))
      .def("__len__", &course::Samples::size)
      .def("__getitem__", &course::Samples::at)
      .def("__iter__", &course::Samples::begin, py::keep_alive<0, 1>())
      .def("sum", &course::Samples::sum, "Their sum, from first to last, each sum rounded once.");
}
