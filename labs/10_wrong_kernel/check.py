"""Twenty kernels, six of them right: the others are wrong in ways that a sum can't see."""

from pathlib import Path
from runpy import run_path

from juliaset.grader.process import Function
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.python_arithmetic import FUSES, python_fuses

SHOWN = 3  # of the mistakes that were missed; a learner should look for the others


def check(submission: Submission) -> None:
    """Have every suspect judged, and list the misjudged ones."""
    names = run_path(str(Path(__file__).with_name("suspects.py")))
    suspects = names["suspects"](submission.random)
    with submission.start() as process:
        for suspect in suspects:
            suspect.called_right = judged(process, suspect)
    accused = [each for each in suspects if not each.wrong and not each.called_right]
    easiest_first = sorted(
        suspects, key=lambda each: [*names["WRONG"].values(), ""].index(each.wrong)
    )
    missed = [each for each in easiest_first if each.wrong and each.called_right]
    bills = [suspect.bill for suspect in suspects]
    submission.figures |= {
        "questions": sum(bill.questions for bill in bills) / len(bills),
        "cost": max(bill.percent for bill in bills),
    }
    if accused or missed:
        raise FailedError(complaint(suspects, accused, missed))
    wrong = sum(bool(suspect.wrong) for suspect in suspects)
    submission.confirm(
        f"{wrong} wrong kernels found, and {len(suspects) - wrong} right ones accepted"
    )


def judged(process, suspect):
    """Return whether the submission calls a suspect right."""
    answer = process.call("is_right", Function("kernel"), functions={"kernel": suspect.kernel})
    if not isinstance(answer, bool):
        raise FailedError(f"is_right() gives back {answer!r:.80}; allowed: True or False")
    return answer


def complaint(suspects, accused, missed):
    """List the misjudged ones, each by what it does."""
    right = sum(not suspect.wrong for suspect in suspects)
    head = (
        f"Misjudged: {len(accused) + len(missed)} of {len(suspects)} kernels. Called right, but "
        f"wrong: {len(missed)} of {len(suspects) - right}. Called wrong, but right: "
        f"{len(accused)} of {right}."
    )
    lines = [head]
    if not any(suspect.bill.questions for suspect in suspects):
        lines.append("No kernel was ever called, so nothing can be known about any.")
    if len(accused) == right and not missed:
        lines.append("A test that no kernel passes finds every mistake, but tells you nothing.")
    if accused:
        names = ", ".join(sorted(suspect.name for suspect in accused))
        lines.append(
            f"Called wrong, but right for every picture: {names}. So your own answer is wrong "
            "somewhere. The rule is `while n < limit and abs(z) < 2: z = z*z + c`, with Python's "
            "complex numbers: x*x + y*y < 4 rounds differently from abs(z) < 2, and NumPy's "
            "product of complex arrays may round once where Python rounds twice."
        )
        if python_fuses():
            lines.append(
                f"Also, {FUSES} in its own complex product, which the kernels do not: multiply "
                "the real and imaginary parts instead, as the README says."
            )
    lines += ["Called right, but wrong:"] * bool(missed)
    lines += [f"- {suspect.wrong}" for suspect in missed[:SHOWN]]
    if len(missed) > SHOWN:
        more = len(missed) - SHOWN
        verb = "is" if more == 1 else "are"
        lines.append(f"{more} more {verb} named, {SHOWN} at a time, when your test finds these.")
    return "\n".join(lines)
