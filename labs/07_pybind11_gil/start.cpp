// The counts of a picture in C++, called from Python: while it computes, all of Python waits.
#include <pybind11/complex.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <complex>
#include <cstdint>

namespace py = pybind11;

namespace {

using Axis = py::array_t<double, py::array::c_style>;

std::int32_t count(double re, double im, std::complex<double> c, std::int32_t limit) {
  std::int32_t n = 0;
  while (n < limit && re * re + im * im < 4) {
    const double product = re * im;
    re = re * re - im * im + c.real();
    im = product + product + c.imag();
    ++n;
  }
  return n;
}

py::array counts(const Axis& xs, const Axis& ys, std::complex<double> c, std::int32_t limit) {
  const auto x = xs.unchecked<1>();  // ValueError unless it is a row of numbers
  const auto y = ys.unchecked<1>();
  py::array_t<std::int32_t> counted({y.shape(0), x.shape(0)});
  auto out = counted.mutable_unchecked<2>();
  // TODO: from here to the return there are only numbers. Does another thread have to wait for
  // them?
  for (py::ssize_t j = 0; j < y.shape(0); ++j) {
    for (py::ssize_t i = 0; i < x.shape(0); ++i) out(j, i) = count(x(i), y(j), c, limit);
  }
  return counted;
}

}  // namespace

PYBIND11_MODULE(start, module) {
  // noconvert: TypeError for another type, instead of a silent copy.
  module.def("counts", &counts, py::arg("xs").noconvert(), py::arg("ys").noconvert(), py::arg("c"),
             py::arg("limit"));
}
