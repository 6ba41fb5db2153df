"""A teacher's own mistakes: formulas for lines, or what becomes of a rule's formula; and what is refused."""

from __future__ import annotations

import math

import pytest

import handnet as hn
from handnet.mistakes import Mistake, mistake
from handnet.rules import Rule
from handnet.setting import Setting
from handnet.terms import ONE

PROBLEM = hn.Problem(
    hn.Network([2, 2, 1]),
    x=["0.05", "0.10"],
    y=["0.01"],
    weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
    biases=[["0.35", "0.35"], ["0.60"]],
    learning_rate="0.5",
)
WRONG = Mistake.writing("e-to-the-z", {"a1[1]": "1/(1 + exp(z1[1]))"})
STYLES = ("chain", "delta")


@pytest.mark.parametrize("style", STYLES)
def test_a_formula_for_a_line_of_the_forward_pass(style):
    right, wrong = PROBLEM.solve(style=style), PROBLEM.solve(style=style, mistakes=[WRONG])
    assert wrong["a1[1]"] == pytest.approx(1 / (1 + math.exp(0.05 * 0.15 + 0.1 * 0.2 + 0.35)), rel=1e-14)
    assert wrong["a1[2]"] == right["a1[2]"]
    z = 0.4 * wrong["a1[1]"] + 0.45 * wrong["a1[2]"] + 0.6
    assert wrong["z2[1]"] == pytest.approx(z, rel=1e-14)
    assert wrong["dJ/dw2[1,1]"] == pytest.approx(wrong["delta2[1]"] * wrong["a1[1]"], rel=1e-14)
    assert "a1[1] was worked out as 1/(1 + exp(z1[1])) (e-to-the-z)" in wrong.to_text()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("spelled", ["dJ/dz2[1]", "delta2[1]"])
@pytest.mark.parametrize("loss", ["half_squared_error", "binary_cross_entropy"])
def test_an_error_term_in_either_spelling(style, sign, spelled, loss):
    """delta = sign dJ/dz: whichever is written wrongly, the other follows, and so do the gradients."""
    network = hn.Network([2, 2, 1], loss=loss, convention=hn.Convention(error_sign=sign))
    given = {str(each): number.text for each, number in PROBLEM.values.items()}
    setting = Setting(hn.Problem(network, **_numbers()).forward_pass(), style)
    made = Mistake.writing("no-slope", {spelled: "a2[1] - 2*y[1]"})
    wrong = (
        Setting(setting.source, style, (made,))
        .derive(tuple(map(setting.find, ("dJ/dz2[1]", "delta2[1]", "dJ/dw2[1,2]", "delta1[1]"))))
        .solve({address: text for address, text in given.items() if address != "eta"})
    )
    error = wrong["a2[1]"] - 2 * 0.01
    slope = error if spelled.startswith("dJ") else sign * error
    assert wrong["dJ/dz2[1]"] == pytest.approx(slope, rel=1e-14)
    assert wrong["delta2[1]"] == pytest.approx(sign * slope, rel=1e-14)
    assert wrong["dJ/dw2[1,2]"] == pytest.approx(slope * wrong["a1[2]"], rel=1e-14)
    by_hand = sign * slope * 0.4 * wrong["a1[1]"] * (1 - wrong["a1[1]"])
    assert wrong["delta1[1]"] == pytest.approx(by_hand, rel=1e-14)


def _numbers():
    return {
        "x": ["0.05", "0.10"], "y": ["0.01"], "biases": [["0.35", "0.35"], ["0.60"]],
        "weights": [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
    }  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("address", "formula", "wanted"),
    [
        ("J", "(a2[1] - y[1])^2", lambda s: (s["a2[1]"] - 0.01) ** 2),
        ("da1[1]/dz1[1]", "a1[1]", lambda s: s["a1[1]"]),
        ("dz2[1]/da1[2]", "new(w2[1,2])", lambda s: s["w2[1,2]+"]),
        ("dJ/dw1[2,1]", "delta1[2]", lambda s: s["delta1[2]"]),
        ("w1[2,1]+", "w1[2,1] + eta*dJ/dw1[2,1]", lambda s: 0.25 + 0.5 * s["dJ/dw1[2,1]"]),
    ],
)
def test_any_line_can_be_written(style, address, formula, wanted):
    wrong = PROBLEM.solve(
        address, "J", "w1[2,1]+", style=style, mistakes=[Mistake.writing("mine", {address: formula})]
    )
    assert wrong[address] == pytest.approx(wanted(wrong), rel=1e-14)
    assert wrong[address] != PROBLEM.solve()[address]


def test_what_becomes_of_a_rule_s_formula():
    own = Mistake("slope-one", "the slope was taken as 1", {Rule.SLOPE: lambda right, place: ONE})
    wrong = PROBLEM.solve(mistakes=[own.at(layer=2)])
    assert (wrong["da2[1]/dz2[1]"], wrong["da1[1]/dz1[1]"]) == (1, PROBLEM.solve()["da1[1]/dz1[1]"])
    assert own.hint.endswith("?")
    assert own.explanation == "The slope was taken as 1."
    said = Mistake.writing("mine", {"J": "a2[1]"}, title="t", hint="Why?", explanation="Because.")
    assert (said.title, said.hint, said.explanation, said.kind) == ("t", "Why?", "Because.", "own")


def test_several_ways_and_the_choice_among_them():
    own = Mistake(
        "some-slope", "some slope", {Rule.SLOPE: lambda right, place: (ONE, place.definition.quantity)}
    )
    values = [PROBLEM.solve(mistakes=[own.at(choice=choice)])["da2[1]/dz2[1]"] for choice in range(3)]
    right = PROBLEM.solve()
    assert values == [1, right["a2[1]"], right["da2[1]/dz2[1]"]]
    once = mistake("slope-left-out")
    assert PROBLEM.solve(mistakes=[once.at(choice=1)]).values == right.values
    assert once.at(choice=1) != once


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (lambda: Mistake.writing("My_code", {"J": "1"}), "lower case letters, digits and dashes"),
        (lambda: Mistake.writing("slope-left-out", {"J": "1"}), "known mistake"),
        (lambda: PROBLEM.solve(mistakes=[Mistake("step-added", "t", {})]), "known mistake"),
        (lambda: Mistake.writing("mine", {}), "give a formula for each line"),
        (lambda: Mistake.writing("mine", {"J": 1}), "a formula is text"),
        (lambda: Mistake.writing("mine", {"J[": "1"}), "mine: cannot read 'J\\['"),
        (lambda: Mistake.writing("mine", {"J": "1 +"}), "mine: cannot read the formula"),
        (lambda: Mistake.writing("mine", {"J": "__import__('os')"}), "mine: cannot read the formula"),
        (lambda: Mistake("mine", "", {}), "a title says"),
        (lambda: Mistake("mine", "t", {"slope": ONE}), "changes maps rules to functions"),
        (lambda: Mistake("mine", "t", {}, choice=-1), "counted from 0"),
        (lambda: PROBLEM.solve(mistakes=[Mistake.writing("mine", {"a3[1]": "1"})]), "mine: no quantity 'a3\\[1\\]'"),
        (lambda: PROBLEM.solve(mistakes=[Mistake.writing("mine", {"J": "z4[1]"})]), "mine: no quantity 'z4\\[1\\]'"),
        (lambda: PROBLEM.solve(mistakes=[Mistake.writing("mine", {"x[1]": "1"})]), "x\\[1\\] is given"),
        (lambda: PROBLEM.solve(mistakes=[Mistake.writing("mine", {"z1[1]": "a2[1]"})]), "depend on itself"),
    ],
)  # fmt: skip
def test_what_is_refused_in_one_line(attempt, said):
    with pytest.raises(hn.HandnetError, match=said) as error:
        attempt()
    assert "\n" not in str(error.value)


def test_a_rule_of_one_s_own_in_a_graph():
    graph = hn.Graph({"q": "x + y", "f": "q*z"})
    made = Setting(graph, mistakes=(Mistake.writing("own", {"df/dq": "x", "q": "x*y"}),))
    wrong = made.derive((graph.find("df/dx"), graph.find("f"))).solve({"x": -2, "y": 5, "z": -4})
    assert (wrong["q"], wrong["f"], wrong["df/dx"]) == (-10, 40, -2)
