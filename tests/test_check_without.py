"""What has no number in a problem: it is said of that answer, and every other answer is judged.

A problem needs no learning rate where no update is asked, and no loss where only the forward pass is.
"""

from __future__ import annotations

import pytest

import handnet as hn
from handnet.check.criteria import Criteria
from handnet.check.many import marked

WEIGHTS = [[["0.15", "0.2"], ["0.25", "0.3"]], [["0.4", "0.45"]]]
ETA = "no number given for the learning rate eta"


def problem(rate=None, **options):
    targets = None if options.get("loss") == "none" else ["0.01"]
    biases = [["0.35", "0.35"], ["0.6"]]
    return hn.Problem(hn.Network([2, 2, 1], **options), ["0.05", "0.1"], targets, WEIGHTS, biases, rate)


def said(report):
    """For each answer its status, and why it is unreadable."""
    return {each.address: (each.status, each.answer.why) for each in report.verdicts}


@pytest.mark.parametrize(
    ("rate", "formula", "why"),
    [
        (None, "eta*2", ETA),
        (None, "w1[1,1]+", ETA),
        (None, "0.15*x[1] + change_w1[1,1]", ETA),
        (None, "J@3", ETA),
        (None, "J@7 + 2", ETA),
        ("0.5", "y1[1]*(1-a1[1])", "no quantity 'y1[1]'"),
        ("0.5", "y3[1]", "no quantity 'y3[1]'"),
    ],
)
def test_a_formula_with_what_has_no_number_is_unreadable(rate, formula, why):
    found = said(problem(rate).check({"a1[2]": formula, "z1[1]": "0.3775"}))
    assert found["z1[1]"] == ("right", "")
    status, reason = found["a1[2]"]
    assert status == "unreadable"
    assert reason.startswith(why)


@pytest.mark.parametrize(
    ("options", "address", "why"),
    [
        ({}, "w1[1,1]+", ETA),
        ({}, "eta", ETA),
        ({}, "change_w1[1,1]", ETA),
        ({}, "J@9", ETA),
        ({"momentum": "0.9"}, "velocity_w1[1,1]", ETA),
        ({"loss": "none"}, "w1[1,1]+", "w1[1,1]+: there is no loss, so there is no update"),
        ({"activation": "step"}, "dJ/dw1[1,1]", "da2[1]/dz2[1]: a step has slope 0 everywhere"),
    ],
)
def test_an_answer_for_what_has_no_number_takes_no_other_along(options, address, why):
    found = said(problem(**options).check({address: "0.3", "z1[1]": "0.3775", "z1[2]": "0.3"}))
    assert found["z1[1]"] == ("right", "")
    assert found["z1[2]"][0] == "wrong"
    assert found[address][0] == "unreadable"
    assert found[address][1].startswith(why)


def test_a_formula_without_a_finite_value_says_so():
    found = said(problem().check({"a1[1]": "x[1]/(x[1] - x[1])", "J": "ln(0 - x[1])", "z1[1]": "0.3775"}))
    assert found["a1[1]"] == found["J"] == ("unreadable", "the formula has no finite value")
    assert found["z1[1]"] == ("right", "")


@pytest.mark.parametrize("answer", ["0.3", "w1[1,1] - x[1]"])
def test_a_class_that_is_asked_for_what_has_no_number_is_told_so(answer):
    given, asked = problem(), [hn.quantity.parse_address("w1[1,1]+")]
    with pytest.raises(hn.HandnetError, match=ETA):
        marked(given, asked, [[answer]], Criteria())


@pytest.mark.parametrize(
    "options",
    [{}, {"loss": "squared_error"}, {"l2": "0.1"}, {"momentum": "0.9"}, {"updates": "each"}],
    ids=["plain", "squared error", "penalty", "momentum", "one by one"],
)
def test_without_a_learning_rate_every_mistake_can_be_looked_for(options):
    """None of those is tried that takes an updated weight: there is none to take."""
    given, right = problem(**options), problem(**options).solve("dJ/dw1[1,1]")["dJ/dw1[1,1]"]
    named = set()
    for code in hn.MISTAKES:
        try:
            value = given.solve("dJ/dw1[1,1]", mistakes=[code])["dJ/dw1[1,1]"]
        except hn.HandnetError:
            continue
        report = given.check({"dJ/dw1[1,1]": f"{value:.6g}"})
        (verdict,) = report.verdicts
        assert report.convention or verdict.right == pytest.approx(right)
        assert "updated-weight-used" not in [each.code for each in verdict.mistakes]
        named |= {code} & {each.code for each in verdict.mistakes}
    assert {"slope-of-activation", "slope-forgotten"} & named
    assert len(named) > 10


def test_with_a_learning_rate_the_updated_weight_is_known_again():
    given = problem("0.5")
    value = given.solve("dJ/dw1[1,1]", mistakes=["updated-weight-used"])["dJ/dw1[1,1]"]
    (verdict,) = given.check({"dJ/dw1[1,1]": f"{value:.9f}"}).verdicts
    assert "updated-weight-used" in [each.code for each in verdict.mistakes]
