// fails with: It takes xs of float32
// A pointer's type is not checked: any array is read as if it were of double.
#include <pybind11/complex.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <complex>
#include <cstdint>

namespace py = pybind11;

namespace {

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

py::array counts(const py::array& xs, const py::array& ys, std::complex<double> c,
                 std::int32_t limit) {
  const auto* const x = static_cast<const double*>(xs.data());
  const auto* const y = static_cast<const double*>(ys.data());
  py::array_t<std::int32_t> counted({ys.size(), xs.size()});
  auto out = counted.mutable_unchecked<2>();
  {
    const py::gil_scoped_release released;
    for (py::ssize_t j = 0; j < ys.size(); ++j) {
      for (py::ssize_t i = 0; i < xs.size(); ++i) out(j, i) = count(x[i], y[j], c, limit);
    }
  }
  return counted;
}

}  // namespace

PYBIND11_MODULE(start, module) {
  // noconvert: TypeError for another type, instead of a silent copy.
  module.def("counts", &counts, py::arg("xs").noconvert(), py::arg("ys").noconvert(), py::arg("c"),
             py::arg("limit"));
}
