"""The line of one answer, worked with the person's own numbers.

Compared with `math` worked by hand, and with a solution in which the same values are stated.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks, problems
from reports import MAZUR, NUMBERS, report, verdict

import handnet as hn
from handnet.check.report import Report
from handnet.quantity import Variable
from handnet.rounding import Rounding
from handnet.setting import Setting
from handnet.terms import Number


def test_a_line_is_worked_with_what_the_person_wrote():
    made = report(
        verdict(MAZUR, "z1[1]", "0.5", "wrong"), verdict(MAZUR, "a1[1]", "0.9", "wrong"),
        verdict(MAZUR, "a1[2]", "0.6", "right"), verdict(MAZUR, "z2[1]", "1", "wrong"),
    )  # fmt: skip
    assert made.line_of("z1[1]").value(Variable("z", 1, (1,))) == pytest.approx(
        0.15 * 0.05 + 0.20 * 0.10 + 0.35
    )
    assert made.line_of("a1[1]").value(Variable("a", 1, (1,))) == pytest.approx(1 / (1 + math.exp(-0.5)))
    line = made.line_of("z2[1]")
    assert line.value(Variable("z", 2, (1,))) == pytest.approx(0.40 * 0.9 + 0.45 * 0.6 + 0.60)
    assert [str(step.quantity) for step in line.derivation] == ["z2[1]"]


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        ("0,60", 0.6, "0.45*0.60 +"), ("6 * 10^-1", 0.6, "0.45*0.600000 +"), ("3/5", 0.6, "0.45*(3/5) +"),
        (repr(2 / 3), 2 / 3, "0.45*0.666667 +"), ("-.6", -0.6, "0.45*(-.6) +"),
    ],
)  # fmt: skip
def test_a_number_stands_in_a_line_as_it_was_written_if_that_is_a_plain_decimal(written, value, shown):
    asked = report(verdict(MAZUR, "z2[1]", "1", "wrong"))
    own = {Variable("a", 1, (2,)): Number(written, value), Variable("a", 1, (1,)): Number("0.9", 0.9)}
    line = replace(asked, own=own).line_of("z2[1]")
    assert shown in line.to_text()
    assert line["z2[1]"] == pytest.approx(0.40 * 0.9 + 0.45 * value + 0.60)


@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("sign", [1, -1])
def test_an_error_term_and_the_derivative_that_it_is_stand_for_each_other(style, sign):
    """-0.25 for delta2[1] is used for dJ/dw2[1,1] in either style, with the convention's sign."""
    net = hn.Network([2, 2, 2], bias="shared", convention=hn.Convention(error_sign=sign))
    problem = hn.Problem(net, **NUMBERS)
    setting = Setting(problem.forward_pass(), style=style)
    own = {setting.find("delta2[1]"): Number("-0.25", -0.25), setting.find("a1[1]"): Number("0.5", 0.5)}
    made = verdict(problem, "dJ/dw2[1,1]", "0.1", "wrong"), verdict(problem, "dJ/dz2[1]", "0.1", "wrong")
    page = Report(problem, setting, Rounding(), made, own)
    assert page.line_of("dJ/dw2[1,1]")["dJ/dw2[1,1]"] == sign * -0.25 * 0.5
    right = problem.solve()["dJ/dz2[1]"]
    assert page.line_of("dJ/dz2[1]")["dJ/dz2[1]"] == pytest.approx(right, rel=0.05), "not its own twin"
    assert page.line_of("dJ/dz2[1]")["dJ/dz2[1]"] not in (0.25, -0.25)


@settings(max_examples=40)
@given(problems(networks(most_layers=3, most_units=3), most_samples=2), st.data())
def test_a_line_is_what_a_solution_with_the_same_values_stated_gives(problem, data):
    solution = problem.solve()
    steps = [step.quantity for step in solution.derivation if step.quantity.time == 0]
    goal = data.draw(st.sampled_from(steps))
    others = data.draw(st.lists(st.sampled_from(steps), max_size=4, unique=True))
    own = {each: Number("0.5", 0.5) for each in others if each != goal}
    setting = solution.derivation.setting
    asked = replace(verdict(MAZUR, "J", "1", "wrong"), quantity=goal, address=str(goal))
    line = Report(problem, setting, Rounding(), (asked,), own).line_of(goal)
    stated = problem.solve(str(goal), given={str(each): "0.5" for each in own})
    assert line[goal] == pytest.approx(stated[goal], nan_ok=True)


def test_values_far_in_training_have_no_line_and_the_page_stands_without():
    made = report(verdict(MAZUR, "w1[1,1]@2", "7", "wrong"))
    far = Report(
        MAZUR,
        made.setting,
        Rounding(),
        (replace(made.verdicts[0], quantity=Variable("w", 1, (1, 1), None, 9)),),
    )
    with pytest.raises(hn.HandnetError, match=r"problem.train\(9\)"):
        far.line_of(far.verdicts[0].quantity)
    assert "With your own numbers" not in far.to_text()
    assert "With your own numbers" in made.to_text()


def test_what_is_given_has_no_line():
    made = report(verdict(MAZUR, "w1[1,1]", "7", "wrong"))
    with pytest.raises(hn.HandnetError, match="is given"):
        made.line_of("w1[1,1]")
    assert "Where to look" in made.to_text()
