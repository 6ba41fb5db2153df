"""How far rounding leads, at its very ends: worked in decimals, half a unit to each side of every operation."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from reached_by_hand import BY, LEAST, W2, by_hand, ends
from small_sheets import WITHOUT, alone, product_line, statuses, together

import handnet as hn
from handnet.check.bounds import Reached
from handnet.reach.kernel import Arrays, Floats
from handnet.rounding import Rounding
from handnet.terms import Number


@pytest.mark.parametrize("by", BY, ids=lambda by: by.words)
@pytest.mark.parametrize("address", ["z1[1]", "z2[1]"])
def test_a_stated_rounding_reaches_so_far_and_no_further(by, address):
    low, high = ends(by, address)
    people = [{address: f"{each:.12f}"} for each in (low + LEAST, high - LEAST, low - LEAST, high + LEAST)]
    assert statuses(product_line(), people, rounding=by, **WITHOUT) == [
        ["right"], ["right"], ["wrong"], ["wrong"]]  # fmt: skip
    every = [{address: f"{each:.12f}"} for each in sorted(by_hand(by)[address])[1:-1]]
    assert statuses(product_line(), every, rounding=by, **WITHOUT) == [["right"]] * len(every)


@pytest.mark.parametrize("by", BY, ids=lambda by: by.words)
@pytest.mark.parametrize("address", ["z1[1]", "z2[1]"])
def test_the_ends_of_what_is_reached_are_those_worked_by_hand(by, address):
    """For 37 in the place of 0.37: figures are other digits than decimals."""
    low, high = map(float, ends(by, address, Decimal(37)))
    answer = {address: "0.100000000"}
    problem = product_line().with_numbers({"x[1]": "37"})
    for judge in (alone(problem, answer, rounding=by), together(problem, [answer] * 2, rounding=by)):
        (quantity,) = judge.sheet.asked
        found = judge.bounds.reach(quantity, judge.columns[quantity].value, judge.columns[quantity].mask)
        assert np.allclose(found.low, low, rtol=0, atol=1e-7)
        assert np.allclose(found.high, high, rtol=0, atol=1e-7)
        if low < high:
            assert np.all(found.low < low)  # a little, for floats
            assert np.all(found.high > high)
        assert np.allclose(found.width, (high - low) / 2, rtol=1e-9)
        assert not np.any(found.endless)


def test_a_number_at_the_very_end_is_inside():
    """z1 to two decimals is 0.3021 to 0.3121, to one 0.2571 to 0.3571: floats at these ends count."""
    for decimals in (1, 2, 3):
        by = Rounding(decimals=decimals)
        low, high = ends(by, "z1[1]")
        people = [{"z1[1]": f"{low}"}, {"z1[1]": f"{high}"}]
        assert statuses(product_line(), people, rounding=by, **WITHOUT) == [["right"], ["right"]]


def test_an_answer_with_fewer_digits_than_stated_may_be_off_by_its_own_half_unit():
    """z2 to four decimals reaches 0.181139 to 0.181239; with three it may be 0.181 and nothing else."""
    texts = ("0.181", "0.182", "0.180", "0.1811", "0.1812", "0.1813", "0.1810")
    assert statuses(product_line(), [{"z2[1]": text} for text in texts], rounding=Rounding(decimals=4), **WITHOUT) == [
        ["right"], ["wrong"], ["wrong"], ["wrong"], ["right"], ["wrong"], ["wrong"]]  # fmt: skip
    by = Rounding(decimals=2)  # z2 is 0.173239 to 0.189139
    assert [min(ends(by, "z2[1]")), max(ends(by, "z2[1]"))] == [Decimal("0.173239"), Decimal("0.189139")]
    assert statuses(product_line(), [{"z2[1]": "0.1"}, {"z2[1]": "0.2"}], rounding=by, **WITHOUT) == [
        ["wrong"], ["right"]]  # fmt: skip


def test_nothing_is_reached_where_nothing_was_rounded():
    by = Rounding(full=True)
    texts = ("0.18", "0.181189", "0.1811890", "0.181190", "0.181188", "0.19")
    found = statuses(product_line(), [{"z2[1]": text} for text in texts], rounding=by, **WITHOUT)
    assert found == [["right"], ["right"], ["right"], ["wrong"], ["wrong"], ["wrong"]]


# --- the digits written tell ---------------------------------------------------------------------------


def times_100() -> hn.Problem:
    """z1 = 12.34567 and z2 = 100 z1 = 1234.567, so that what rounds z1 shows in z2."""
    network = hn.Network([1, 1, 1], activation="identity", bias="none")
    return hn.Problem(network, x=["1"], y=["1"], weights=[[["12.34567"]], [["100"]]], learning_rate="0.5")


BY_DIGITS = [
    ("1234.57", "right"),  # to two decimals z1 is 12.34067 to 12.35067, z2 1234.062 to 1235.072
    ("1235.07", "right"),
    ("1235.08", "wrong"),
    ("1234.07", "right"),
    ("1234.06", "wrong"),
    ("1235.070", "wrong"),  # to three z1 is 12.34517 to 12.34617, z2 1234.5165 to 1234.6175
    ("1234.617", "right"),
    ("1234.618", "wrong"),
    ("1235.0", "wrong"),  # one decimal is only written short; to five figures z2 is 1234.467 to 1234.667
    ("1234.5", "right"),
    ("1234.7", "wrong"),
    ("1235", "right"),
    ("1233", "wrong"),  # to four figures z1 is 12.34067 to 12.35067, z2 1233.567 to 1235.567
    ("1234", "right"),
    ("1236", "wrong"),
    ("1.24e3", "right"),  # to three 12.29567 to 12.39567 and 1224.567 to 1244.567
    ("1.25e3", "wrong"),
    ("1.22e3", "wrong"),
    ("1.2e3", "right"),
    ("1.3e3", "wrong"),  # nobody rounds to two figures: to three, and 45 more for the shorter answer
    ("1.1e3", "wrong"),
]


def test_as_many_decimals_or_figures_as_are_written_were_rounded_to():
    """Whoever is in the class, each is judged by their own digits."""
    found = statuses(times_100(), [{"z2[1]": text} for text, _ in BY_DIGITS], **WITHOUT)
    assert found == [[status] for _, status in BY_DIGITS]


def test_the_figures_of_a_sheet_are_the_most_that_one_answer_has():
    """1240 is reached to three figures; who writes z1 to six has rounded less."""
    people = [
        {"z1[1]": "12.3", "z2[1]": "1.24e3"},
        {"z1[1]": "12.3457", "z2[1]": "1.24e3"},
        {"z1[1]": "", "z2[1]": "1.24e3"},
        {"z1[1]": "12.3457", "z2[1]": "1.23e3"},
    ]
    assert statuses(times_100(), people, **WITHOUT) == [
        ["right", "right"], ["right", "wrong"], ["missing", "right"], ["right", "right"]]  # fmt: skip


# --- ways without an end ---------------------------------------------------------------------------------


def test_what_is_worked_near_the_logarithm_of_0_has_one_end():
    """a = sigma(6) = 0.9975 may be as small as 0.98267 to two decimals, and 1 at most: J = -ln(1 - a) has no top.

    e^-6 is 0.00248, or 0.00748 rounded; 1.00748 may be 1.01248, and 1/1.01248 half a hundredth less.
    """
    network = hn.Network([1, 1], activation="sigmoid", bias="none", loss="binary_cross_entropy")
    problem = hn.Problem(network, x=["1"], y=["0"], weights=[[["6"]]], learning_rate="0.5")
    least = 1 / (1 + (math.exp(-6) + 0.005) + 0.005) - 0.005
    low = -math.log(1 - least) - 0.005 - 0.005  # of the logarithm, and of its product with 1 - y
    texts = [f"{low + 0.0001:.8f}", f"{low - 0.0001:.8f}", "5.00000000", "9000.00", "-9.000000"]
    texts += ["4", "3"]  # 4 may be 3.5 to 4.5, and low is 4.04
    by = Rounding(decimals=2)
    found = statuses(problem, [{"J": text} for text in texts], rounding=by, **WITHOUT)
    assert found == [
        ["undecided"], ["wrong"], ["undecided"], ["undecided"], ["wrong"], ["undecided"], ["wrong"]]  # fmt: skip
    for judge in (
        alone(problem, {"J": "9.00"}, rounding=by),
        together(problem, [{"J": "9.00"}], rounding=by),
    ):
        (loss,) = judge.sheet.asked
        with np.errstate(all="ignore"):
            reach = judge.bounds.reach(loss, judge.columns[loss].value, True)
        assert (bool(np.all(reach.inside)), bool(np.all(reach.endless)), float(np.max(reach.width))) == (
            False, True, 0.0)  # fmt: skip


@pytest.mark.parametrize(
    ("a", "loss", "verdict"),
    [
        ("0.50", "0.69", ("wrong", "follows")),  # -ln 0.5 = 0.693
        ("0.50", "9.00", ("wrong", "undecided")),  # from the exact values there is no end
        ("0.50", "3.00", ("wrong", "wrong")),
        ("0.99", "4.61", ("right", "right")),  # -ln 0.01 = 4.605
        ("0.99", "9.00", ("right", "undecided")),
    ],
)
def test_what_follows_is_not_hidden_by_a_way_without_an_end(a, loss, verdict):
    network = hn.Network([1, 1], activation="sigmoid", bias="none", loss="binary_cross_entropy")
    problem = hn.Problem(network, x=["1"], y=["0"], weights=[[["6"]]], learning_rate="0.5")
    people = [{"a1[1]": a, "J": loss}, {"a1[1]": "", "J": ""}]
    assert tuple(statuses(problem, people, rounding=Rounding(decimals=2), **WITHOUT)[0]) == verdict


def test_an_own_value_may_have_no_end_where_the_right_one_has():
    """a is 0.5; who has 1.00 finds the logarithm of 0 to 0.005."""
    network = hn.Network([1, 1], activation="sigmoid", bias="none", loss="binary_cross_entropy")
    problem = hn.Problem(network, x=["1"], y=["0"], weights=[[["0"]]], learning_rate="0.5")
    people = [{"a1[1]": "1.00", "J": text} for text in ("9.00", "5.30", "5.27", "3.00", "0.69")]
    found = statuses(problem, people, rounding=Rounding(decimals=2), **WITHOUT)
    assert -math.log(0.005) - 0.01 == pytest.approx(5.2883, abs=1e-4)  # rounded, and times 1 - y rounded
    assert found == [["wrong", each] for each in ("undecided", "undecided", "wrong", "wrong", "right")]


# --- whose numbers ---------------------------------------------------------------------------------------


def test_each_person_is_bounded_by_their_own_given_numbers():
    problem = product_line()
    w = problem.forward_pass().find("w1[1,1]")
    numbers = [{w: Number("0.83", 0.83)}, {w: Number("0.5", 0.5)}, {}]
    judge = together(problem, [{"z2[1]": "0.17"}] * 3, numbers, rounding=Rounding(decimals=2))
    z2 = judge.sheet.asked[0]
    ends_of = {"0.83": ends(Rounding(decimals=2), "z2[1]")}
    low = [min(each) for each in (ends_of["0.83"], [W2 * Decimal("0.18") - Decimal("0.005")])]
    found = judge.bounds.reach(z2, judge.columns[z2].value, True)
    assert np.allclose(judge.right(z2), [0.181189, 0.59 * 0.185, 0.181189])
    assert np.allclose(found.low, [float(low[0]), float(low[1]), float(low[0])], rtol=0, atol=1e-8)


def test_the_intervals_of_one_class_are_not_those_of_another():
    """They share the sheet, and each has numbers of its own: z1 is 0.185, then 0.0925, to two decimals."""
    problem = product_line()
    w = problem.forward_pass().find("w1[1,1]")
    by = Rounding(decimals=2)
    for text, right in (("0.5", "0.185"), ("0.25", "0.0925")):
        judge = together(problem, [{"z1[1]": "0.17"}] * 2, [{w: Number(text, float(text))}] * 2, rounding=by)
        (z1,) = judge.sheet.asked
        found = judge.bounds.reach(z1, judge.columns[z1].value, True)
        low, high = Decimal(right) - Decimal("0.005"), Decimal(right) + Decimal("0.005")
        assert np.allclose([found.low, found.high], [[float(low)] * 2, [float(high)] * 2], rtol=0, atol=1e-8)


def test_of_those_left_out_nothing_is_found():
    """Two of three people are asked for: the first has 0.182 from their own z1, the last has not."""
    people = [{"z1[1]": "0.3100", "z2[1]": "0.1829"}] * 2 + [{"z1[1]": "0.4100", "z2[1]": "0.1829"}]
    judge = together(product_line(), people)
    judge._know_all()
    z2 = judge.sheet.asked[-1]
    found = judge.bounds.own(z2, judge.columns[z2].value, np.array([True, False, True]))
    assert [list(found.inside), list(found.endless)] == [[True, False, False], [False] * 3]
    half = 0.00005 * 0.59 + 0.00005  # 0.31 is 0.30995 to 0.31005, and the product is rounded
    assert list(found.width) == [pytest.approx(half), 0.0, pytest.approx(half)]


def test_a_given_number_is_reached_by_nothing_but_itself():
    texts = ("0.8300", "0.83", "0.8301", "0.8299")
    for by in (Rounding(), Rounding(decimals=2), Rounding(significant=2), Rounding(full=True)):
        found = statuses(product_line(), [{"w1[1,1]": text} for text in texts], rounding=by, **WITHOUT)
        assert found == [["right"], ["right"], ["wrong"], ["wrong"]]


def test_the_intervals_of_the_problems_own_numbers_are_made_once():
    problem = product_line()
    first, second = (alone(problem, {"z2[1]": "0.19"}, rounding=Rounding(decimals=2)) for _ in range(2))
    z2 = first.sheet.asked[0]
    assert first.sheet is second.sheet
    first.bounds.reach(z2, 0.19, True)
    (sweeps,) = first.sheet.intervals.values()
    second.bounds.reach(z2, 0.17, True)
    assert list(first.sheet.intervals.values()) == [sweeps]
    assert next(iter(first.sheet.intervals.values())) is sweeps


# --- two roundings together --------------------------------------------------------------------------------


@pytest.mark.parametrize("kernel", [Floats(), Arrays()], ids=["one", "many"])
def test_what_two_roundings_reach_is_what_either_does(kernel):
    for one, other in product((False, True), repeat=2):
        found = Reached(one, False, 1.0, 2.0, 3.0).wider(kernel, Reached(other, False, 0.5, 1.0, 2.5), True)
        assert bool(found.inside) is (one or other)
        assert (found.width, found.low, found.high) == (1.0, 1.0, 3.0)
        found = Reached(False, one, 0.25, 0.0, 3.0).wider(kernel, Reached(False, other, 0.5, 1.0, 4.0), True)
        assert bool(found.endless) is (one or other)
        assert (found.width, found.low, found.high) == (0.5, 0.0, 4.0)
        found = Reached(one, False, 0.25, 0.0, 3.0).wider(kernel, Reached(True, True, 9.0, -9.0, 9.0), False)
        assert (bool(found.inside), bool(found.endless)) == (one, False)
        assert (found.width, found.low, found.high) == (0.25, 0.0, 3.0)
    for first, second in ((True, False), (False, True)):
        found = Reached(first, second, 0.0).wider(kernel, Reached(second, first, 0.0), True)
        assert (bool(found.inside), bool(found.endless)) == (True, False)


def test_nothing_is_reached_for_nobody():
    for judge in (alone(product_line(), {"z2[1]": "0.18"}), together(product_line(), [{"z2[1]": "0.18"}])):
        z2 = judge.sheet.asked[0]
        for of in (judge.bounds.reach, judge.bounds.own):
            found = of(z2, judge.columns[z2].value, False)
            assert found[:3] == (False, False, 0.0)
            assert math.isnan(found.low)
            assert math.isnan(found.high)
