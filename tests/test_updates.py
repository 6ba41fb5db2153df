"""Updates and training give what plain loops over the same formulas give."""

from __future__ import annotations

import numpy as np
import pytest
from compare import apart, gradient_goals, magnitudes
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from mpmath import isfinite, mp
from networks import networks, problems
from witness import gradient, numbers_of, parameters, train_by_hand

from handnet import HandnetError, Network, Problem
from handnet.quantity import Derivative, Variable

J = Variable("J")
SMALL = {"most_layers": 2, "most_units": 3}
STEADY = 1e3
"""Beyond this, gradient descent runs away and doubles every error at each step."""


def descended(problem, updates):
    """The numbers after 0, 1, 2, … updates by the plain loop; drops what runs away or meets a kink."""
    history = train_by_hand(problem, updates)
    for numbers in history:
        assume(all(isfinite(value) and abs(value) < STEADY for value in numbers.values()))
    return history


def compare_all(problem, values, numbers, tolerance=1e-9):
    """Every parameter beside the plain loop's, measured by the largest parameter."""
    scale = max(1.0, *(abs(float(numbers[each])) for each in parameters(problem)))
    for each in parameters(problem):
        assert apart(values(each), numbers[each], scale) <= tolerance, each


@settings(max_examples=40)
@given(problems(networks(momentum=None, updates="batch")), st.sampled_from(["chain", "delta"]))
def test_an_update_is_a_step_against_the_gradient(problem, style):
    """w+ = w - eta dJ/dw, to the last bit, and the step is the slope of the loss times eta."""
    note(problem.to_toml())
    solution = problem.solve(style=style)
    eta, slopes = problem.learning_rate.value, gradient(problem)
    scales = magnitudes(solution)
    for each in parameters(problem):
        if each not in problem.network.frozen:
            w = problem.values[each].value
            assert solution.values[each.at(1)] == w - eta * solution.values[Derivative(J, each)]
            theirs = numbers_of(problem)[each] - numbers_of(problem)[Variable("eta")] * slopes[each]
            assert apart(solution.values[each.at(1)], theirs, scales[each.at(1)]) <= 1e-9
            change = solution[f"change_{each}"]
            assert change == -(eta * solution.values[Derivative(J, each)])


@settings(max_examples=15)
@given(
    problems(networks(**SMALL, updates="batch", momentum="0.9"), most_samples=2),
    st.sampled_from(["chain", "delta"]),
)
def test_momentum_over_three_updates(problem, style):
    """V := mu V - eta g, w := w + V, V starting at 0: beside a NumPy loop, written line by line and trained."""
    note(problem.to_toml())
    some = [each for each in parameters(problem) if each not in problem.network.frozen]
    assume(some)
    numbers = numbers_of(problem)
    w, v = np.array([float(numbers[each]) for each in some]), np.zeros(len(some))
    weights, velocities = [w], []
    for _ in range(3):
        slopes = gradient(problem, some, {**numbers, **dict(zip(some, map(mp.mpf, w), strict=True))})
        v = 0.9 * v - problem.learning_rate.value * np.array([float(slopes[each]) for each in some])
        w = w + v
        weights.append(w)
        velocities.append(v)
    assume(all(np.all(np.abs(each) < STEADY) for each in weights))
    solution, history = problem.solve(style=style), problem.train(3)
    scale = max(1.0, *(float(np.max(np.abs(each))) for each in (*weights, *velocities)))
    for t in range(4):
        for each, theirs in zip(some, weights[t], strict=True):
            assert apart(solution.value(each.at(t)), theirs, scale) <= 1e-9
            assert apart(history[t][str(each)], theirs, scale) <= 1e-9
    for t in range(3):
        for each, theirs in zip(some, velocities[t], strict=True):
            velocity = each._replace(name=f"velocity_{each.name}", time=t)
            assert apart(solution.value(velocity), theirs, scale) <= 1e-9
            assert apart(solution.value(velocity._replace(name=f"change_{each.name}")), theirs, scale) <= 1e-9


@settings(max_examples=20)
@given(problems(networks(**SMALL, updates="each")), st.sampled_from(["chain", "delta"]))
def test_updates_by_each_sample_in_turn(problem, style):
    """updates="each": sample 1, then 2, …, then 1 again, each with its own loss and the whole penalty."""
    note(problem.to_toml())
    updates = 5
    plain = descended(problem, updates)
    solution, history = problem.solve(style=style), problem.train(updates)
    for t in range(updates + 1):
        compare_all(problem, lambda each, t=t: solution.value(each.at(t)), plain[t])
        compare_all(problem, lambda each, t=t: history[t][each], plain[t])


@settings(max_examples=20)
@given(problems(networks(**SMALL), most_samples=3), st.sampled_from(["chain", "delta"]))
def test_after_seven_updates(problem, style):
    """solution["w1[1,1]@7"] is what training gives after 7 updates, and both are what a plain loop gives."""
    note(problem.to_toml())
    plain = descended(problem, 7)
    solution, history = problem.solve(style=style), problem.train(7)
    for each in parameters(problem):
        assert solution[f"{each}@7"] == history[7][str(each)]
    compare_all(problem, lambda each: solution[f"{each}@7"], plain[7])


@settings(max_examples=20)
@given(problems(networks(**SMALL), most_samples=3))
def test_gradients_after_updates(problem):
    """Derivatives, sums and losses after 2 updates are those of the parameters after 2 updates."""
    note(problem.to_toml())
    numbers = descended(problem, 2)[2]
    solution, snapshot = problem.solve(), problem.train(2)[2]
    later = problem.solve(*(f"{goal}@2" for goal in gradient_goals(problem)))
    scales = magnitudes(later)
    for by, theirs in gradient(problem, None, numbers).items():
        goal = Derivative(J, by)
        scale = max(scales[goal.at(2)], 1.0)
        assert apart(later.values[goal.at(2)], theirs, scale) <= 1e-7
        assert apart(snapshot[goal], theirs, scale) <= 1e-7
        assert apart(solution.value(goal.at(2)), theirs, scale) <= 1e-7


@settings(max_examples=20)
@given(problems(networks(**SMALL), most_samples=3))
def test_a_curve_has_the_value_after_every_update(problem):
    """History.values lists what history[0], history[1], … have, whatever is asked for."""
    note(problem.to_toml())
    descended(problem, 4)
    history = problem.train(4)
    goals = ["J", str(parameters(problem)[-1]), gradient_goals(problem)[0]]
    for goal in goals:
        curve = history.values(goal)
        assert len(curve) == len(history) == 5
        for t, value in enumerate(curve):
            assert apart(history[t][goal], value, max(1.0, abs(value))) <= 1e-9


def test_training_decides_at_a_kink_as_a_solution_does():
    """0.1 + 0.2 - 0.3 is 0 in a solution's ReLU; the first update of a training takes it for no more."""
    net = Network([3, 1, 1], ["relu", "identity"], bias="none")
    weights = [[["1", "1", "1"]], [["2"]]]
    problem = Problem(net, ["0.1", "0.2", "-0.3"], ["1"], weights, learning_rate="0.5")
    solution, history, goal = problem.solve(), problem.train(5), "dJ/dw1[1,1]"
    assert solution["z1[1]"] == 0
    assert history[1]["w1[1,1]"] == solution["w1[1,1]+"]
    assert history.values(goal)[0] == history[0][goal] == solution[goal]


def test_a_problem_with_other_numbers_is_the_problem_that_has_them():
    """Built anew with these numbers it is equal, and trains alike."""

    def problem(rate, weight, mu):
        network = Network([1, 1], bias="none", momentum=mu)
        return Problem(network, ["0.5"], ["1"], [[[weight]]], learning_rate=rate)

    first, other = problem("1", "0.3", "0.5"), problem("2", "-0.1", "0.9")
    changed = first.with_numbers({"eta": "2", "w1[1,1]": "-0.1", "mu": "0.9"})
    assert changed == other
    assert first == problem("1", "0.3", "0.5")  # it was left as it is
    assert changed.train(5)[5]["w1[1,1]"] == other.train(5)[5]["w1[1,1]"]
    assert first.with_numbers({}) == first
    with pytest.raises(HandnetError, match=r"z1\[1\] is worked out, not given"):
        first.with_numbers({"z1[1]": "0.2"})
    wide = Problem(Network([2, 3, 1], bias="none"), [1, 2], [1], [[[1, 2], [3, 4], [5, 6]], [[7, 8, 9]]])
    w1 = wide.solve()["W1"]
    assert (wide.with_numbers({"W1": 2 * w1}).solve()["W1"] == 2 * w1).all()
    assert (
        wide.with_numbers({"W1": "0.5", "w1[2,1]": "0"}).solve()["W1"] == [[0.5, 0.5], [0, 0.5], [0.5, 0.5]]
    ).all()
    assert wide.with_numbers({"W2": (9, 8, 7)}) == wide.with_numbers({"W2": [[9, 8, 7]]})
    for wrong in ([1, 2], w1.T, w1.ravel()):  # read row by row, a transposed array would be another one
        with pytest.raises(
            HandnetError, match=r"W1: . rows or numbers, but the array has the shape \(3, 2\)"
        ):
            wide.with_numbers({"W1": wrong})
    assert (
        wide.with_numbers({"eta": "2"}).train(1)[1]["w2[1,1]"]
        == wide.with_numbers({"eta": 2}).solve()["w2[1,1]+"]
    )
    yes_or_no = Problem(Network([1, 1], loss="bce"), ["0.5"], ["1"], [[["1"]]], [["0"]])
    with pytest.raises(HandnetError, match="targets from 0 to 1, found 2"):
        yes_or_no.with_numbers({"y[1]": "2"})
