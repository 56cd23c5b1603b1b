# fails with: This is the whole function
"""Takes a function with a loop for a loop, as the start does."""

import re

FUSES = re.compile(
    r"vfn?m(?:add|sub)\d{3}[ps][ds]|vfm(?:addsub|subadd)\d{3}[ps][ds]|fn?m(?:add|sub)|fml[as]"
)
FUNCTION = re.compile(r"[0-9a-f]+ <(?P<name>.+)>:")
INSTRUCTION = re.compile(r"\s*(?P<address>[0-9a-f]+):\t(?P<name>\S+)\s*(?P<rest>.*)")
JUMP = re.compile(r"j\w+|b(?:\.\w+)?|cbn?z|tbn?z")
TARGET = re.compile(r"([0-9a-f]+) <")


def functions(listing):
    """Return a list of (address, name, target) for each function."""
    found = {}
    for line in listing.splitlines():
        if head := FUNCTION.fullmatch(line):
            own = found[head["name"]] = []
        elif line_of := INSTRUCTION.fullmatch(line):
            target = None
            if JUMP.fullmatch(line_of["name"]) and (to := TARGET.search(line_of["rest"])):
                target = int(to[1], 16)
            own.append((int(line_of["address"], 16), line_of["name"], target))
    return found


def fused(listing):
    """Return how many fused instructions each function has, by its name."""
    return {
        function: sum(bool(FUSES.fullmatch(name)) for _, name, _ in own)
        for function, own in functions(listing).items()
    }


def in_loops(listing):
    """Return how many of them are in a loop of their function, by its name."""
    found = {}
    for function, own in functions(listing).items():
        begin = own[0][0]
        [
            (target, address)
            for address, _, target in own
            if target is not None and begin <= target <= address
        ]
        found[function] = sum(bool(FUSES.fullmatch(name)) for _, name, _ in own)
    return found
