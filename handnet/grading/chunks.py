"""The work on one chunk of rows: from entries to rows of the report, and what they add to the summary.

`work` is a pure function of the job and the entries, so chunks may be worked on anywhere and in any
order. A chunk that cannot be graded as a whole is graded row by row, and a row that cannot be graded
says so; the others are not lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..check.criteria import Criteria
from ..errors import HandnetError
from ..escape import csv_cell, visible
from ..problem import Problem
from ..quantity import Quantity
from .entries import Entry
from .tally import Tally

if TYPE_CHECKING:
    from ..check.many import Marked


class Job(NamedTuple):
    """What all chunks have in common.

    names           how the quantities are spelled in the report
    decimal_comma   whether the report writes points with a comma
    """

    problem: Problem
    asked: tuple[Quantity, ...]
    names: tuple[str, ...]
    criteria: Criteria
    decimal_comma: bool = False


class Done(NamedTuple):
    """The rows of the report for a chunk, what they add to the summary, and how many were empty."""

    rows: list[list[str]]
    tally: Tally
    skipped: int = 0


HEAD = ("person", "row", "points", "out_of", "first_wrong", "convention", "problems")


def header(names: Sequence[str], others: Sequence[str]) -> list[str]:
    """The report's header: what is said of the person, then each quantity, then columns kept as they are."""
    own = [*HEAD, *(each for name in names for each in (name, f"{name} mistake"))]
    kept = [f"{name} (as given)" if name in own else csv_cell(visible(name)) for name in others]
    return [*own, *kept]


def work(job: Job, entries: Sequence[Entry]) -> Done:
    """Grade the entries of one chunk."""
    gradable = [entry for entry in entries if entry.gradable]
    results = dict(zip((entry.row for entry in gradable), _results(job, gradable), strict=True))
    done = Done([], Tally())
    for entry in entries:
        result = results.get(entry.row)
        problems = list(entry.problems)
        if isinstance(result, str):
            problems.append(result)
            result = None
        if result is not None:
            problems += _unreadable(job, entry, result)
        done.rows.append(_row(job, entry, result, problems))
        done.tally.add(job.names, result, problems, entry.repeated)
    return done


def _results(job: Job, entries: Sequence[Entry]) -> list[Marked | str]:
    """For each entry its result, or in words why there is none.

    Raises HandnetError for a problem that cannot be graded, whatever anybody answers.
    """
    try:
        return list(_marked(job, entries))
    except HandnetError:
        _marked(job, [Entry(0, "", ("",) * len(job.asked))])
    except Exception:  # a mistake in here; it must not take everybody's marks along
        pass
    return [_alone(job, entry) for entry in entries]


def _alone(job: Job, entry: Entry) -> Marked | str:
    try:
        return _marked(job, [entry])[0]
    except Exception as error:
        why = str(error) if isinstance(error, HandnetError) else f"{type(error).__name__}: {error}"
        return f"cannot be graded ({visible(why)[:200]})"


def _marked(job: Job, entries: Sequence[Entry]) -> Sequence[Marked]:
    from ..check.many import marked  # NumPy comes with it

    if not entries:
        return []
    own = [entry.numbers for entry in entries if entry.numbers is not None]
    if own:
        return marked(job.problem, job.asked, [entry.answers for entry in entries], job.criteria, own)
    rows = list(dict.fromkeys(entry.answers for entry in entries))  # those who wrote the same have the same
    found = dict(zip(rows, marked(job.problem, job.asked, rows, job.criteria), strict=True))
    return [found[entry.answers] for entry in entries]


def _unreadable(job: Job, entry: Entry, result: Marked) -> list[str]:
    """A word on each answer that cannot be read."""
    return [
        f"{name}: cannot read {visible(text[:40])!r}"
        for name, text, status in zip(job.names, entry.answers, result.statuses, strict=True)
        if status == "unreadable"
    ]


def _row(job: Job, entry: Entry, result: Marked | None, problems: Sequence[str]) -> list[str]:
    verdicts = [""] * (2 * len(job.names))
    said = ["", "", "", ""]
    if result is not None:
        first = "" if result.first_wrong is None else job.names[job.asked.index(result.first_wrong)]
        said = [*(_number(job, each) for each in (result.points, result.out_of)), first, result.convention]
        verdicts[::2], verdicts[1::2] = result.statuses, result.codes
    row = [
        csv_cell(entry.person, name=True),
        str(entry.row),
        *said,
        csv_cell(visible("; ".join(problems))),
        *verdicts,
    ]
    return [*row, *(csv_cell(visible(each)) for each in entry.others)]


def _number(job: Job, value: float) -> str:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if job.decimal_comma else text
