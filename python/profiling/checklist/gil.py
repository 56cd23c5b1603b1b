"""Two Python threads that call C++: the GIL is kept meanwhile, or released."""

from threading import Thread

from pair import main
from pictures import bound, has_right_counts, picture
from sampling import need_py_spy, sampled, samples

from juliaset.profilers.requirements import need_gil

THREADS = 2


def needs():
    """Raise CannotError without py-spy, or in a Python that has no GIL."""
    need_gil()
    need_py_spy()


def before(data):
    """Keep the GIL: one thread computes, the other waits."""
    return in_threads(data["held"])


def after(data):
    """Release it: both compute."""
    return in_threads(data["released"])


def in_threads(calls):
    """Make each call in a thread of its own."""
    answers = []
    threads = [Thread(target=lambda call=call: answers.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def prepare(size):
    """Bind cpp.scalar twice for each way: each thread fills counts of its own."""
    problem, expected = picture(size)
    calls = {
        gil: [bound(problem, "cpp.scalar", gil=gil) for _ in range(THREADS)]
        for gil in ("held", "released")
    }
    return {**calls, "expected": expected}


def right(data, answers):
    """Compare the counts of both threads with the right ones."""
    return len(answers) == THREADS and all(has_right_counts(data, counts) for counts in answers)


def look(side, size):
    """Return which part of the samples in the kernel had the GIL; py-spy runs for each number."""
    having, all_of_them = (
        samples(in_kernel(sampled("gil", side, size, *option))) for option in (["--gil"], [])
    )
    return min(having / max(all_of_them, 1), 1.0)


def in_kernel(text):
    """Return the stacks that end where the compiled kernel was called."""
    return "".join(f"{line}\n" for line in text.splitlines() if "native_kernel" in line)


if __name__ == "__main__":
    main("gil")
