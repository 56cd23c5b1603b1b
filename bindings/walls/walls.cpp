// juliaset._walls: the system calls by which a process gives up rights for good. ctypes could make
// them too. But then it would be loaded in the process of a submission, and a submission in Python
// could call any address with it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <cerrno>
#include <cstdint>

#ifdef __linux__
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#endif

namespace {

#ifdef __linux__

// The numbers are the same on every architecture; Debian 12's headers lack the newer fields.
constexpr long landlock_create_ruleset = 444, landlock_add_rule = 445, landlock_restrict_self = 446;
constexpr unsigned landlock_ask_version = 1;
constexpr int landlock_path_beneath = 1;

struct [[gnu::packed]] PathBeneath {
  std::uint64_t allowed;
  std::int32_t descriptor;
};

PyObject* error_number(long result) { return PyLong_FromLong(result == 0 ? 0 : errno); }

PyObject* end_with_parent(PyObject* /*module*/, PyObject* /*none*/) {
  return error_number(prctl(PR_SET_PDEATHSIG, SIGKILL));
}

PyObject* gain_no_rights(PyObject* /*module*/, PyObject* /*none*/) {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  const __user_cap_data_struct none[2] = {};
  if (syscall(SYS_capset, &header, none) != 0) return error_number(-1);
  return error_number(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

PyObject* leave_network(PyObject* /*module*/, PyObject* /*none*/) {
  if (unshare(CLONE_NEWNET) == 0) return error_number(0);
  return error_number(unshare(CLONE_NEWUSER | CLONE_NEWNET));
}

PyObject* landlock_version(PyObject* /*module*/, PyObject* /*none*/) {
  const long version = syscall(landlock_create_ruleset, nullptr, 0, landlock_ask_version);
  return PyLong_FromLong(version < 0 ? -errno : version);
}

// Adds a rule for a path; one that does not exist need not be allowed.
long add_rule(int ruleset, const char* path, std::uint64_t allowed) {
  const int descriptor = open(path, O_PATH | O_CLOEXEC);
  if (descriptor < 0) return errno == ENOENT || errno == EACCES ? 0 : -1;
  const PathBeneath rule{.allowed = allowed, .descriptor = descriptor};
  const long result = syscall(landlock_add_rule, ruleset, landlock_path_beneath, &rule, 0);
  const int why = errno;
  close(descriptor);
  errno = why;
  return result;
}

// Adds the rules of a list of (path, rights); -1 with errno, or with Python's error set.
long add_rules(int ruleset, PyObject* rules) {
  for (Py_ssize_t k = 0; k < PyList_GET_SIZE(rules); ++k) {
    const char* path = nullptr;
    unsigned long long allowed = 0;
    if (PyArg_ParseTuple(PyList_GET_ITEM(rules, k), "yK", &path, &allowed) == 0) return -1;
    if (add_rule(ruleset, path, allowed) != 0) return -1;
  }
  return 0;
}

PyObject* landlock(PyObject* /*module*/, PyObject* arguments) {
  const char* handled = nullptr;
  Py_ssize_t size = 0;
  PyObject* rules = nullptr;
  if (PyArg_ParseTuple(arguments, "y#O!", &handled, &size, &PyList_Type, &rules) == 0) {
    return nullptr;
  }
  const auto ruleset = static_cast<int>(syscall(landlock_create_ruleset, handled, size, 0));
  if (ruleset < 0) return error_number(-1);
  long result = add_rules(ruleset, rules);
  if (result == 0) result = syscall(landlock_restrict_self, ruleset, 0);
  const int why = errno;
  close(ruleset);
  errno = why;
  return PyErr_Occurred() != nullptr ? nullptr : error_number(result);
}

PyObject* filter_calls(PyObject* /*module*/, PyObject* arguments) {
  const char* steps = nullptr;
  Py_ssize_t size = 0;
  if (PyArg_ParseTuple(arguments, "y#", &steps, &size) == 0) return nullptr;
  // The kernel only reads them; its structure says `filter` without const.
  const sock_fprog program{
      .len = static_cast<unsigned short>(size / static_cast<Py_ssize_t>(sizeof(sock_filter))),
      .filter = reinterpret_cast<sock_filter*>(const_cast<char*>(steps))};
  // All threads; and no slower CPU, as a mitigation of Spectre would have it.
  constexpr unsigned flags = SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
  return error_number(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program));
}

#else

PyObject* not_here(PyObject* /*module*/, PyObject* /*arguments*/) {
  return PyLong_FromLong(ENOSYS);
}
PyObject* landlock_version(PyObject* /*module*/, PyObject* /*none*/) {
  return PyLong_FromLong(-ENOSYS);
}
constexpr auto end_with_parent = not_here, gain_no_rights = not_here, leave_network = not_here,
               landlock = not_here, filter_calls = not_here;

#endif

constexpr PyMethodDef method(const char* name, PyCFunction function, int arguments,
                             const char* text) noexcept {
  return {.ml_name = name, .ml_meth = function, .ml_flags = arguments, .ml_doc = text};
}

PyMethodDef methods[] = {
    method("end_with_parent", end_with_parent, METH_NOARGS,
           "Let Linux kill this process when its parent ends."),
    method("gain_no_rights", gain_no_rights, METH_NOARGS,
           "Drop all capabilities, and gain none from a program that is started."),
    method("leave_network", leave_network, METH_NOARGS, "Move to a network without connections."),
    method("landlock_version", landlock_version, METH_NOARGS,
           "Return the version of Landlock, or -errno."),
    method("landlock", landlock, METH_VARARGS,
           "Restrict this process: struct landlock_ruleset_attr, [(path, rights)]."),
    method("filter_calls", filter_calls, METH_VARARGS,
           "Filter all later system calls: an array of struct sock_filter."),
    method(nullptr, nullptr, 0, nullptr)};

// No state and no Python object is shared, so a free-threaded Python need not turn its GIL on.
PyModuleDef_Slot slots[] = {
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, nullptr}};

PyModuleDef definition = {.m_base = PyModuleDef_HEAD_INIT,
                          .m_name = "_walls",
                          .m_doc =
                              "System calls by which a process gives up rights for good.\n\n"
                              "Each returns errno, or 0.",
                          .m_size = 0,
                          .m_methods = methods,
                          .m_slots = slots,
                          .m_traverse = nullptr,
                          .m_clear = nullptr,
                          .m_free = nullptr};

}  // namespace

// Python looks for a function of this name.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
PyMODINIT_FUNC PyInit__walls() { return PyModuleDef_Init(&definition); }
