"""Numbers at the ends of the floats: right to their bound in every way of working, and explained where infinite.

The long run is `python tests/extremes.py`, which prints its figures.
"""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from extremes import MOST_OVER_BOUND, RELATIVE, WAYS, drawn, measured
from mpmath import mp, mpf
from running_errors import activated, sigma, softplus, worked_out
from wide import UNIT, given

import handnet as hn
from handnet.quantity import Variable
from handnet.render.beyond import why_not_finite
from handnet.terms import Number, Power, Product, Quotient, apply
from handnet.value import evaluate, from_fractions, power

X = Variable("x")
PROBLEMS, FEW_PAGES = 16, 6
NOT_CANCELLING = {"sigmoid, cross_entropy", "softplus, cross_entropy", "softmax, binary_cross_entropy"}
"""Where activation and loss have no short error term, and floats leave infinity times 0."""


@pytest.fixture(scope="module")
def some():
    """Problems drawn at the ends of the floats, and their true values."""
    problems = [drawn(seed, 0.3) for seed in range(PROBLEMS)]
    truths = [worked_out(problem) for problem in problems]
    sizes = [abs(wide.value) for truth in truths for wide in truth.values()]
    assert sum(size > 1e200 for size in sizes) > 10
    assert sum(0 < size < 1e-200 for size in sizes) > 10
    return problems, truths


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_working_keeps_to_its_bound(way, some):
    """No warning; no error over the bound; 13 digits where the lines are well conditioned."""
    few = FEW_PAGES if way == "the page" else PROBLEMS
    found = measured(way, *(each[:few] for each in some))
    assert not found.astray, found.astray[0]
    assert found.over_bound <= MOST_OVER_BOUND
    assert found.relative <= RELATIVE
    assert found.well > found.values / 3 > 50


@pytest.mark.parametrize("way", ["solve, chain", "solve, delta"])
def test_what_a_student_reads_is_finite_wherever_the_truth_is(way, some):
    """But for a cross-entropy of an output that is 0 or 1 in floats, and losses whose slopes do not cancel."""
    found = measured(way, *some)
    assert found.not_finite
    for kind in found.not_finite:
        assert "beyond" in kind or kind.startswith("J of") or kind.partition(" of ")[2] in NOT_CANCELLING, (
            kind
        )


def test_the_textbook_with_many_digits_is_the_plain_one():
    """Where 1000 digits leave nothing to lose, the plain definitions give the same values and slopes."""
    for text in ("-1000", "-36.5", "-1e-300", "0.5", "709.5"):
        z = given(text)
        with mp.workdps(1000):
            plain = 1 / (1 + mp.exp(-z.value))
            pairs = [(sigma(z.value), plain), (softplus(z.value), mp.log(1 + mp.exp(z.value)))]
            for name, slope in (("sigmoid", plain * (1 - plain)), ("tanh", 1 - mp.tanh(z.value) ** 2)):
                pairs.append((activated(name, z)[1].value, slope))
            for ours, theirs in pairs:
                assert abs(ours - theirs) <= UNIT**4 * abs(theirs), text


def test_a_bound_is_not_idle():
    """A value that is off by a few last places breaks its bound, so it would be seen."""
    z = given("0.1") * given("3") + given("0.7")
    assert abs(mpf(0.1 * 3 + 0.7) - z.value) <= z.off
    assert abs(mpf(math.nextafter(0.1 * 3 + 0.7, 2) + 4e-16) - z.value) > z.off


# --- what was found, and stays mended ------------------------------------------------------------------


def one_unit(activation, loss, z, y="0", **options):
    network = hn.Network([1, 1], activation, loss, bias="none", **options)
    return hn.Problem(network, x=["1"], y=[y], weights=[[[z]]], learning_rate=1)


@pytest.mark.parametrize(("weight", "z"), [("1e300", math.inf), ("-1e300", -math.inf)])
@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "identity", "tanh"])
def test_a_product_beyond_all_floats_is_infinite(activation, weight, z):
    problem = hn.Problem(hn.Network([1, 1], activation), ["1e300"], ["0"], [[[weight]]], [["0"]], 1)
    solution = problem.solve()
    assert solution["z1[1]"] == z
    assert "infinity (outside the range of floats)" in solution.to_text()
    assert "calculate" in solution.to_python()


def test_what_cancels_beyond_all_floats_is_found_by_fractions():
    network = hn.Network([2, 1, 1], ["relu", "identity"], bias="none")
    problem = hn.Problem(network, ["1e300", "1e300"], ["0"], [[["1e300", "-1e300"]], [["2"]]], None, 1)
    assert problem.solve()["z1[1]"] == 0
    assert "z1_1 =" in problem.solve().to_python()
    assert one_unit("identity", "half_squared_error", "1.5e154").solve()["J"] == pytest.approx(1.125e308)


def test_fractions_are_rounded_once():
    whole = Product((Number.of(3), Power(X, Number.of(2))))
    assert from_fractions(whole, {X: 0.1}) == float(3 * hn.terms.Fraction(0.1) ** 2)
    assert from_fractions(whole, {X: 1e200}) == math.inf
    assert from_fractions(whole, {X: math.inf}) is None
    assert from_fractions(Quotient(Product((X, X)), Number("1e300", 1e300)), {X: -1e200}) == pytest.approx(
        1e100
    )


@pytest.mark.parametrize(
    ("base", "exponent", "value"),
    [
        (-5e-324, -1.5, math.nan),
        (-1e300, 1.5, math.nan),
        (-1e-300, -3.0, -math.inf),
        (-1e300, 3.0, -math.inf),
        (-1e300, 4.0, math.inf),
        (1e300, 1.5, math.inf),
        (-0.0, -3.0, math.inf),
        (-8.0, 3.0, -512.0),
    ],
)
def test_powers_have_the_sign_that_they_should(base, exponent, value):
    found = power(base, exponent)
    assert found == value or (math.isnan(found) and math.isnan(value))
    with np.errstate(all="ignore"):
        array = np.power(base + 0.0, exponent)
    assert array == value or (math.isnan(array) and math.isnan(value))


def test_the_powers_of_a_softmax_keep_their_digits():
    """e^-744 has one digit as a float; with the largest weighted sum subtracted e^-544 has them all."""
    network = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")
    problem = hn.Problem(network, ["1"], ["1", "0"], [[["-200"], ["-744"]]], None, 1)
    assert problem.solve()["a1[2]"] == pytest.approx(math.exp(-544), rel=1e-13)


# --- why a value is not finite --------------------------------------------------------------------------


@pytest.mark.parametrize(("z", "y"), [("-800", "1"), ("800", "0")])
def test_a_cross_entropy_at_0_and_at_1_explains_itself(z, y):
    solution = one_unit("sigmoid", "binary_cross_entropy", z, y).solve()
    text = solution.to_text()
    assert solution["J"] == math.inf
    assert "infinity (an output is 0 or 1 to all digits of a float)" in text
    assert "dJ/dz1[1] = a1[1] - y[1]" in text  # the two slopes together, which is finite
    assert solution["dJ/dz1[1]"] == (1 if y == "0" else -1)
    own = solution.line("J").to_text()
    slope = one_unit("sigmoid", "binary_cross_entropy", z, y).solve("dJ/da1[1]").to_text()
    assert "an output is 0 or 1" in own
    assert "infinity (an output is 0 or 1 to all digits of a float)" in slope


def test_a_categorical_cross_entropy_explains_itself():
    network = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")
    solution = hn.Problem(network, ["1"], ["0", "1"], [[["800"], ["0"]]], None, 1).solve()
    text = solution.to_text()
    assert "infinity (an output is 0 or 1 to all digits of a float)" in text
    assert "J = J[1] + J[2] = 0 + infinity = infinity (an infinite number is in it)" in text
    assert list(solution["dJ/dZ1"]) == [1, -1]


def test_a_loss_whose_slope_does_not_cancel_says_what_is_left():
    text = one_unit("sigmoid", "cross_entropy", "-800", "1").solve().to_text()
    assert "(-infinity)*0" in text
    assert "undefined (infinity times 0 has no value)" in text
    assert "undefined (an undefined number is in it)" in text


@pytest.mark.parametrize(
    ("term", "x", "why"),
    [
        (apply("ln", X), 0.0, "the logarithm of 0"),
        (apply("ln", X), -1.0, "the logarithm of a negative number"),
        (apply("weighted_ln", Number.of(1), X), 0.0, "an output is 0 or 1 to all digits of a float"),
        (apply("weighted_inverse", Number.of(1), X), 0.0, "an output is 0 or 1 to all digits of a float"),
        (Quotient(Number.of(1), X), 0.0, "a division by 0"),
        (apply("exp", X), 1000.0, "outside the range of floats"),
        (apply("sqrt", X), -1.0, "no real number"),
        (Product((X, X)), math.inf, "an infinite number is in it"),
        (apply("sin", X), math.inf, "two infinities leave no value"),
        (Product((X, X)), math.nan, "an undefined number is in it"),
        (Product((X, X)), 2.0, ""),
    ],
)
def test_every_reason_is_told_by_itself(term, x, why):
    assert why_not_finite(term, evaluate(term, {X: x}), {X: x}) == why


def test_nothing_warns_where_arrays_leave_the_floats():
    problem = one_unit("relu", "squared_error", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = problem.sweep({"w1[1,1]": [1e300, -1e300, math.nan, 0.0]}, "J", "dJ/dw1[1,1]")
    assert [math.isnan(each) for each in found["J"]] == [False, False, True, False]
    assert math.isnan(found["dJ/dw1[1,1]"][2])
