"""Kernels with mistakes of learners, hostile ones, and some that are right."""
# Learners write no types, and hostile kernels break every rule: that is what is tested.
# ruff: noqa: ANN001, ANN201, ANN204, ARG001, N818, PLW0603, PTH123, SIM105, T201

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np

from juliaset import get_kernel

hoard = []
calls = 0


def right(problem, out):
    get_kernel("cpp.scalar").bind(problem, out)()


def threaded(problem, out, threads):
    get_kernel("cpp.openmp").bind(problem, out, threads=threads)()


def crashes(problem, out):
    ctypes.string_at(0)


def aborts(problem, out):
    os.abort()


def dies_of_a_nameless_signal(problem, out):
    os.kill(os.getpid(), signal.SIGRTMIN + 6)


def hangs(problem, out):
    time.sleep(600)


def hangs_and_ignores_signals(problem, out):
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass


def one_pixel_is_wrong(problem, out):
    right(problem, out)
    out[-1, -1] += 1


def writes_nothing(problem, out):
    pass


def hands_back_floats(problem, out):
    return np.zeros(problem.shape)


def hands_back_another_shape(problem, out):
    return np.zeros((3, 5), np.int32)


def writes_one_and_a_half(problem, out):
    out[...] = 1.5


def changes_the_type_of_out(problem, out):
    out.dtype = np.float32
    out[...] = 1


def allocates_without_end(problem, out):
    while True:
        hoard.append(np.empty(1 << 28, np.int8))


def prints_a_lot(problem, out):
    for _ in range(3000):
        print("look, " * 1000)
    right(problem, out)


def prints_what_looks_like_an_answer(problem, out):
    print('{"wall_ns": 1, "cpu_ns": 1, "differing": 0, "number": 1}', flush=True)
    os.write(1, b'{"cold": {}, "number": 1}\n')
    right(problem, out)


def closes_stdout(problem, out):
    sys.stdout.flush()
    for descriptor in (0, 1):
        try:
            os.close(descriptor)
        except OSError:
            pass
    right(problem, out)


def closes_everything(problem, out):
    os.closerange(0, 256)


def ends_as_if_all_were_well(problem, out):
    os._exit(0)


def exits(problem, out):
    sys.exit(3)


def raises(problem, out):
    raise ValueError("[/bold] a bracket, \udcff, \x1b[31m and \r")


def raises_what_cannot_be_said(problem, out):
    class Mute(Exception):
        def __str__(self):
            raise self

    raise Mute


def raises_a_long_story(problem, out):
    raise ValueError("story " * 10_000_000)


def asks_the_user(problem, out):
    input("How many? ")


def writes_to_every_descriptor(problem, out):
    for descriptor in range(256):
        try:
            os.write(descriptor, b"rubbish\n[]\n")
        except OSError:
            pass
    right(problem, out)


def answers_without_end(problem, out):
    while True:
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, b"x" * 4096)
            except OSError:
                pass


def returns_in_two_processes(problem, out):
    os.fork()
    right(problem, out)


def tells(problem, out):
    with open(os.environ["JULIASET_TEST_CALLS"], "ab") as calls_so_far:
        calls_so_far.write(b".")
    right(problem, out)


def tells_and_hangs(problem, out):
    tells(problem, out)
    with open(os.environ["JULIASET_TEST_CALLS"] + ".hangs", "ab") as calls_so_far:
        calls_so_far.write(b".")
        calls = calls_so_far.tell()
    if calls > 2:  # the two calls that try a kernel out are not in the contest
        hangs_and_ignores_signals(problem, out)


def leaves_children(problem, out):
    nap = [sys.executable, "-c", "import time; time.sleep(600)", "a nap"]
    if not hoard:
        hoard.append(subprocess.Popen(nap))
        hoard.append(subprocess.Popen(nap, start_new_session=True))
        if not os.fork():
            os.setsid()
            if not os.fork():
                time.sleep(600)
            os._exit(0)
    right(problem, out)


def crashes_and_leaves_a_child(problem, out):
    if not os.fork():
        time.sleep(600)
        os._exit(0)
    ctypes.string_at(0)


def leaves_threads(problem, out):
    if not hoard:
        hoard.append(threading.Thread(target=time.sleep, args=(600,)))
        hoard[0].start()
    right(problem, out)


def is_right_only_at_first(problem, out):
    global calls
    calls += 1
    right(problem, out)
    if calls > 5:
        out[0, 0] += 1


def works_only_at_first(problem, out):
    global calls
    calls += 1
    if calls < 3:
        right(problem, out)


def changes_the_axes(problem, out):
    right(problem, out)
    problem.xs.flags.writeable = True
    problem.xs[:] += 0.5
