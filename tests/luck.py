"""Measures how often a number that no mistake led to is explained all the same.

    python tests/luck.py --problems 40

One answer of a right sheet is replaced by a number drawn evenly on a logarithmic scale between a third
of the right one and three times it, written with as many figures. Whatever explains it does so by luck.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from decimal import Decimal
from multiprocessing import get_context
from random import Random

from known_slips import KINDS, asked_on, drawn_problem, goals_of, written

from handnet.check.many import marked

FIGURES = (2, 3, 4, 6)
TRIALS = 60
"""So many wrong numbers are drawn for each problem, kind of sheet and count of figures."""

Counts = Counter[tuple[str, int, str]]
"""By kind of sheet, figures, and what became of the number."""


def measured(number: int, trials: int = TRIALS) -> Counts:
    """Numbers drawn for one problem, and whether they were explained."""
    chance = Random(f"luck {number}")
    _, problem = drawn_problem(chance)
    right = problem.solve(*goals_of(problem))
    counts: Counts = Counter()
    for kind in KINDS:
        asked = asked_on(kind, right)
        usable = [place for place, each in enumerate(asked) if right.value(each) != 0]
        for figures in FIGURES:
            plain = [written(right.value(each), figures) for each in asked]
            rows, places = [], []
            for place in chance.choices(usable, k=trials):
                factor = math.exp(chance.uniform(-1, 1) * math.log(3))
                text = written(right.value(asked[place]) * factor, figures)
                if Decimal(text) != Decimal(plain[place]):
                    rows.append([*plain[:place], text, *plain[place + 1 :]])
                    places.append(place)
            for place, told in zip(places, marked(problem, asked, rows), strict=True):
                status = told.statuses[place]
                counts[kind, figures, "explained" if told.codes[place] else status] += 1
    return counts


def share_explained(counts: Counts, figures: int, kind: str | None = None) -> float:
    """The share of the wrong numbers with so many figures that something explains."""
    found: Counter[str] = Counter()
    for (a_kind, a_figures, what), number in counts.items():
        if a_figures == figures and kind in (None, a_kind):
            found[what] += number
    return found["explained"] / found.total()


def table(counts: Counts) -> str:
    """The shares by kind of sheet and figures."""
    lines = [
        f"{'wrong numbers that mean nothing':44}{'figures':>8}{'numbers':>9}{'explained':>11}{'right':>7}"
    ]
    for kind in KINDS:
        for figures in FIGURES:
            total = sum(n for (k, f, _), n in counts.items() if (k, f) == (kind, figures))
            share = 100 * share_explained(counts, figures, kind)
            right = counts[kind, figures, "right"] + counts[kind, figures, "undecided"]
            lines.append(f"{kind:44}{figures:8}{total:9}{share:9.2f} %{right:7}")
    return "\n".join(lines)


def main() -> None:
    """Measure many problems and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--problems", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="number of the first problem")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    numbers = range(given.first, given.first + given.problems)
    counts: Counts = Counter()
    with get_context("spawn").Pool(given.processes) as pool:
        for done, each in enumerate(pool.imap_unordered(measured, numbers), 1):
            counts += each
            print(f"\r{done} of {len(numbers)} problems", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(table(counts))


if __name__ == "__main__":
    main()
