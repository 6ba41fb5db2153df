"""Hints for someone who has values already: which fit, and which is pointed out first."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import problems
from test_hint import GOAL, small, two_two_one

import handnet as hn


@given(problems(small(), most_samples=2), st.data())
@settings(max_examples=25)
def test_a_right_value_is_never_called_wrong(problem, data):
    """Rounded honestly to decimals or significant figures: each is within half a unit."""
    solution = problem.solve("dJ/dw1[1,1]", style=data.draw(st.sampled_from(("chain", "delta"))))
    count = data.draw(st.integers(1, 8))
    digits = data.draw(
        st.sampled_from([hn.Digits(decimals=count), hn.Digits(significant=count), hn.Digits()])
    )
    texts = {str(each.quantity): digits.write(solution[each.quantity]) for each in solution.derivation}
    hint = problem.hint("dJ/dw1[1,1]", texts, solution.derivation.setting.style)
    assert hint.kind == "done"


@given(problems(small(), most_samples=2), st.data())
@settings(max_examples=25)
def test_whoever_rounds_each_line_and_goes_on_is_right(problem, data):
    """Every line worked from the rounded values above it, and rounded again."""
    derivation = problem.derive("dJ/dw1[1,1]")
    digits = hn.Digits(significant=data.draw(st.integers(2, 5)))
    have: dict = {}
    for step in derivation:
        value = problem.solve(step.quantity, given=have)[step.quantity]
        assume(math.isfinite(value))  # a probability rounded to 0 has a cross-entropy without end
        have[step.quantity] = digits.write(value)
    assert problem.hint("dJ/dw1[1,1]", {str(each): text for each, text in have.items()}).kind == "done"


@given(problems(small(), most_samples=2), st.data())
@settings(max_examples=8)
def test_a_wrong_value_is_found_and_its_right_one_is_not_told_before_the_last_rung(problem, data):
    lines = problem.solve("dJ/dw1[1,1]")
    values = {each.quantity: lines[each.quantity] for each in lines.derivation}
    wrong = data.draw(st.sampled_from(list(values)))
    values[wrong] = 3 * values[wrong] + 1.2345
    have = {str(each): value for each, value in values.items()}
    assert problem.hint("dJ/dw1[1,1]", have).about == wrong
    for rung in range(1, 6):
        hint = problem.hint("dJ/dw1[1,1]", have, rung=rung)
        assert (hint.kind, hint.about) == ("again", wrong)
        assert f"{wrong} = {have[str(wrong)]}"[:20] in str(hint).replace("\n", " ")
        assert "does not fit" in str(hint).replace("\n", " ")
        shown = [lines.written(each) for each in lines.derivation[wrong].inputs]
        right = lines.written(wrong)
        assert len(right) < 6 or right in shown or right not in str(hint)
    assert hint.line.value(wrong) == pytest.approx(lines[wrong], rel=1e-9)


def test_a_slip_that_is_carried_on_is_pointed_out_where_it_was_made():
    problem = two_two_one()
    have = {"z1[1]": "0.4775"}  # the digits slipped
    for quantity in ("a1[1]", "z1[2]", "a1[2]", "z2[1]", "a2[1]"):
        have[quantity] = f"{problem.solve(given=have)[quantity]:.6f}"
    assert str(problem.hint(GOAL, have).about) == "z1[1]"
    have["z1[1]"] = "0.3775"
    assert str(problem.hint(GOAL, have).about) == "a1[1]"
    text = str(problem.hint(GOAL, have, rung=3))
    assert "a1[1] = 0.617157 does not fit. Look at that line again." in text
    assert "  next Look again at a1[1]." in text
    assert "0.593" not in text


def test_the_first_wrong_value_in_working_order_comes_first():
    have = {GOAL: "5", "a1[2]": "2", "z1[1]": "9"}
    problem = two_two_one()
    for wrong in ("z1[1]", "a1[2]", GOAL):
        assert str(problem.hint(GOAL, have).about) == wrong
        del have[wrong]
    assert problem.hint(GOAL, have).kind == "next"


def test_a_wrong_result_alone_asks_for_what_it_came_from():
    text = " ".join(str(two_two_one().hint(GOAL, {GOAL: "0.5"})).split())
    assert (
        f"{GOAL} = 0.5 does not fit. Look at that line again. It comes from dJ/dz1[2], dz1[2]/dw1[2,1]: "
        in text
    )
    assert "the slip may be there. Give what you have for them" in text


def test_why_a_wrong_value_matters_is_said_even_if_later_values_are_there():
    have = {"z1[2]": "9", "a1[2]": "0.596884", "dJ/dw1[2,1]": "0.000749804"}
    text = " ".join(str(two_two_one().hint(GOAL, have, rung=2)).split())
    assert "a1[2] is worked out from it, on the way z1[2] -> a1[2] -> da1[2]/dz1[2] -> dJ/dz1[2]" in text


def test_a_wrong_value_off_the_way_is_pointed_out_too():
    text = str(two_two_one().hint("dJ/dw2[1,1]", {"dJ/dw1[2,1]": "7"}, rung=2))
    assert "dJ/dw1[2,1] is not on the way to dJ/dw2[1,1], but it is among your values." in text


def test_numbers_of_the_problem_that_were_copied_wrong_are_said():
    text = str(two_two_one().hint(GOAL, {"x[1]": "0.5", "x[2]": "0.1", "w1[1,1]": "0.15"}))
    assert "The problem gives x[1] = 0.05, but you have 0.5." in text
    assert text.count("The problem gives") == 1
    assert str(two_two_one().hint(GOAL, {"x[1]": "0.06"})).count("The problem gives") == 1
    assert "Work out z1[1]." in text


def test_a_known_mistake_behind_a_wrong_value_is_asked_for_and_not_told():
    """The slope left out: dJ/dz2[1] is dJ/da2[1] itself."""
    have = {"dJ/da2[1]": "0.7413651", "dJ/dz2[1]": "0.7413651"}
    hint = two_two_one().hint("dJ/dw1[2,1]", have)
    assert hint.about == two_two_one().forward_pass().find("dJ/dz2[1]")
    text = str(hint).replace("\n", " ")
    assert hn.MISTAKES["slope-left-out"].hint in text
    assert hn.MISTAKES["slope-left-out"].explanation not in text
