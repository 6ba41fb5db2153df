"""Answers judged twice: by the page, in Node, and by Python; for tests and as a measurement.

    python tests/judged.py --answers 20000

draws problems, has honest people work them and others slip, and compares every verdict of the page
with the checker's. The page knows nothing of named mistakes and of other conventions, so Python
judges without them first, and then as it does for everybody: the differences are counted by kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

from habits import Habits
from honest_student import Stuck, Student
from hypothesis import HealthCheck, Phase, given, seed, settings
from networks import problems
from page_answers import node
from sheets import drawn_sheet

from handnet import MISTAKES, Problem
from handnet.check.criteria import Criteria
from handnet.check.one import check
from handnet.errors import HandnetError
from handnet.explain.slips import SLIPS
from handnet.living.answers import answers_data
from handnet.mistakes import ARRAY_MISTAKES, FAMILIAR
from handnet.page.data import panel_data

SCRIPT = Path(__file__).parent / "page" / "judged.mjs"
NO_MISTAKES = Criteria(without=(*MISTAKES, *ARRAY_MISTAKES, *SLIPS), pairs=False)
Row = Sequence[str]


class Sheets(NamedTuple):
    """What was asked of a problem, and what some people answered; `numbers` are set before they are judged."""

    problem: Problem
    asked: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: dict[str, str] = {}  # noqa: RUF012  # never changed

    @property
    def now(self) -> Problem:
        """The problem with the numbers that are set."""
        return self.problem.with_numbers(self.numbers) if self.numbers else self.problem


def by_page(sheets: Iterable[Sheets]) -> list[list[list[tuple[str, str]]]]:
    """What the page says: for every sheet and row status and reason of each answer."""
    asked = []
    for each in sheets:
        data = panel_data(each.problem)
        place = {address: number for number, address in enumerate(data["quantities"])}
        moves = [[place[address], float(text), text] for address, text in each.numbers.items()]
        answers = answers_data(each.problem, data, each.asked)
        assert answers is not None
        assert not answers["left"]
        asked.append({"answers": answers, "data": data, "moves": moves, "rows": each.rows})
    found: list[list[list[tuple[str, str]]]] = page_says(sheets=asked)
    return found


def page_says(**asked: Any) -> Any:
    """What the modules of the page answer to questions of one kind; see tests/page/judged.mjs."""
    (kind,) = asked
    return json.loads(node(SCRIPT, text=json.dumps(asked, allow_nan=False)))[kind]


def by_python(sheets: Sheets, criteria: Criteria = NO_MISTAKES, conventions: bool = False) -> list[Judged]:
    """What Python says of every row; without other conventions unless they are wanted."""
    now = sheets.now
    found = []
    for row in sheets.rows:
        answers = dict(zip(sheets.asked, row, strict=True))
        with nullcontext() if conventions else patch("handnet.check.one.others", return_value=()):
            report = check(now, answers, criteria)
        by_address = {verdict.address: verdict.status for verdict in report}
        statuses = [by_address[address] for address in sheets.asked]
        found.append(Judged([as_the_page_says(status) for status in statuses], report.convention))
    return found


class Judged(NamedTuple):
    """The statuses of a row in the words of the page, and another convention in which all of it is right."""

    statuses: list[str]
    convention: str


def as_the_page_says(status: str) -> str:
    """A status of Python in the words of the page."""
    return "blank" if status == "missing" else status


# --- people ----------------------------------------------------------------------------------------------


def students(number: int, count: int = 10) -> Sheets | None:
    """Honest people at a drawn sheet; every second of them slips now and then."""
    chance = Random(number)
    sheet = drawn_sheet(chance)
    figures, digits = chance.random() < 0.5, chance.choice((3, 4, 5, 6))
    work = []
    for _ in range(count):
        try:
            work.append(Student(sheet, Habits.drawn(chance, digits, figures)).answers(chance))
        except Stuck:
            continue
    written = tuple(dict.fromkeys(address for row in work for address in row))
    if not written:
        return None
    rows = [
        [_slipped(row.get(each, ""), chance, share) for each in written]
        for row in work
        for share in (0, 0.15)
    ]
    return Sheets(sheet.problem(), written, tuple(rows))


def _slipped(text: str, chance: Random, share: float) -> str:
    """Now and then another digit, the other sign, twice the number, fewer digits."""
    if not text or chance.random() >= share:
        return text
    at = chance.choice([place for place, sign in enumerate(text) if sign.isdigit()])
    turned = text[1:] if text.startswith("-") else f"-{text}"
    scaled = repr(float(text) * chance.choice((2, 0.5, 10, 1.01, 0.99)))
    other = text[:at] + str(chance.randint(0, 9)) + text[at + 1 :]
    return chance.choice((other, turned, scaled, f"{float(text):.{chance.randint(1, 6)}g}"))


def near_values(problem: Problem, chance: Random, count: int = 4) -> Sheets | None:
    """Answers at and near the right values, to any digits, and what follows from a known mistake."""
    styles = [problem.solve(style=style) for style in ("chain", "delta")]
    lines = dict.fromkeys(step.quantity for each in styles for step in each.derivation)
    numbers = [
        {each: solution.values[each] for each in lines if each in solution.values} for solution in styles
    ]
    right = numbers[0] | numbers[1]
    for code in chance.sample(list(FAMILIAR), 3):
        try:
            wrong = problem.solve(style="chain", mistakes=[code]).values
        except (HandnetError, ArithmeticError):
            continue
        numbers.append({each: wrong[each] for each in right if each in wrong})
    some = chance.sample(list(right), min(len(right), 12))
    if any(abs(right[each]) > 1e12 or right[each] != right[each] for each in some):
        return None
    rows = []
    for values in (right, *numbers):
        for _ in range(count):
            digits = chance.randint(1, 7)
            written = [_near(values.get(each), digits, chance) for each in some]
            rows.append([text if chance.random() < 0.8 else "" for text in written])
    return Sheets(problem, tuple(map(str, some)), tuple(rows))


def _near(value: float | None, digits: int, chance: Random) -> str:
    """A number off by some units of its last digit."""
    if value is None or value - value != 0:
        return ""
    unit = chance.choice((0, 0, 0, 1, -1, 2, -3, 8, -40))
    if chance.random() < 0.5:
        return f"{value + unit * 10**-digits:.{digits}f}"
    mantissa, power = f"{value:.{digits}e}".split("e")
    return f"{float(mantissa) + unit * 10**-digits:.{digits}f}e{power}"


# --- as a measurement --------------------------------------------------------------------------------


def _drawn_problems(count: int, first: int) -> list[Problem]:
    """So many problems of all kinds."""
    found: list[Problem] = []

    @seed(first)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(problems(odd=True))
    def draw(problem: Problem) -> None:
        found.append(problem)

    draw()
    return found[:count]


def main() -> None:
    """Compare many and print how they differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--answers", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--plain", action="store_true", help="leave out the comparison with named mistakes")
    asked = parser.parse_args()
    without, with_all, number = Counter[tuple[str, str]](), Counter[tuple[str, str]](), asked.first
    while without.total() < asked.answers:
        drawn = [students(number)] if number % 2 else []
        drawn += [near_values(each, Random(number)) for each in _drawn_problems(5, number)]
        sheets = [each for each in drawn if each is not None]
        for each, page in zip(sheets, by_page(sheets), strict=True):
            _compare(each, page, by_python(each), without, f"{number}:")
            if not asked.plain:
                _compare(each, page, by_python(each, Criteria(pairs=False), conventions=True), with_all)
        number += 1
        print(f"\r{without.total()} answers", end="", file=sys.stderr)
    for title, found in (
        ("without named mistakes", without),
        ("with named mistakes and conventions", with_all),
    ):
        print(f"\n{title}: {found.total()} answers")
        for (python, page), count in sorted(found.items()):
            print(f"  {count:8}  Python {python:30} page {page}{'' if python == page else '   <-'}")


def _compare(sheets: Sheets, page: Any, python: Any, found: Counter[tuple[str, str]], tell: str = "") -> None:
    for row, said, judged in zip(sheets.rows, page, python, strict=True):
        for address, text, (status, _), other in zip(sheets.asked, row, said, judged.statuses, strict=True):
            if status == "blank":
                continue
            found[f"{other}{', in another convention' if judged.convention else ''}", status] += 1
            if tell and other != status:
                print(f"\n{tell} {sheets.problem.network!r} {address} = {text}: {other}, page {status}")


if __name__ == "__main__":
    main()
