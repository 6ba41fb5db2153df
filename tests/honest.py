"""Measures what the checker says of honest students: nothing of theirs is wrong.

    python tests/honest.py --students 100000

draws sheets (`sheets`), lets students with all kinds of habits work them by hand (`honest_student`),
has every sheet checked twice, with its rounding stated and with nothing stated, and prints how many
answers were called wrong, said to follow from a slip, or left undecided. Work on one sheet is a pure
function of its number.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import NamedTuple

from habits import Habits
from honest_student import Stuck, Student
from sheets import drawn_sheet

from handnet import MISTAKES
from handnet.check.criteria import Criteria
from handnet.check.many import marked
from handnet.rounding import Rounding

DIGITS = (3, 4, 5, 6)
STUDENTS_OF_A_SHEET = 50
BLAMED = ("wrong", "follows", "unreadable")


class Kind(NamedTuple):
    """What students have in common: to what they round, and whether the checker was told."""

    figures: bool
    digits: int
    stated: bool

    @property
    def words(self) -> str:
        """The kind in words."""
        unit = "significant figures" if self.figures else "decimals"
        return f"{self.digits} {unit}, {'stated' if self.stated else 'not stated'}"


class Found(NamedTuple):
    """What was said of the students of some sheets: counts, and those who were blamed."""

    students: Counter[Kind]
    answers: Counter[tuple[Kind, str]]
    blamed: list[str]

    def __add__(self, other: Found) -> Found:  # type: ignore[override]
        return Found(self.students + other.students, self.answers + other.answers, self.blamed + other.blamed)

    def count(self, *statuses: str) -> int:
        """How many answers have one of these statuses."""
        return sum(number for (_, status), number in self.answers.items() if status in statuses)


NOTHING = Found(Counter(), Counter(), [])


def checked(number: int, students: int = STUDENTS_OF_A_SHEET, mistakes: bool = True) -> Found:
    """The students of one sheet; without `mistakes` none is undecided for having a mistake's digits."""
    chance = Random(number)
    sheet = drawn_sheet(chance)
    figures, digits = chance.random() < 0.5, chance.choice(DIGITS)
    working = list(_workings(sheet, chance, figures, digits, students))
    problem = sheet.problem()
    written = list(dict.fromkeys(address for _, row in working for address in row))
    asked = [problem.forward_pass().find(address) for address in written]
    rows = [[row.get(address, "") for address in written] for _, row in working]
    found = NOTHING
    for stated in (True, False):
        kind = Kind(figures, digits, stated)
        rounding = Rounding(**{"significant" if figures else "decimals": digits}) if stated else Rounding()
        criteria = Criteria(rounding=rounding, without=() if mistakes else tuple(MISTAKES))
        told = marked(problem, asked, rows, criteria)
        answers = Counter((kind, status) for each in told for status in each.statuses if status != "missing")
        blamed = [
            f"sheet {number}, {kind.words}: {address} {status}, {text}; {habits}"
            for (habits, _), row, each in zip(working, rows, told, strict=True)
            for address, text, status in zip(written, row, each.statuses, strict=True)
            if status in BLAMED
        ]
        found += Found(Counter({kind: len(rows)}), answers, blamed)
    return found


def _workings(
    sheet: object, chance: Random, figures: bool, digits: int, students: int
) -> Iterable[tuple[Habits, dict[str, str]]]:
    """Habits and answers; who gets stuck at a logarithm of 0 hands in nothing."""
    for _ in range(students):
        habits = Habits.drawn(chance, digits, figures)
        try:
            yield habits, Student(sheet, habits).answers(chance)
        except Stuck:
            continue


def table(found: Found) -> str:
    """The counts as a table, one row for each kind of students."""
    lines = [f"{'rounded to':36}{'students':>9}{'answers':>9}{'wrong':>7}{'follows':>9}{'undecided':>18}"]
    for kind in sorted(found.students):
        by = {status: found.answers[kind, status] for status in ("right", "undecided", *BLAMED)}
        answers = sum(by.values())
        share = f"{by['undecided']} = {100 * by['undecided'] / answers:.1f} %"
        lines.append(
            f"{kind.words:36}{found.students[kind]:9}{answers:9}"
            f"{by['wrong'] + by['unreadable']:7}{by['follows']:9}{share:>18}"
        )
    return "\n".join(lines)


def main() -> None:
    """Check many and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--students", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first sheet")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="do not look for what is undecided")
    given = parser.parse_args()
    sheets = range(given.first, given.first + -(-given.students // STUDENTS_OF_A_SHEET))
    found = NOTHING
    with get_context("spawn").Pool(given.processes) as pool:
        work = partial(checked, mistakes=not given.quick)
        for done, each in enumerate(pool.imap_unordered(work, sheets), 1):
            found += each
            for line in each.blamed[:3]:
                print(line, file=sys.stderr)
            print(f"\r{done} of {len(sheets)} sheets, {len(found.blamed)} blamed", end="", file=sys.stderr)
    print(file=sys.stderr)
    print(table(found))
    print(f"{len(found.blamed)} answers blamed")


if __name__ == "__main__":
    main()
