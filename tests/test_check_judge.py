"""What is said of each line of a small sheet: by half a unit, by what was rounded, by what stands above it.

Every table is worked by hand, and every person is checked alone and in a class.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_sheets import WITHOUT, alone, product_line, statuses, together, told

import handnet as hn
from handnet.answer import read_answer
from handnet.check.judge import Column, _is_cut
from handnet.rounding import MOST_DIGITS, Rounding

FULL = Rounding(full=True)


def one_product(w: str, x: str, then: str = "1", **more: Any) -> hn.Problem:
    """z1 = w x and z2 = `then` times that."""
    network = hn.Network([1, 1, 1], activation="identity", bias="none", loss="half_squared_error", **more)
    return hn.Problem(network, x=[x], y=["1"], weights=[[[w]], [[then]]], learning_rate="0.5")


def said(problem: hn.Problem, people: list[dict[str, str]], **by: Any) -> list[list[tuple[str, str]]]:
    """Status and reason of every answer."""
    return [
        [(report[address].status, report[address].reason) for address in person]
        for person, report in zip(people, told(problem, people, **WITHOUT | by), strict=True)
    ]


EXACT, ROUNDED, WRONG = ("right", "exact"), ("right", "rounded"), ("wrong", "wrong")
FOLLOWS, FEW = ("follows", "follows"), ("undecided", "few digits")


# --- within half a unit ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["", "-"])
def test_what_is_off_by_half_a_unit_is_exact_and_by_more_is_not(sign):
    """0.25 * 0.5 = 0.125 lies between 0.12 and 0.13."""
    texts = {"0.12": EXACT, "0.13": EXACT, "0.11": WRONG, "0.14": WRONG, "0.1": EXACT, "0.2": WRONG}
    texts |= {"0.1250": EXACT, "0.1251": WRONG, "1/8": EXACT, "1/9": WRONG}
    people = [{"z1[1]": sign + text} for text in texts]
    found = said(one_product(f"{sign}0.25", "0.5"), people, rounding=FULL)
    assert found == [[each] for each in texts.values()]


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_fraction_is_exact_where_floats_are_a_little_off(sign):
    """0.1 * 3 is 0.30000000000000004 in floats."""
    assert said(one_product(f"{sign}0.1", "3"), [{"z1[1]": f"{sign}3/10"}], rounding=FULL) == [[EXACT]]


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    ("right", "text", "verdict"),
    [
        ("0.08", "0.1", FEW),  # half a unit is 0.05, and half of 0.08 only 0.04
        ("0.095", "0.1", FEW),
        ("0.12", "0.1", EXACT),
        ("0.11", "0.1", EXACT),
        ("0.1", "0.1", EXACT),  # is what is right, however short
        ("0.4", "0", FEW),
        ("0.4", "1", WRONG),
        ("0.6", "1", FEW),
        ("0", "0", EXACT),
        ("0.04", "0.0", FEW),
        ("0.06", "0.0", WRONG),
    ],
)
def test_digits_that_fit_nearly_anything_decide_nothing(right, text, verdict, sign):
    problem = one_product(f"{sign}{right}", "1")
    assert said(problem, [{"z1[1]": sign + text}], rounding=FULL) == [[verdict]]


def test_as_few_digits_as_were_asked_for_are_enough():
    """0.08 to one decimal is 0.1: that was the rounding."""
    problem = one_product("0.08", "1")
    for by, verdict in (
        (Rounding(decimals=1), EXACT),
        (Rounding(decimals=2), FEW),
        (Rounding(decimals=0), EXACT),
    ):
        assert said(problem, [{"z1[1]": "0.1"}], rounding=by) == [[verdict]]
    assert said(problem, [{"z1[1]": "0"}], rounding=Rounding(decimals=1)) == [[FEW]]


def test_what_is_reached_or_follows_with_too_few_digits_is_undecided_too():
    """z1 = 0.003 is -0.002 to 0.008 to two decimals, so z2 = 20 z1 is -0.045 to 0.165; 0.2 may be 0.15."""
    problem = one_product("0.3", "0.01", "20")
    by = Rounding(decimals=2)
    assert said(problem, [{"z2[1]": "0.2"}, {"z2[1]": "0.3"}, {"z2[1]": "0.16"}], rounding=by) == [
        [FEW], [WRONG], [ROUNDED]]  # fmt: skip
    people = [
        {"z1[1]": "0.5000", "z2[1]": "1e1"},  # 20 * 0.5 = 10
        {"z1[1]": "0.5000", "z2[1]": "10.00"},
        {"z1[1]": "0.5000", "z2[1]": "3e1"},
        {"z1[1]": "0.5000", "z2[1]": "0.1"},
    ]
    assert said(problem, people, rounding=FULL) == [
        [WRONG, FEW], [WRONG, FOLLOWS], [WRONG, WRONG], [WRONG, FEW]]  # fmt: skip
    few = [report["z2[1]"].but_does_not_follow for report in told(problem, people, rounding=FULL, **WITHOUT)]
    assert few == [False] * 4


# --- what stands above -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z1", "a1", "z2", "verdicts", "strays"),
    [
        ("0.3071", "0.3071", "0.1812", [EXACT, EXACT, EXACT], []),
        ("0.4071", "0.3071", "0.1812", [WRONG, EXACT, EXACT], ["a1[1]"]),
        ("0.4071", "0.4071", "0.1812", [WRONG, FOLLOWS, EXACT], ["z2[1]"]),
        ("0.4071", "0.4071", "0.2402", [WRONG, FOLLOWS, FOLLOWS], []),
        ("0.4071", "0.5071", "0.2402", [WRONG, WRONG, WRONG], []),
        ("0.4071", "0.5071", "0.2992", [WRONG, WRONG, FOLLOWS], []),
        ("0.3071", "0.5071", "0.2992", [EXACT, WRONG, FOLLOWS], []),
        ("0.3071", "0.5071", "0.1812", [EXACT, WRONG, EXACT], ["z2[1]"]),
        ("0.4071", "", "0.2402", [WRONG, ("missing", "missing"), FOLLOWS], []),
        ("", "0.4071", "0.2402", [("missing", "missing"), WRONG, FOLLOWS], []),
        ("x", "0.4071", "0.2402", [("unreadable", ""), WRONG, FOLLOWS], []),
        ("0.31", "0.31", "0.1829", [EXACT, EXACT, ROUNDED], []),  # 0.59 * 0.31
        ("0.31", "0.31", "0.1830", [EXACT, EXACT, ROUNDED], []),  # 0.59 * 0.3102
        ("0.31", "0.31", "0.1859", [EXACT, EXACT, ROUNDED], []),  # 0.59 * 0.315
        ("0.31", "0.31", "0.1861", [EXACT, EXACT, WRONG], []),
        ("0.30", "0.31", "0.1829", [WRONG, EXACT, ROUNDED], ["a1[1]"]),
    ],
)
def test_a_line_is_judged_by_what_the_person_has_above_it(z1, a1, z2, verdicts, strays):
    person = {"z1[1]": z1, "a1[1]": a1, "z2[1]": z2}
    nobody = dict.fromkeys(person, "")
    exact = {"z1[1]": "0.3071", "a1[1]": "0.3071", "z2[1]": "0.181189"}
    for company in ([], [nobody, exact]):
        people = [person, *company]
        assert said(product_line(), people)[0] == verdicts
        report = told(product_line(), people, **WITHOUT)[0]
        assert [each.address for each in report if each.but_does_not_follow] == strays
        above = report["a1[1]"] if a1 else report["z1[1]"]  # the nearest that was written
        slipped = above.status in ("wrong", "follows")
        assert report["z2[1]"].follows == (pytest.approx(0.59 * float(a1 or z1)) if slipped else None)


# --- an error term and the derivative that it is -----------------------------------------------------------


@pytest.mark.parametrize("sign", [1, -1])
def test_an_error_term_is_known_with_the_derivative_that_it_is(sign):
    """a2 - 1 = -0.818811, times 0.3071 is dJ/dw2 = -0.251457; with -0.9 it is -0.27639."""
    network = hn.Network([1, 1, 1], activation="identity", bias="none", loss="half_squared_error",
                         convention=hn.Convention(error_sign=sign))  # fmt: skip
    problem = hn.Problem(network, x=["0.37"], y=["1"], weights=[[["0.83"]], [["0.59"]]], learning_rate="0.5")
    delta = lambda value: f"{sign * value:.4f}"  # noqa: E731
    people = [
        {"delta2[1]": delta(-0.8188), "dJ/dw2[1,1]": "-0.2515"},
        {"delta2[1]": delta(-0.9), "dJ/dw2[1,1]": "-0.2764"},
        {"dJ/dz2[1]": "-0.9000", "dJ/dw2[1,1]": "-0.2764"},
        {"delta2[1]": delta(-0.9), "dJ/dw2[1,1]": "-0.2515"},
        {"delta2[1]": delta(0.9), "dJ/dw2[1,1]": "-0.2764"},
        {"delta2[1]": delta(-0.8188), "dJ/dz2[1]": "-0.9000", "dJ/dw2[1,1]": "-0.2764"},
        {"delta2[1]": delta(-0.8188), "dJ/dz2[1]": "-0.9000", "dJ/dw2[1,1]": "-0.2515"},
        {"delta2[1]": delta(-0.9), "dJ/dz2[1]": "-0.8188", "dJ/dw2[1,1]": "-0.2764"},
        {"delta2[1]": delta(-0.9), "dJ/dz2[1]": "-0.8188", "dJ/dw2[1,1]": "-0.2515"},
    ]
    expected = [
        ["right", "right"],
        ["wrong", "follows"],
        ["wrong", "follows"],
        ["wrong", "right"],
        ["wrong", "wrong"],
        ["right", "wrong", "follows"],
        ["right", "wrong", "right"],
        ["wrong", "right", "follows"],
        ["wrong", "right", "right"],
    ]
    people.append({"a2[1]": "0.281189", "dJ/dw2[1,1]": "-0.220747"})  # -0.718811*0.3071, with neither
    expected.append(["wrong", "follows"])
    assert statuses(problem, people, **WITHOUT) == expected
    for person, report in zip(people[1:3], told(problem, people[1:3], **WITHOUT), strict=True):
        assert report["dJ/dw2[1,1]"].follows == pytest.approx(-0.9 * 0.3071), person


@pytest.mark.parametrize("sign", [1, -1])
def test_a_wrong_number_for_both_is_wrong_once_and_follows_once(sign):
    """dJ/dz = -0.818811 and delta with it, or with the other sign: one does not excuse the other."""
    network = hn.Network([1, 1, 1], activation="identity", bias="none", loss="half_squared_error",
                         convention=hn.Convention(error_sign=sign))  # fmt: skip
    problem = hn.Problem(network, x=["0.37"], y=["1"], weights=[[["0.83"]], [["0.59"]]], learning_rate="0.5")
    people = [
        {"delta2[1]": f"{sign * -0.9:.4f}", "dJ/dz2[1]": "-0.9000"},
        {"delta2[1]": f"{sign * -0.8188:.4f}", "dJ/dz2[1]": "-0.8188"},
        {"delta2[1]": f"{sign * 0.8188:.4f}", "dJ/dz2[1]": "-0.8188"},  # in the other convention
        {"delta1[1]": f"{sign * -0.9:.4f}", "dJ/dz1[1]": "-0.9000"},
        {"delta2[1]": f"{sign * -0.9:.4f}", "delta1[1]": f"{sign * -0.531:.4f}", "dJ/dz1[1]": "-0.5310"},
    ]
    assert statuses(problem, people, **WITHOUT) == [
        ["follows", "wrong"], ["right", "right"], ["right", "right"], ["follows", "wrong"],
        ["wrong", "follows", "follows"],
    ]  # fmt: skip


# --- by the exact values alone -----------------------------------------------------------------------------


def test_by_the_exact_values_alone_an_own_slip_excuses_nothing():
    """For a convention: 0.2419 follows from 0.41, and is not the value of any line."""
    people = [
        {"z1[1]": "0.41", "z2[1]": "0.2419"},
        {"z1[1]": "0.31", "z2[1]": "0.1829"},  # 0.59 * 0.31 is reached with two decimals, but not with four
        {"z1[1]": "0.3071", "z2[1]": "0.18"},
        {"z1[1]": "", "z2[1]": "-0.1812"},
        {"z1[1]": "0.3021", "z2[1]": "0.1812"},
    ]
    expected = [[False, False], [True, False], [True, True], [False, False], [False, True]]
    judge = together(product_line(), people)
    z1, z2 = judge.sheet.asked
    found = judge.right_by_exact()
    assert [[bool(a), bool(b)] for a, b in zip(found[z1], found[z2], strict=True)] == expected
    for person, flags in zip(people, expected, strict=True):
        single = alone(product_line(), person).right_by_exact()
        assert [bool(single.get(each, False)) for each in (z1, z2)] == flags
    wide = alone(product_line(), {"z2[1]": "0.1829"}, rounding=Rounding(decimals=2)).right_by_exact()
    assert list(wide.values()) == [True]


@pytest.mark.parametrize("sign", ["", "-"])
def test_by_the_exact_values_a_fraction_is_right_too(sign):
    problem = one_product(f"{sign}0.1", "3")
    for text, right in ((f"{sign}3/10", True), (f"{sign}2/10", False), (f"{sign}4/10", False)):
        assert list(alone(problem, {"z1[1]": text}, rounding=FULL).right_by_exact().values()) == [right]


@pytest.mark.parametrize("sign", ["", "-"])
def test_far_in_training_the_value_alone_counts(sign):
    """What is 2 off brings 0.98^20 of that; as a float it is right, and nothing is reached by rounding."""
    network = hn.Network([1, 1], activation="identity", loss="squared_error", bias="none")
    problem = hn.Problem(network, x=["1"], y=[f"{sign}1"], weights=[[[f"{sign}3"]]], learning_rate="0.01")
    value = problem.train(20)[20]["w1[1,1]"]
    assert abs(value) == pytest.approx(1 + 2 * 0.98**20)
    for given, right in (
        (value, True),
        (f"{value:.6f}", True),
        (f"{value:.6f}1", False),
        (-value, False),
        ("x", None),
    ):
        judge = alone(problem, {"w1[1,1]@20": given})
        assert list(judge.right_by_exact().values()) == ([] if right is None else [right])
        judge = together(problem, [{"w1[1,1]@20": f"{given}"}, {"w1[1,1]@20": "9"}, {}])
        assert [list(each) for each in judge.right_by_exact().values()] == [[bool(right), False, False]]


# --- the same line again -----------------------------------------------------------------------------------


def test_other_answers_for_the_only_line_are_judged_like_first_ones():
    judge = alone(product_line(), {"z2[1]": "0.1812"}, rounding=Rounding(decimals=2))
    (found,) = judge.run().values()
    assert (bool(found.exact), bool(found.wrong)) == (True, False)
    (z2,) = judge.sheet.asked
    for text, flags in (
        ("0.1830", (False, True, False)),
        ("0.2830", (False, False, True)),
        ("0.18", (True, False, False)),
    ):
        answer = read_answer(text)
        assert answer.figures is not None
        found = judge.again(z2, Column(answer.value, answer.half, True, answer.decimals), answer.figures)
        assert (bool(found.exact), bool(found.reached), bool(found.wrong)) == flags
        assert judge.bounds.figures == answer.figures <= MOST_DIGITS


# --- cut off -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written", "cut"),
    [
        (0.5, 0.5, True),
        (0.625, 0.5, True),
        (0.75, 0.5, False),  # a whole unit more
        (1.5, 0.5, False),
        (0.375, 0.5, False),
        (-0.625, -0.5, True),
        (-0.75, -0.5, False),
        (-0.375, -0.5, False),
        (0.625, -0.5, False),
        (-0.625, 0.5, False),
        (0.0, 0.0, False),
        (0.125, 0.0, False),
    ],
)
def test_a_number_is_cut_where_its_further_digits_are_left_out(value, written, cut):
    """Half a unit is 0.125; of 0 nobody says what was cut."""
    assert bool(_is_cut(value, Column(written, 0.125, True, 2))) is cut
