// juliaset._native: opens flavours, lists and runs their kernels. It names no kernel.
#include <pybind11/complex.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <complex>
#include <cstdint>
#include <string>

#include "arguments.hpp"
#include "caller.hpp"
#include "flavours.hpp"
#include "juliaset/check.hpp"
#include "juliaset/cores.hpp"
#include "juliaset/registry.hpp"
#include "juliaset/trap.hpp"
#include "probes.hpp"

namespace py = pybind11;
using juliaset::python::Caller;
using juliaset::python::check_array;
using juliaset::python::folder;
using juliaset::python::problem_of;
using juliaset::python::stop_flag_of;

extern "C" {
#define X(set, first) extern const juliaset::Roof julia_roof_##set;
#include "instruction_sets.inc"
#undef X
}

namespace {

// False if the caller's `stop` ended it: some counts are missing then.
bool run(const juliaset::Kernel& kernel, const py::array& xs, const py::array& ys,
         std::complex<double> c, std::int32_t max_iterations, py::array& out, std::int32_t threads,
         bool release_gil, const py::object& stop_flag) {
  const juliaset::Problem problem = problem_of(xs, ys, c, max_iterations);
  check_array<std::int32_t>("out", out, 2);
  if (!out.writeable()) throw py::value_error("out is read-only");
  if (out.shape(0) != ys.shape(0) || out.shape(1) != xs.shape(0)) {
    throw py::value_error("out has the shape (" + std::to_string(out.shape(0)) + ", " +
                          std::to_string(out.shape(1)) + "); allowed: (ys.size, xs.size) = (" +
                          std::to_string(ys.size()) + ", " + std::to_string(xs.size()) + ")");
  }
  auto* const counts = static_cast<std::int32_t*>(out.mutable_data());
  juliaset::check(problem, {counts, static_cast<std::size_t>(out.size())});
  if (const std::string why = juliaset::unavailable(kernel); !why.empty())
    throw py::value_error(why);
  threads = juliaset::check_threads(kernel, threads);

  Caller caller(stop_flag_of(stop_flag, out));
  if (caller.has_set_its_flag()) return false;  // a small picture would be done before it polls
  juliaset::Stop stop{.poll = &Caller::poll, .context = &caller};
  if (release_gil) {
    const py::gil_scoped_release release;
    kernel.run(problem, counts, threads, stop);
  } else {
    kernel.run(problem, counts, threads, stop);
  }
  if (stop.out_of_memory) {
    PyErr_Format(PyExc_MemoryError, "there is no memory for the workspaces of %d thread(s)",
                 static_cast<int>(threads));
    throw py::error_already_set();
  }
  if (!juliaset::stopped(stop)) return true;
  if (Caller::has_raised()) throw py::error_already_set();
  return false;
}

// The same checks as for a kernel, without counts to fill.
py::array_t<std::int32_t> prove_tiles(const py::array& xs, const py::array& ys,
                                      std::complex<double> c, std::int32_t max_iterations) {
  const juliaset::Problem problem = problem_of(xs, ys, c, max_iterations);
  juliaset::check(problem);
  constexpr auto tiles = [](std::int32_t pixels) {
    return (pixels - 1) / juliaset::pixels_of_a_tile + 1;
  };
  py::array_t<std::int32_t> fates({tiles(problem.height), tiles(problem.width)});
  juliaset::prove_tiles(problem, fates.mutable_data());
  return fates;
}

// Computes as cpp.openmp does, and forgets the counts.
py::array_t<std::int32_t> rows_by_thread(const py::array& xs, const py::array& ys,
                                         std::complex<double> c, std::int32_t max_iterations,
                                         std::int32_t threads) {
  juliaset::check(problem_of(xs, ys, c, max_iterations));
  // Not linked with this module, because loading OpenMP may bind the loading thread to a core.
  const juliaset::Kernel& probe = **juliaset::load(folder(), "rows").begin();
  py::array counts = py::array_t<std::int32_t>({ys.size(), xs.size()});
  run(probe, xs, ys, c, max_iterations, counts, threads, true, py::none());
  py::array_t<std::int32_t> rows(ys.size());
  for (py::ssize_t j = 0; j < rows.size(); ++j) {
    rows.mutable_at(j) = *static_cast<const std::int32_t*>(counts.data(j, 0));
  }
  return rows;
}

template <auto member>
double run_roof(const juliaset::Roof& roof, std::int32_t vectors, std::int64_t steps) {
  if (const std::string why = juliaset::unavailable(roof.needs); !why.empty()) {
    throw py::value_error(why);
  }
  return (roof.*member)(vectors, steps);
}

std::string steps_in_words(const juliaset::Kernel& kernel) {
  switch (kernel.work.steps) {
    case juliaset::Steps::every:
      return "every";
    case juliaset::Steps::some:
      return "some";
    case juliaset::Steps::unstated:
      break;
  }
  return "";
}

py::list kernels(const juliaset::Table& table) {
  py::list list;
  for (const juliaset::Kernel* const kernel : table) {
    list.append(py::cast(kernel, py::return_value_policy::reference));
  }
  return list;
}

}  // namespace

PYBIND11_MODULE(_native, module, py::mod_gil_not_used()) {
  using juliaset::Kernel;
  using juliaset::Table;
  constexpr auto reference = py::return_value_policy::reference;

  module.doc() = "The C++ kernels, flavour by flavour.";
  module.def("folder", &folder);
  module.def("flavours", &juliaset::python::flavours);
  module.def("known_flavours", &juliaset::python::flags_of_flavours);
  module.def("most_threads", &juliaset::most_threads);
  module.def("usable_cores", &juliaset::usable_cores);
  module.def(
      "cpu_quota",
      [](const std::string& root) -> py::object {
        const auto quota = juliaset::cpu_quota(root);
        if (!quota.has_value()) return py::none();
        return py::float_(*quota);
      },
      py::arg("root"));
  module.def(
      "load",
      [](const std::string& flavour, const std::string& from) {
        return &juliaset::load(from.empty() ? folder() : from, flavour);
      },
      reference, py::arg("flavour"), py::arg("folder") = "");

  module.def(
      "trap_radius",
      [](std::complex<double> c) { return juliaset::trap_radius(c.real(), c.imag()); },
      py::arg("c"));
  module.def(
      "sieve_steps",
      [](std::complex<double> c, std::int32_t done) {
        return juliaset::sieve_steps(c.real(), c.imag(), done);
      },
      py::arg("c"), py::arg("done"));
  module.def("prove_tiles", &prove_tiles, py::arg("xs"), py::arg("ys"), py::arg("c"),
             py::arg("max_iterations"));
  module.def("rows_by_thread", &rows_by_thread, py::arg("xs"), py::arg("ys"), py::arg("c"),
             py::arg("max_iterations"), py::arg("threads"));
  module.def("count_cycles", &juliaset::count_cycles, py::arg("cycles"));
  // Narrow ones first: what JULIASET_ISA may name.
  py::list sets;
#define X(set, first) sets.append(#set);
#include "instruction_sets.inc"
#undef X
  module.attr("INSTRUCTION_SETS") = py::tuple(sets);
  module.def("roofs", [] {
    py::list roofs;
#define X(set, first) roofs.append(py::cast(&julia_roof_##set, reference));
#include "instruction_sets.inc"
#undef X
    return roofs;
  });
  py::class_<juliaset::Roof>(module, "Roof")
      .def_property_readonly("isa", [](const juliaset::Roof& roof) { return roof.isa; })
      .def_property_readonly("lanes", [](const juliaset::Roof& roof) { return roof.lanes; })
      .def_property_readonly(
          "reason", [](const juliaset::Roof& roof) { return juliaset::unavailable(roof.needs); })
      .def("run", &run_roof<&juliaset::Roof::run>, py::arg("vectors"), py::arg("steps"))
      .def("run_tested", &run_roof<&juliaset::Roof::run_tested>, py::arg("vectors"),
           py::arg("steps"));

  py::class_<Table>(module, "Flavour")
      .def_property_readonly("name", [](const Table& table) { return table.flavour; })
      .def_property_readonly("flags", [](const Table& table) { return table.flags; })
      .def_property_readonly("compiler", [](const Table& table) { return table.compiler; })
      .def_property_readonly("kernels", &kernels)
      .def("best", &juliaset::best, reference);

  py::class_<Kernel>(module, "Kernel")
      .def_property_readonly("name", [](const Kernel& kernel) { return kernel.name; })
      .def_property_readonly("summary", [](const Kernel& kernel) { return kernel.summary; })
      .def_property_readonly("flags", [](const Kernel& kernel) { return kernel.flags; })
      .def_property_readonly("file", [](const Kernel& kernel) { return kernel.file; })
      .def_property_readonly("below", [](const Kernel& kernel) { return kernel.below; })
      .def_property_readonly("isa", [](const Kernel& kernel) { return kernel.isa; })
      .def_property_readonly("lanes", [](const Kernel& kernel) { return kernel.work.lanes; })
      .def_property_readonly("vectors_in_flight",
                             [](const Kernel& kernel) { return kernel.work.vectors_in_flight; })
      .def_property_readonly("steps", &steps_in_words)
      .def_property_readonly("rung", [](const Kernel& kernel) { return kernel.work.rung; })
      .def_property_readonly(
          "supports_threads",
          [](const Kernel& kernel) { return kernel.threads == juliaset::Threads::many; })
      .def_property_readonly(
          "exact",
          [](const Kernel& kernel) { return kernel.exactness == juliaset::Exactness::exact; })
      .def_property_readonly("in_every_flavour",
                             [](const Kernel& kernel) { return kernel.in_every_flavour; })
      .def_property_readonly("reason",
                             [](const Kernel& kernel) { return juliaset::unavailable(kernel); })
      .def("run", &run, py::arg("xs"), py::arg("ys"), py::arg("c"), py::arg("max_iterations"),
           py::arg("out"), py::kw_only(), py::arg("threads") = 0, py::arg("release_gil") = true,
           py::arg("stop") = py::none());
}
