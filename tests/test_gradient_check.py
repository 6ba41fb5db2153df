"""The gradient check: right gradients are never called wrong, wrong ones are, and why is derived."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks, problems
from witness import gradient

import handnet as hn
from handnet.gradient_check import check_gradients
from handnet.quantity import Derivative

TWO_TWO_ONE = hn.Problem(
    hn.Network([2, 2, 1]),
    x=["0.05", "0.10"],
    y=["0.01"],
    weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
    biases=[["0.35", "0.35"], ["0.60"]],
    learning_rate="0.5",
)
MEAN = hn.Problem(
    hn.Network([1, 1], loss="squared_error", reduction="mean", bias="none"),
    x=[[1], [2], [3], [4]],
    y=[[0], [1], [1], [0]],
    weights=[[["0.5"]]],
)


def check(problem, *goals, step="1e-4", mistakes=(), own=None, notation="standard"):
    return check_gradients(problem.solve(mistakes=mistakes, notation=notation), goals, step, own)


def sigma(z):
    return 1 / (1 + math.exp(-z))


def small(**fixed):
    return networks(most_layers=3, most_units=3, **fixed)


# --- right gradients are right -----------------------------------------------------------------------------


@given(st.data(), st.sampled_from(["1", "0.5", "1e-2", "1e-3", "1e-4", "1e-4", "1e-6", "1e-8"]))
@settings(max_examples=120, deadline=None)
def test_right_gradients_are_never_called_wrong(data, step):
    """Whatever the network and the convention; a ReLU within four steps of its kink is named instead."""
    problem = data.draw(problems(small(), most_samples=3))
    for row in check(problem, step=step):
        large = ("step too large", "no number") if float(step) > 0.1 else ()
        assert row.verdict in ("agrees", "too small to tell", "kink", *large)
        assert row.verdict != "kink" or row.kinks


@given(
    st.lists(st.integers(-20, 20).map(lambda n: n / 10), min_size=8, max_size=8),
    st.sampled_from(["tanh", "sigmoid", "identity"]),
    st.sampled_from(["1e-2", "1e-4", "1e-6"]),
)
@settings(max_examples=100, deadline=None)
def test_also_at_the_bottom_where_the_loss_is_nothing_but_rounding(numbers, name, step):
    """The target is the output: J and all of its gradients are 0, but for rounding errors."""
    a, b, c, d, e, f, *x = numbers

    def at(y):
        return hn.Problem(hn.Network([2, 2, 1], name, bias="none"), x, [y], [[[a, b], [c, d]], [[e, f]]])

    problem = at(at(0).solve("a2[1]")["a2[1]"])
    for row in check(problem, step=step):
        assert row.verdict != "differs"


@st.composite
def goals(draw, problem):
    """A derivative of the loss, or of an output, by anything that stands before it."""
    definitions = problem.forward_pass().definitions()
    outputs = [each for each in definitions.of if each.name in ("J", "a")]
    of = draw(st.sampled_from([definitions.total, *outputs]))
    upstream = [each for each in definitions.upstream(of) if each != of]
    return Derivative(of, draw(st.sampled_from(sorted(upstream))))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_derivative_by_anything_before_it(data):
    problem = data.draw(problems(small(), most_samples=2))
    goal = data.draw(goals(problem))
    row = check(problem, str(goal)).rows[0]
    assert row.verdict in ("agrees", "too small to tell", "kink")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_error_terms_are_derivatives_too_in_the_sign_of_the_convention(data):
    problem = data.draw(problems(small(), most_samples=2))
    for row in check(problem, "delta1"):
        assert row.verdict in ("agrees", "too small to tell", "kink")


def test_a_step_that_is_too_large_for_large_inputs_is_no_mistake():
    """An input of 50000 moves its weighted sum by 5; what is wrong with every step stays wrong."""
    problem = hn.Problem(
        hn.Network([2, 2, 1]), ["50000", "35"], ["0.3"],
        [[["0.00002", "0.01"], ["-0.00003", "0.02"]], [["0.4", "-0.5"]]], [["0.1", "0.2"], ["0.3"]],
    )  # fmt: skip
    found = check(problem)
    too_large = [row for row in found if row.verdict == "step too large"]
    assert [str(row.goal) for row in too_large] == ["dJ/dw1[1,1]", "dJ/dw1[2,1]"]
    assert all(check(problem, str(row.goal), step=repr(row.smaller)).ok for row in too_large)
    assert not found.ok
    assert not found.wrong
    text = str(found).replace("\n", " ")
    assert "dJ/dw1[1,1], dJ/dw1[2,1]: a smaller step says otherwise. Take one, such as 1e-09." in text
    right = problem.solve()["dJ/dw1[1,1]"]
    for times in (-1, 0, 0.5, 0.9, 2):  # half of it is within what the large step allows
        assert not check(problem, own={"dJ/dw1[1,1]": times * right}).ok


def test_the_quotient_is_that_of_the_forward_pass():
    """By hand, for one weight: J = 1/2 (sigma(2w) - 1)^2."""
    problem = hn.Problem(hn.Network([1, 1], bias="none"), [2], [1], [[["0.3"]]])
    row = check(problem, "dJ/dw1[1,1]", step="0.01").rows[0]

    def loss(w):
        return (sigma(2 * w) - 1) ** 2 / 2

    assert row.numeric == pytest.approx((loss(0.31) - loss(0.29)) / 0.02, rel=1e-12)
    assert row.difference == pytest.approx(row.analytic - row.numeric)
    third = mpmath.diff(lambda w: (1 / (1 + mpmath.exp(-2 * w)) - 1) ** 2 / 2, mpmath.mpf("0.3"), 3)
    assert -row.difference == pytest.approx(float(third) * 0.01**2 / 6, rel=1e-3)
    assert abs(row.difference) <= row.curvature <= 2.1 * abs(row.difference)


def test_a_whole_graph_written_by_hand():
    solution = hn.Graph({"q": "x + y", "f": "q*z"}).solve({"x": -2, "y": 5, "z": -4})
    found = check_gradients(solution)
    assert [row.numeric for row in found] == pytest.approx([-4, -4, 3])
    assert found.ok
    assert check_gradients(solution, ["df/dq"])["df/dq"].numeric == pytest.approx(-4)


# --- wrong ones are wrong -----------------------------------------------------------------------------------


@given(st.data(), st.sampled_from(sorted(hn.MISTAKES)))
@settings(max_examples=120, deadline=None)
def test_a_mistake_is_seen_where_it_matters(data, code):
    """Called wrong exactly where it is further from the textbook's gradient than is allowed."""
    problem = data.draw(problems(small(convention=False), most_samples=2))
    found = check(problem, mistakes=[code])
    right = gradient(problem, [row.goal.by for row in found])
    for row in found:
        if row.kinks:
            continue
        apart = abs(row.analytic - float(right[row.goal.by]))
        if apart > 2 * row.allowed:
            assert row.verdict == "differs"
        if apart == 0:
            assert row.verdict != "differs"


@pytest.mark.parametrize(
    ("code", "times"),
    [("inner-minus-lost", "-1 times"), ("mean-lost", "4 times")],
)
def test_it_says_how_many_times_too_large_they_are(code, times):
    found = check(MEAN, mistakes=[code])
    assert len(found.wrong) == len(found) == 1
    assert f"It is {times} the quotient." in str(found)
    assert hn.mistake(code).title in str(found).replace("\n", " ")


def test_only_the_layers_below_are_wrong_where_the_mistake_is_made_in_one():
    made = hn.mistake("slope-of-activation").at(layer=1)
    found = check(TWO_TWO_ONE, mistakes=[made])
    assert {row.goal.by.layer for row in found.wrong} == {1}
    assert len(found.wrong) == 6
    assert "6 of 9 differ by more than is allowed: dJ/dw1[1,1], " in str(found)


# --- own numbers ----------------------------------------------------------------------------------------------


def test_own_numbers_are_as_exact_as_they_are_written():
    right = TWO_TWO_ONE.solve()["dJ/dw2[1,1]"]  # 0.082167041...
    for text in ("0.08", "0.0822", "8.22e-2", "0.082167041"):
        assert check(TWO_TWO_ONE, own={"dJ/dw2[1,1]": text}).ok
    for given_ in ("0.0821", "0.083", 0.08, "1/12", "0", -right):
        assert check(TWO_TWO_ONE, own={"dJ/dw2[1,1]": given_}).wrong
    assert check(TWO_TWO_ONE, own={"dJ/dw2[1,1]": right}).ok


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_arrays_from_own_code(dtype):
    """NumPy's own backward pass in either precision; float32 is given its own rounding."""
    x, y = np.array([0.05, 0.1], dtype), np.array([0.01], dtype)
    W1, W2 = np.array([[0.15, 0.2], [0.25, 0.3]], dtype), np.array([[0.4, 0.45]], dtype)
    a1 = 1 / (1 + np.exp(-(W1 @ x + np.array([0.35, 0.35], dtype))))
    a2 = 1 / (1 + np.exp(-(W2 @ a1 + np.array([0.6], dtype))))
    d2 = (a2 - y) * a2 * (1 - a2)
    d1 = (W2.T @ d2) * a1 * (1 - a1)
    own = {"dJ/dW2": np.outer(d2, a1), "dJ/db2": d2, "dJ/dW1": np.outer(d1, x), "dJ/db1": d1}
    assert own["dJ/dW1"].dtype == dtype
    found = check(TWO_TWO_ONE, own=own)
    assert len(found) == 9
    assert found.ok
    own["dJ/dW1"] = np.outer(x, d1)  # transposed: right only on its diagonal
    assert [str(row.goal) for row in check(TWO_TWO_ONE, own=own).wrong] == ["dJ/dw1[1,2]", "dJ/dw1[2,1]"]


def test_own_numbers_beside_other_goals():
    found = check(TWO_TWO_ONE, "dJ/dW2", own={"dJ/dw2[1,1]": "0.09"})
    assert [(row.own, row.verdict) for row in found] == [("0.09", "differs"), ("", "agrees")]


# --- what is shown --------------------------------------------------------------------------------------------


def test_the_summary_counts_and_names_the_largest():
    found = check(TWO_TWO_ONE)
    worst = max(found, key=lambda row: abs(row.difference))
    text = str(found).replace("\n", " ")
    assert (
        f"All 9 agree; the largest difference is {abs(worst.difference):.1e}, at {worst.goal}, where" in text
    )
    assert "(J(w2[1,1] + h) - J(w2[1,1] - h))/(2*h)" in text


def test_of_a_network_that_is_all_frozen_it_says_so():
    frozen = hn.Problem(hn.Network([1, 1], bias="none", frozen=["w1"]), [1], [1], [[[1]]])
    assert "All parameters are frozen. Name what to check" in str(check(frozen))
    assert check(frozen, "dJ/dw1[1,1]").ok


def test_letters_of_a_notation():
    found = check(TWO_TWO_ONE, "dE_total/dw1", notation="mazur")
    assert found["dE_total/dw1"] is found["dJ/dw1[1,1]"]
    assert "(E_total(w1 + h) - E_total(w1 - h))/(2*h)" in str(found)


def test_a_large_check_is_shortened_in_a_notebook_wrong_ones_first():
    net = hn.Network([6, 6, 2], activation="tanh")
    weights = [[[((3 * j + k) % 7 - 3) / 5 for k in range(6)] for j in range(units)] for units in (6, 2)]
    problem = hn.Problem(net, [0.1] * 6, [1, 0], weights, [[0] * 6, [0] * 2])
    right = problem.solve()["dJ/dw1[6,6]"]
    every = [str(goal) for goal in problem.derive().goals if isinstance(goal, Derivative)]
    found = check(problem, *every, own={"dJ/dw1[6,6]": 2 * right})
    shown = found._repr_mimebundle_()["text/plain"]
    assert len(found) == 56
    assert shown.count("agrees") == 39
    assert "DIFFERS" in shown
    assert "16 more rows are not shown" in shown
    assert str(found).count("agrees") == 55


def test_all_forms():
    found = check(TWO_TWO_ONE, mistakes=["step-added", "slope-of-activation"])
    for shown in (found, found.steps("dJ/dw1[1,1]"), check(TWO_TWO_ONE, own={"dJ/db1": [1, "0.5"]})):
        assert r"\frac" in shown.to_markdown()
        assert r"\begin" in shown.to_latex()
        assert str(shown) == shown.to_text()


# --- what does not fit ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: check(TWO_TWO_ONE, "z1[1]"), "z1\\[1\\] is not a derivative"),
        (lambda: check(TWO_TWO_ONE, "dJ/dw1[1,1]+"), "after an update"),
        (lambda: check(TWO_TWO_ONE, step=0), "step: found 0"),
        (lambda: check(TWO_TWO_ONE, step="x"), "step: cannot read"),
        (lambda: check(TWO_TWO_ONE, own=["0.1"]), "give numbers by address"),
        (lambda: check(TWO_TWO_ONE, own={"dJ/dw1[3,1]": 1}), "no quantity"),
        (lambda: check(TWO_TWO_ONE, own={"dJ/dW1": [1, 2, 3]}), r"3 rows or numbers, but .* shape \(2, 2\)"),
        (lambda: check(TWO_TWO_ONE, own={"dJ/dW1": [1, 2]}), r"one number, but .* shape \(2,\)"),
        (lambda: check(TWO_TWO_ONE, own={"dJ/dw1[1,1]": [1]}), "give one number"),
        (lambda: check(TWO_TWO_ONE, own={"dJ/dw1[1,1]": "nan"}), "own, dJ/dw1.*cannot read"),
        (lambda: check(TWO_TWO_ONE)["dJ/dx[1]"], "not among what was checked"),
        (lambda: check_gradients(TWO_TWO_ONE.solve(given={"z1[1]": 1})), "stated values"),
    ],
)
def test_errors_say_what_fits(made, says):
    with pytest.raises(hn.HandnetError, match=says) as found:
        made()
    assert "\n" not in str(found.value)
