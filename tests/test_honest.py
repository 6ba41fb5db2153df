"""Honest students are never called wrong, and their arithmetic is the right one.

The students (`honest_student`) work in plain decimals, apart from all of handnet's rules. The full
measurement is `python tests/honest.py --students 100000`.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from habits import Habits
from honest import checked
from honest_student import Stuck, Student
from sheets import drawn_sheet

from handnet import Problem

EXACT = 1e-9


@pytest.mark.parametrize("number", range(12))
def test_nobody_honest_is_called_wrong(number: int) -> None:
    """Whoever rounds every number on the way is right, told to what or not, in every way of working."""
    found = checked(number, students=30, mistakes=False)
    assert found.blamed == []
    assert found.count("right") > 0


@pytest.mark.parametrize("number", [3, 5])
def test_few_are_left_undecided(number: int) -> None:
    """A mistake's digits make some answers doubtful; they are few, and none of them becomes wrong."""
    found = checked(number, students=30)
    assert found.blamed == []
    assert found.count("undecided") < 0.15 * (found.count("right") + found.count("undecided"))


@pytest.mark.parametrize("number", range(20))
@pytest.mark.parametrize("style", ["chain", "delta", "paths"])
def test_who_rounds_nothing_has_the_exact_values(number: int, style: str) -> None:
    """Two calculations that share nothing, the students' and handnet's, agree on every line."""
    sheet = drawn_sheet(Random(number))
    student = Student(sheet, Habits(6, figures=True, on_the_way=False, style=style))
    solution = sheet.problem().solve(*student.lines)
    for address, value in student.lines.items():
        assert float(value) == pytest.approx(solution[address], rel=EXACT, abs=EXACT), address


def test_rounding_by_hand() -> None:
    """Halves go up, or to the even digit; zero has no significant figures."""
    up, even = Habits(2, figures=False), Habits(2, figures=False, even=True)
    assert (up.written(Decimal("0.125")), even.written(Decimal("0.125"))) == ("0.13", "0.12")
    assert (up.written(Decimal("-0.125")), even.written(Decimal("-0.135"))) == ("-0.13", "-0.14")
    figures = Habits(3, figures=True)
    assert [figures.written(Decimal(each)) for each in ("0.0012345", "99.96", "0", "0.5")] == [
        "0.00123", "100.0", "0", "0.500"]  # fmt: skip
    assert Habits(4, figures=False, short=True).written(Decimal("0.5")) == "0.5"


def test_the_measure_sees_a_wrong_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A student who adds the step is found by the same measurement: it can fail."""

    def added(self: Student) -> None:
        for address, old in self.sheet.parameters():
            self.lines[f"{address}+"] = old + self.sheet.eta * self.lines[f"dJ/d{address}"]

    monkeypatch.setattr(Student, "_update", added)
    assert checked(0, students=5, mistakes=False).blamed


def test_who_cannot_go_on_hands_in_nothing() -> None:
    """At very few digits an output may become 1, whose 1 - a has no logarithm."""
    stuck = 0
    for number in range(40):
        try:
            Student(drawn_sheet(Random(number)), Habits(1, figures=False))
        except Stuck:
            stuck += 1
    assert 0 < stuck < 40


def test_a_drawn_sheet_is_a_problem() -> None:
    assert all(isinstance(drawn_sheet(Random(number)).problem(), Problem) for number in range(30))
