"""Let each call of a command fail in turn, and print what is wrong.

python tests/faults/sweep.py                         all commands, all kinds
python tests/faults/sweep.py render malloc 17        one fault, and what the command said
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tools")]

from commands_under_faults import Command, all_commands, blamed, run_and_judge  # noqa: E402
from injected import KINDS, NEVER, Ended, Fault, Server  # noqa: E402

EVERY = 200
DRAWN = 300


def main() -> int:
    """Return 1 if something is wrong."""
    options = parsed()
    commands = [each for each in all_commands() if options.command in {None, each.name}]
    kinds = [options.kind] if options.kind else KINDS
    with Server() as server:
        if options.at:
            return show(server, commands[0], Fault(options.kind, options.at, options.later))
        print(f"seed {options.seed}")
        found = 0
        for command in commands:
            for kind in kinds:
                for later in (False, True):
                    found += swept(server, command, kind, later=later, options=options)
    print("Nothing is wrong." if not found else f"{found} faults show something wrong.")
    return int(found > 0)


def parsed() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="Let calls of commands fail.")
    names = [each.name for each in all_commands()]
    parser.add_argument("command", nargs="?", choices=names)
    parser.add_argument("kind", nargs="?", choices=KINDS)
    parser.add_argument("at", nargs="?", type=int)
    parser.add_argument("--later", action="store_true", help="all calls from that one on fail")
    parser.add_argument("--seed", type=int, default=Random().randrange(1 << 32))
    parser.add_argument("--every", type=int, default=EVERY, help="calls that fail in any case")
    parser.add_argument("--drawn", type=int, default=DRAWN, help="later calls, drawn at random")
    return parser.parse_args()


def show(server: Server, command: Command, fault: Fault) -> int:
    """Print all about one fault."""
    ended, wrong = run_and_judge(server, command, fault)
    print(f"{command.name} {fault}: exit code {ended.code}")
    print(f"{ended.stdout}{ended.stderr}{ended.log}", end="")
    print("\n".join(wrong))
    return int(bool(wrong))


def swept(
    server: Server, command: Command, kind: str, *, later: bool, options: argparse.Namespace
) -> int:
    """Let the calls of a kind fail one after the other; print a line, and what is wrong."""
    undisturbed, wrong = run_and_judge(server, command, Fault(kind, NEVER))
    number = undisturbed.calls
    random = Random(f"{options.seed} {command.name} {kind} {later}")
    beyond = range(options.every + 1, number + 1)
    drawn = random.sample(beyond, min(options.drawn, len(beyond)))
    ends: Counter[str] = Counter()
    blame: Counter[str] = Counter()
    found: list[tuple[Ended, list[str]]] = [(undisturbed, wrong)] if wrong else []
    for at in [*range(1, min(options.every, number) + 1), *sorted(drawn)]:
        ended, wrong = run_and_judge(server, command, Fault(kind, at, later))
        ends[str(ended.code) if ended.failed else "not reached"] += 1
        if wrong and (other := blamed(ended)):
            blame[other] += 1
        elif wrong:
            found.append((ended, wrong))
            print(f"  {command.name} {ended.fault}: {'; '.join(wrong)}", flush=True)
    codes = ", ".join(f"{number} x {code}" for code, number in sorted(ends.items()))
    mode = "from then on" if later else "once"
    line = f"{command.name}: {kind} {mode}, {number} calls: {codes}; wrong: {len(found)}"
    others = ", ".join(f"{times} x {name}" for name, times in sorted(blame.items()))
    print(f"{line}; of others: {others or 0}", flush=True)
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
