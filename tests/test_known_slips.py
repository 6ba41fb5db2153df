"""Known slips are recognised: their name stands at the first wrong answer, alone or among equals.

The full measurement is `python tests/known_slips.py --problems 200`; here are a few of its problems,
and slips that were made by hand, in decimal arithmetic that knows none of handnet's rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from honest_student import Stuck
from known_slips import (
    KINDS,
    accepted,
    drawn_problem,
    is_gradient,
    measured,
    outcome_of,
    recognised,
)
from sheets import Sheet, drawn_sheet
from slips_by_hand import BY_HAND, Slip

from handnet.check.many import marked

SAME = 1e-9


@pytest.mark.parametrize(("kind", "number"), list(zip(KINDS, (1, 4, 8), strict=True)))
def test_slips_are_recognised(kind: str, number: int) -> None:
    """At least 95 of 100 of those that are not undecided; hardly any are taken for right."""
    tally = measured(number, (kind,))
    outcomes = tally.of(kind)
    assert outcomes.total() > 25
    assert recognised(outcomes) >= 0.95, tally
    assert outcomes["passed"] + outcomes["undecided"] <= 0.04 * outcomes.total()


@pytest.mark.parametrize("code", BY_HAND)
def test_a_slip_by_hand_gives_the_numbers_of_the_mistake(code: str) -> None:
    """Every line of a sheet with the slip, worked by hand, and the same by the catalogue's mistake."""
    made = 0
    for number in range(25):
        sheet = drawn_sheet(Random(number))
        if code == "slope-left-out" and "softmax" in sheet.activations:
            continue  # by hand softmax and its loss go back in one step, without a slope
        try:
            lines = BY_HAND[code](sheet).lines
        except Stuck:  # an activation left out may give the logarithm a negative number
            continue
        solution = sheet.problem().solve(*lines, mistakes=[code])
        for address, value in lines.items():
            assert float(value) == pytest.approx(solution[address], rel=SAME, abs=SAME), (number, address)
        made += 1
    assert made >= 10


def test_slips_by_hand_are_named() -> None:
    """The whole sheet as written with four figures; the first wrong answer tells which slip it was."""
    outcomes: Counter[str] = Counter()
    failed = []
    for number in (3, 6, 11):
        sheet, problem = drawn_problem(Random(number))
        if any((problem.network.l2, problem.network.momentum)) or problem.network.average != "samples":
            continue
        plain = Slip(sheet).texts()
        asked = [problem.forward_pass().find(address) for address in plain]
        rows = {code: list(texts.values()) for code, texts in _handed_in(sheet) if texts != plain}
        for (code, row), told in zip(rows.items(), marked(problem, asked, list(rows.values())), strict=True):
            outcome, said = outcome_of(code, told, asked, row, problem)
            outcomes[outcome] += 1
            if outcome not in ("named", "convention"):
                failed.append((number, code, outcome, said))
    assert outcomes.total() >= 20
    assert recognised(outcomes) >= 0.95, failed


def _handed_in(sheet: Sheet) -> Iterator[tuple[str, dict[str, str]]]:
    """The sheet of everyone who makes a slip by hand and can go on with it."""
    for code, slip in BY_HAND.items():
        try:
            yield code, slip(sheet).texts()
        except Stuck:
            continue


def test_values_out_of_reach_are_not_accepted() -> None:
    """The value of a mistake that no rounding can reach is not right because all others are."""
    counts = accepted(2, most=300)
    assert counts["not accepted"] > 200
    assert counts["accepted"] <= 0.001 * counts.total()


def test_drawn_problems_have_gradients_that_can_be_told_apart() -> None:
    for number in range(5):
        _, problem = drawn_problem(Random(number))
        gradients = [abs(value) for each, value in problem.solve().values.items() if is_gradient(each)]
        assert 0.01 <= min(gradients) <= max(gradients) <= 1
