"""Ours, in a process like a submission's: whether it can have that many threads on this machine."""

from _thread import allocate_lock, start_new_thread


def start(threads: int) -> int:
    """Have as many threads at one time, with this one; RuntimeError if that is not possible."""
    lock = allocate_lock()
    lock.acquire()
    for _ in range(threads - 1):
        start_new_thread(lock.acquire, ())
    return threads
