"""The table of ratios: on a terminal, as a page in Markdown (`RESULTS.md`), and a short one for the README."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import machine
from benchmarks.rows import Measured

PAGE = Path(__file__).parent / "RESULTS.md"
README = Path(__file__).parents[2] / "README.md"
HEADER = ("row", "what", "against", "at least", "measured", "half of the rounds", "ours", "theirs", "rounds")
SHORT = (1, 2, 4, 6)  # the columns of the README's table
BEGIN, END = "<!-- benchmarks: written by `python tests/benchmarks --write` -->\n", "<!-- end -->\n"
ABOUT = """\
# How fast handnet is

Written by `python tests/benchmarks --write`; what each row does is said in the modules beside this page.
Every round takes each candidate once, one after the other, in one process on one core with one thread;
a ratio is taken within a round, and how many times faster handnet is is their median. A half of the rounds lies
between the two figures beside it. Before anything is timed the numbers of each peer have to be ours. What is compiled
(by handnet, jax or torch) is compiled before, SymPy's cache is cleared each time, and a fresh process is timed
whole. The browser, JupyterLab and its kernel have all cores.
"""


class Said(NamedTuple):
    """A line of the table, as text."""

    row: str
    what: str
    against: str
    at_least: str
    measured: str
    half: str
    ours: str
    theirs: str
    rounds: str


def said(each: Measured) -> Said:
    """A measured row in words; of a peer that is missing, why."""
    start = (str(each.number), each.what, each.peer.name, times(each.peer.at_least))
    if each.missing:
        return Said(*start, each.missing, "", "", "", "0")
    ratios = each.ratios
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    ours, theirs = statistics.median(each.ours), statistics.median(each.theirs)
    half = f"{times(low)} to {times(high)}"
    return Said(
        *start, times(statistics.median(ratios)), half, lasting(ours), lasting(theirs), str(len(ratios))
    )


def times(ratio: float) -> str:
    """A ratio to two or three figures."""
    figures = f"{ratio:.3g}" if ratio >= 1 else f"{ratio:.2g}"
    return f"{float(figures):,g}×"


def lasting(seconds: float) -> str:
    """Three figures, in a unit that fits."""
    for size, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size:
            return f"{float(f'{seconds / size:.3g}'):,g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def on_a_terminal(rows: Sequence[Measured]) -> str:
    """The table with its columns under each other, the machine and the versions below."""
    lines = [HEADER, *map(said, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    written = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    written.insert(1, "-" * max(map(len, written)))
    return "\n".join([*written, "", machine.described(), machine.versions()])


def page(rows: Sequence[Measured]) -> str:
    """The page with the table, the machine and the versions."""
    figures = _markdown([HEADER, *map(said, rows)])
    return f"{ABOUT}\n{machine.described()}. {machine.versions()}.\n\n{figures}{_below(rows)}"


def _below(rows: Sequence[Measured]) -> str:
    """What is slower than was expected, and why."""
    slow = [each for each in rows if each.ratios and statistics.median(each.ratios) < each.peer.at_least]
    said_of = (
        f"- {line.what}, against {line.against}: {line.measured} instead of {line.at_least}."
        + f" {each.peer.limit}".rstrip()
        for each, line in zip(slow, map(said, slow), strict=True)
    )
    return "\n".join(["\n## Below what was expected\n", *said_of]) + "\n" if slow else ""


def short(rows: Sequence[Measured]) -> str:
    """What, against whom, how many times faster and how long: for the README."""
    shown = [each for each in rows if not each.missing]
    return _markdown([[line[column] for column in SHORT] for line in [HEADER, *map(said, shown)]])


def write(rows: Sequence[Measured]) -> None:
    """Write the page, and the short table into the README, between its two marks."""
    PAGE.write_text(page(rows), encoding="utf-8")
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    README.write_text(f"{before}{BEGIN}\n{short(rows)}\n{END}{after}", encoding="utf-8")


def _markdown(lines: Sequence[Sequence[str]]) -> str:
    head, *body = (f"| {' | '.join(line)} |\n" for line in lines)
    return "".join([head, "|" + "---|" * len(lines[0]) + "\n", *body])
