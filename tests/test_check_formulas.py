"""Formulas as answers: the points they are compared at, and what explains a wrong one."""

from __future__ import annotations

import math

import pytest
from small_sheets import EVERY, alone, product_line, told

import handnet as hn
from handnet.check.criteria import Criteria
from handnet.check.formulas import RandomPoints, _has_numbers, _same
from handnet.check.kept import kept
from handnet.parse import parse_formula


def points(problem: hn.Problem, *addresses: str, extra: tuple[hn.Mistake, ...] = ()) -> RandomPoints:
    wanted = [problem.forward_pass().find(address) for address in addresses]
    return kept(problem, None, wanted, Criteria(without=EVERY, extra=extra))[2]


def test_points_are_numbers_of_both_signs_and_of_a_middle_size():
    """Far from 0, where nothing shows, and from where functions are flat; targets and rates lie in 0 to 1."""
    network = hn.Network([3, 4, 2], activation="sigmoid", loss="half_squared_error")
    problem = hn.Problem(
        network, x=["1", "2", "3"], y=["0", "1"], learning_rate="7",
        weights=[[["1"] * 3] * 4, [["1"] * 4] * 2], biases=[["1"] * 4, ["1"] * 2],
    )  # fmt: skip
    givens = list(points(problem, "J", "w1[1,1]+")._givens())
    assert givens == list(points(problem, "J", "w1[1,1]+")._givens())  # always the same
    plain, small = [], []
    for given in givens:
        for quantity, value in given.items():
            (small if quantity.name in ("y", "eta") else plain).append(value)
    assert {quantity.name for quantity in givens[0]} == {"x", "y", "w", "b", "eta"}
    assert all(0.2 <= abs(value) <= 1.4 for value in plain)
    assert min(map(abs, plain)) < 0.4
    assert max(map(abs, plain)) > 1.2
    assert 0.3 < sum(value > 0 for value in plain) / len(plain) < 0.7
    assert all(0.1 <= value <= 0.9 for value in small)
    assert max(small) > 0.5
    assert min(small) < 0.5
    assert len({given[next(iter(given))] for given in givens}) == len(givens)


def test_momentum_and_a_penalty_are_drawn_like_rates():
    network = hn.Network([1, 1], activation="identity", momentum="0.5", l2="2", loss="half_squared_error")
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["1"]]], biases=[["1"]], learning_rate="1")
    drawn = [value for given in points(problem, "w1[1,1]@2")._givens() for each, value in given.items()
             if each.name in ("mu", "lambda")]  # fmt: skip
    assert len(drawn) == 8
    assert all(0.1 <= value <= 0.9 for value in drawn)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1.0, 1.0, True),
        (1.0, 1.0 + 0.5e-9, True),
        (1.0 + 0.5e-9, 1.0, True),
        (1.0, 1.0 + 2e-9, False),
        (1.0 + 2e-9, 1.0, False),
        (-1.0, -1.0 + 0.5e-9, True),
        (-1.0, 1.0, False),
        (1e6, 1e6 + 1e-4, True),
        (1e6, 1e6 + 1e-2, False),
        (-1e6, -1e6 - 1e-4, True),
        (0.0, 0.5e-12, True),  # so small is 0
        (0.5e-12, 0.0, True),
        (0.0, 2e-12, False),
        (math.inf, math.inf, False),
        (math.inf, 1.0, False),
        (1.0, math.inf, False),
        (math.nan, 1.0, False),
        (1.0, math.nan, False),
    ],
)
def test_values_are_the_same_to_nine_digits(one, other, same):
    assert _same(one, other) is same


@pytest.mark.parametrize(
    ("formula", "has"),
    [
        ("x*y", False),
        ("x*(1 - y)/2", False),
        ("0.5*x^2 - 1", False),
        ("-1*x", False),
        ("x*(-2)", False),
        ("3*x", True),
        ("x + 0.7", True),
        ("0.3 + x", True),
        ("sigma(0.7*x)", True),
        ("x^3", True),
        ("0*x", True),
        ("1.5*x", True),
        ("x - 0.25", True),
    ],
)
def test_numbers_that_rules_write_are_not_numbers_put_in(formula, has):
    """1, 2 and 1/2 stand in rules; others were put in for letters."""
    written = formula.replace("x", "x[1]").replace("y", "y[1]")
    assert _has_numbers(parse_formula(written, product_line().forward_pass().find)) is has


def test_a_formula_must_hold_at_every_point():
    """sqrt(x^2) is x where x is not negative, as it is here."""
    problem = product_line()
    statuses = {
        "w1[1,1]*x[1]": "right",
        "w1[1,1]*sqrt(x[1]^2)": "wrong",
        "0.83*sqrt(x[1]^2)": "right",  # with a number put in it holds for these numbers
        "0.83*0.37 + x[1] - x[1]": "right",
        "0.84*x[1]": "wrong",
        "w1[1,1] - w1[1,1] + 0.3071": "right",
        "w1[1,1] - w1[1,1] + 0.3072": "wrong",
    }
    for formula, status in statuses.items():
        (report,) = told(problem, [{"z1[1]": formula}], without=EVERY)
        assert (formula, report["z1[1]"].status) == (formula, status)
        assert report["z1[1]"].reason == ("formula" if status == "right" else "wrong")


def test_a_wrong_formula_is_what_a_mistake_writes_at_every_point():
    added = hn.Mistake.writing("added", {"z2[1]": "w2[1,1]*a1[1] + x[1]"})
    twice = hn.Mistake.writing("twice", {"z1[1]": "w1[1,1]*x[1]*2"})
    at_these = hn.Mistake.writing("at-these", {"z2[1]": "w2[1,1]*a1[1] + sqrt(x[1]^2)"})

    def explained(formula: str, *mistakes: hn.Mistake) -> list[str]:
        (report,) = told(product_line(), [{"z2[1]": formula}], without=EVERY, extra=mistakes)
        for made in report["z2[1]"].mistakes:
            assert math.isnan(made.value)
            assert (made.from_own, made.chance) == (False, 0.0)
        return [each.code for each in report["z2[1]"].mistakes]

    every = (added, twice, at_these)
    assert explained("w2[1,1]*a1[1] + x[1]", *every) == ["added"]
    assert explained("x[1] + a1[1]*w2[1,1]", *every) == ["added"]
    assert explained("w2[1,1]*a1[1]*2", *every) == ["twice"]  # in the line before
    assert explained("w2[1,1]*a1[1] + w1[1,1]", *every) == []
    assert explained("w2[1,1]*a1[1] - x[1]", *every) == []
    assert explained("w2[1,1]*a1[1] + x[1]", twice) == []
    same = hn.Mistake.writing("same", {"z2[1]": "x[1] + w2[1,1]*a1[1]"})
    assert explained("w2[1,1]*a1[1] + x[1]", added, same) == ["added", "same"]


def test_the_simplest_mistakes_explain_a_formula():
    """`early` doubles z1, `late` z2: the one in the line itself is said."""
    early = hn.Mistake.writing("early", {"z1[1]": "w1[1,1]*x[1]*2"})
    late = hn.Mistake.writing("late", {"z2[1]": "w2[1,1]*a1[1]*2"})
    (report,) = told(product_line(), [{"z2[1]": "2*w2[1,1]*a1[1]"}], without=EVERY, extra=(early, late))
    assert [(each.code, each.where) for each in report["z2[1]"].mistakes] == [("late", " at z2[1]")]


# --- beside other answers --------------------------------------------------------------------------------


def test_a_formula_has_the_value_that_the_persons_other_numbers_give_it():
    people = [
        {"z1[1]": "0.41", "z2[1]": "w2[1,1]*z1[1]", "a2[1]": "0.2419"},
        {"z1[1]": "0.41", "z2[1]": "w2[1,1]*z1[1] + x[1]", "a2[1]": "0.6119"},  # 0.2419 + 0.37
        {"z1[1]": "", "z2[1]": "w2[1,1]*z1[1] + x[1]", "a2[1]": "0.551189"},  # and 0.37
        {"z1[1]": "0.3071", "z2[1]": "w2[1,1]*z1[1]", "a2[1]": "0.1812"},
        {
            "z1[1]": "0.3071",
            "z2[1]": "1/(x[1] - x[1])",
            "a2[1]": "0.1812",
        },  # no number, and no slip before a2
        {"z1[1]": "0.3071", "z2[1]": "w2[1,1]*(0-z1[1])", "a2[1]": "-0.181189"},
    ]
    found = [
        [report[address].status for address in ("z1[1]", "z2[1]", "a2[1]")]
        for report in told(product_line(), people, without=EVERY)
    ]
    assert found == [
        ["wrong", "right", "follows"],
        ["wrong", "wrong", "follows"],
        ["missing", "wrong", "follows"],
        ["right", "right", "right"],
        ["right", "unreadable", "right"],
        ["right", "wrong", "follows"],
    ]


def test_the_value_of_a_formula_has_all_its_digits():
    """z1 as a formula is 0.6142 as a float has it, and z2 then 0.362378."""
    people = [{"z1[1]": "w1[1,1]*x[1]*2", "z2[1]": text} for text in ("0.362378", "0.3624", "0.3625")]
    reports = told(product_line(), people, without=EVERY)
    assert [report["z2[1]"].status for report in reports] == ["follows", "follows", "wrong"]
    judge = alone(product_line(), people[0])
    z1 = judge.sheet.setting.find("z1[1]")
    assert judge.columns[z1].value == pytest.approx(0.6142)
    assert judge.columns[z1].half < 1e-11
    assert judge.columns[z1].decimals == 17
