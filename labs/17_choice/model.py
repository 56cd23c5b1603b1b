"""What each tool takes by the rules of the README, and models that get it wrong."""

TOOLS = ("python", "numpy", "numba", "cython")
WORDS = ("chosen", "impossible", "slow", "more work")
TOLERATED = 2  # times the seconds of the fastest


def total(loop):
    """Return the steps of all elements."""
    return sum(loop["steps"])


def rounds(loop):
    """Return the steps of the slowest element."""
    return max(loop["steps"])


def everywhere(loop):
    """Return how many calls there are in all processes."""
    return loop["calls"] * loop["processes"]


def python(loop, place):
    """Take each operation by itself."""
    return total(loop) * loop["operations"] * place["python"] * everywhere(loop)


def numpy(loop, place):
    """Begin an operation in each round, for the elements that live in it."""
    once = rounds(loop) * place["numpy_call"] + total(loop) * place["numpy"]
    return once * loop["operations"] * everywhere(loop)


def cython(loop, place):
    """Take each operation in machine code that is there already."""
    return total(loop) * loop["operations"] * place["compiled"] * everywhere(loop)


def numba(loop, place):
    """Compile in each process, at its first call."""
    return cython(loop, place) + loop["processes"] * place["compile"]


_TIMES = {"python": python, "numpy": numpy, "numba": numba, "cython": cython}


def seconds(tool, loop, place):
    """Return what all calls take; None if the tool is impossible."""
    impossible = {
        "python": False,
        "numpy": loop["chain"],
        "numba": not place["numba"],
        "cython": not place["compiler"],
    }
    return None if impossible[tool] else _TIMES[tool](loop, place)


def taken(loop, place):
    """Return the seconds of all tools."""
    return {tool: seconds(tool, loop, place) for tool in TOOLS}


def reasons(loop, place):
    """Return the word for each tool."""
    times = taken(loop, place)
    fastest = min(each for each in times.values() if each is not None)
    words = {}
    for tool, each in times.items():
        if each is None:
            words[tool] = "impossible"
        elif each > TOLERATED * fastest:
            words[tool] = "slow"
        else:
            words[tool] = "more work" if "chosen" in words.values() else "chosen"
    return words


def because(tool, case):
    """Return why a tool has its word."""
    words, times = reasons(*case), taken(*case)
    fastest = min((name for name in TOOLS if times[name] is not None), key=times.get)
    chosen = next(name for name in TOOLS if words[name] == "chosen")
    if words[tool] == "impossible":
        return "its seconds are None."
    if words[tool] == "slow":
        return f"it takes {times[tool] / times[fastest]:.3g} times as long as {fastest}."
    if words[tool] == "more work":
        return f"it is fast enough, and so is {chosen}, which is simpler."
    return (
        f"it takes {times[tool] / times[fastest]:.3g} times as long as {fastest}, the fastest. "
        "That is fast enough, and no simpler tool is."
    )


# Wrong models, and the words for a submission that has one of them.
_LIFE = (
    "The program calls the loop `calls` times in each of `processes` processes: is one of the two "
    "missing?"
)
_STEP = "A step has `operations` operations, and each takes its price: that is missing."


def _lives(model):
    """Return models that forget calls, processes or both, or the operations of a step."""
    return [
        (lambda loop, place: model(loop | {"operations": 1}, place), _STEP),
        (lambda loop, place: model(loop | {"processes": 1}, place), _LIFE),
        (lambda loop, place: model(loop | {"calls": 1}, place), _LIFE),
        (lambda loop, place: model(loop | {"calls": 1, "processes": 1}, place), _LIFE),
    ]


def _with(**prices):
    """Return NumPy's model with other prices."""
    return lambda loop, place: numpy(loop, place | prices)


def _whole_array(loop, place):
    """Let all elements take part until the slowest is done."""
    size = rounds(loop) * len(loop["steps"])
    once = rounds(loop) * place["numpy_call"] + size * place["numpy"]
    return once * loop["operations"] * everywhere(loop)


def _call_for_each_element(loop, place):
    """Pay for a call of NumPy for each element in each round."""
    once = total(loop) * (place["numpy_call"] + place["numpy"])
    return once * loop["operations"] * everywhere(loop)


def _one_call_a_round(loop, place):
    """Pay for one call of NumPy in a round, and not for each operation."""
    numbers = total(loop) * place["numpy"] * loop["operations"]
    return (rounds(loop) * place["numpy_call"] + numbers) * everywhere(loop)


def _one_call(loop, place):
    """Pay for the operations of one round only."""
    once = place["numpy_call"] + total(loop) * place["numpy"]
    return once * loop["operations"] * everywhere(loop)


WRONG = {
    "python": _lives(python),
    "numpy": [
        (
            _with(numpy_call=0.0),
            (
                "Each operation of NumPy takes `numpy_call` before it touches a number, however "
                "short the array is: that is missing."
            ),
        ),
        (_with(numpy=0.0), "Each number that passes through NumPy takes `numpy`: that is missing."),
        (
            _whole_array,
            (
                "This is the whole array in each round. Here NumPy works on the elements that "
                "still live, as in lab 5: how many numbers pass through it in all rounds "
                "together?"
            ),
        ),
        (
            _call_for_each_element,
            (
                "This pays `numpy_call` for each element. An operation on an array is one call, "
                "however many elements it has."
            ),
        ),
        (
            _one_call_a_round,
            (
                "This pays one `numpy_call` in a round. A round has `operations` operations, and "
                "each of them is a call."
            ),
        ),
        (
            _one_call,
            "This has one round. There are as many rounds as the slowest element has steps.",
        ),
        *_lives(numpy),
    ],
    "numba": [
        (
            cython,
            (
                "Numba compiles while the program runs, at the first call in each process: that is "
                "missing."
            ),
        ),
        (
            lambda loop, place: cython(loop, place) + place["compile"],
            "This compiles once in all. What a process has compiled is gone when it ends.",
        ),
        (
            lambda loop, place: cython(loop, place) + everywhere(loop) * place["compile"],
            (
                "This compiles at each call. A process compiles at its first one, and keeps the "
                "result."
            ),
        ),
        *_lives(numba),
    ],
    "cython": [
        (
            numba,
            (
                "This compiles in each process. Cython compiles when the program is installed, "
                "which does not count."
            ),
        ),
        *_lives(cython),
    ],
}
