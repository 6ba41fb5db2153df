"""The loss as a landscape: its values, its slopes, and walks that agree with training."""

from __future__ import annotations

import math
import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import networks, problems

import handnet as hn
from handnet.landscapes import landscape
from handnet.quantity import Variable

BOWL = hn.Graph({"J": "1/2*(w*x - y)^2"}).solve({"w": 3, "x": 2, "y": 1})
LINE = hn.Problem(
    hn.Network([1, 1], "identity", bias="none"),
    x=[[1], [2]],
    y=[[1], [3]],
    weights=[[["-1"]]],
    learning_rate="0.1",
)  # J = 1/2 (w - 1)^2 + 1/2 (2w - 3)^2: the bottom is at w = 1.4, and J'' is 5
SIGMOID = hn.Problem(
    hn.Network([1, 1], bias="none"), x=[[1], [2]], y=[["0.7"], ["0.8"]], weights=[[[-3]]], learning_rate=5
)
TWO_VALLEYS = hn.Problem(
    hn.Network([1, 1], frozen=["b1"]), x=[[-1], [4]], y=[["0.7"], ["0.5"]], weights=[[[2]]], biases=[[-2]]
)
XOR = hn.Problem(
    hn.Network([2, 2, 1]),
    x=[[0, 0], [0, 1], [1, 0], [1, 1]],
    y=[[0], [1], [1], [0]],
    weights=[[[1, -1], [-1, 1]], [[1, 1]]],
    biases=[[0, 0], [0]],
)


FROZEN = hn.Problem(hn.Network([1, 1], bias="none", frozen=["w1"]), [1], [1], [[[1]]])


def sigma(z):
    return 1 / (1 + math.exp(-z))


def valleys(w):
    """The loss of TWO_VALLEYS, by hand."""
    return (sigma(-w - 2) - 0.7) ** 2 / 2 + (sigma(4 * w - 2) - 0.5) ** 2 / 2


@st.composite
def trained(draw, **fixed):
    """A problem with a parameter that is not frozen."""
    net = draw(networks(most_layers=2, most_units=3, **fixed))
    problem = draw(problems(st.just(net), most_samples=3))
    source = problem.forward_pass()
    assume(not all(map(source.is_frozen, source.parameters())))
    return problem


# --- values and slopes ----------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=60)
def test_values_are_those_of_a_problem_with_these_numbers(data):
    problem = data.draw(trained())
    land = landscape(problem)
    assert land.value(*land.start) == pytest.approx(problem.solve("J")["J"], rel=1e-12, abs=1e-300)
    moved = dict(zip(map(str, land.quantities), data.draw(points(land)), strict=True))
    other = problem.solve("J", given=moved)["J"]
    assert land.value(*moved.values()) == pytest.approx(other, rel=1e-9, abs=1e-12)


def points(land):
    """Points near the start of a landscape."""
    return st.tuples(*(st.integers(-9, 9).map(lambda n, at=at: at + n / 10) for at in land.start))


@given(st.data())
@settings(max_examples=60)
def test_slopes_are_differences_of_values_whatever_the_convention(data):
    problem = data.draw(trained())
    land = landscape(problem)
    for place, slope in enumerate(land.slope(*land.start)):
        there, back = ([*land.start] for _ in range(2))
        there[place] += 1e-5
        back[place] -= 1e-5
        quotient = (land.value(*there) - land.value(*back)) / 2e-5
        assert slope == pytest.approx(quotient, rel=1e-4, abs=1e-6)


def test_values_over_arrays_are_the_single_values():
    land = landscape(XOR, "w1[1,1]", "w2[1,2]")
    across, up = np.meshgrid(np.linspace(-3, 3, 7), np.linspace(-2, 2, 5))
    found = land.values(across, up)
    assert found.shape == (5, 7)
    for at in np.ndindex(5, 7):
        assert found[at] == pytest.approx(land.value(across[at], up[at]), rel=1e-14)
    assert landscape(TWO_VALLEYS).values(np.array([0.5]))[0] == pytest.approx(valleys(0.5), rel=1e-14)


def test_what_is_looked_at():
    """J, the last line of a graph, the only output, or what is asked for."""
    assert landscape(BOWL).of == Variable("J")
    assert landscape(BOWL).quantities == tuple(map(Variable, "wxy"))
    net = hn.Network([1, 1], loss="none", bias="none")
    assert landscape(hn.Problem(net, [2], weights=[[[3]]])).value(3) == sigma(6)
    assert landscape(XOR, "W1", of="a1[1](2)").value(1, -1) == sigma(-1)  # the other unit has no part in it
    after = landscape(LINE, "eta", of="J+")  # the loss after an update, over the learning rate
    assert after.value("0.2") == pytest.approx(0.1)
    with pytest.raises(hn.HandnetError, match="not stand in the forward pass"):
        after.slope("0.2")


def test_arrays_and_all_parameters_leave_out_what_is_frozen():
    net = hn.Network([2, 1], frozen=["w1[1,2]"])
    problem = hn.Problem(net, [1, 2], [0], [[[1, 1]]], [[0]])
    assert list(map(str, landscape(problem, "W1").quantities)) == ["w1[1,1]"]
    assert list(map(str, landscape(problem).quantities)) == ["w1[1,1]", "b1[1]"]
    assert list(map(str, landscape(problem, "w1[1,2]").quantities)) == ["w1[1,2]"]  # named, it moves


def test_letters_are_those_of_the_notation():
    land = landscape(XOR, "w1[1,2]", notation="mazur")
    assert (land.letters[0].text, land.loss_letter.text) == ("w2", "E_total")
    assert landscape(XOR, "w2", notation="mazur").quantities == land.quantities


def test_targets_may_move_where_they_add_up_to_one():
    """Softmax with cross-entropy has the short error term only for targets that add up to 1."""
    net = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")
    problem = hn.Problem(net, [1], [1, 0], [[["0.5"], ["-0.5"]]])
    land = landscape(problem, "y[1]", "w1[1,1]")
    a = 1 / (1 + math.exp(-1))
    assert land.value(3, "0.5") == pytest.approx(-3 * math.log(a))
    assert land.slope(3, "0.5")[1] == pytest.approx(-3 * (1 - a))


# --- descent --------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=50)
def test_descent_is_training_where_all_parameters_move(data):
    problem = data.draw(trained(updates="batch"))
    land, momentum = landscape(problem), problem.network.momentum
    mu = 0 if momentum is None else momentum.text
    walk = land.descend(land.start, problem.learning_rate.text, 5, momentum=mu)
    history = problem.train(5)
    for time, point in enumerate(walk.points):
        expected = [history[time][quantity] for quantity in land.quantities]
        assert point == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("mu", ["0", "0.9"])
def test_descent_on_one_weight_is_training_of_a_one_weight_network(mu):
    net = hn.Network([1, 1], bias="none", momentum=mu)
    problem = hn.Problem(net, [[1], [2]], [["0.7"], ["0.8"]], [[[-3]]], learning_rate=2)
    walk = landscape(problem).descend(-3, 2, 200, momentum=mu)
    history = problem.train(200)
    for time in (1, 2, 10, 199, 200):
        assert walk.points[time][0] == pytest.approx(history[time]["w1[1,1]"], abs=1e-12)
        assert walk.losses[time] == pytest.approx(history[time]["J"], abs=1e-12)


@given(st.floats(0.01, 0.6), st.floats(0, 0.95), st.floats(0, 2), st.integers(0, 30))
def test_a_parabola_by_hand(rate, momentum, anneal, updates):
    """J = (2w - 1)^2/2: velocity and annealing by the formulas of the module, written once more."""
    walk = landscape(BOWL, "w").descend(3, rate, updates, momentum=momentum, anneal=anneal)
    w, V = 3.0, 0.0
    for t in range(updates):
        V = momentum * V - rate / (1 + anneal * t) * (2 * w - 1) * 2
        w += V
        assert walk.points[t + 1][0] == pytest.approx(w, rel=1e-9, abs=1e-9)
        assert walk.losses[t + 1] == pytest.approx((2 * w - 1) ** 2 / 2, rel=1e-6, abs=1e-9)
        assert walk.rates[t] == pytest.approx(rate / (1 + anneal * t))
    assert len(walk) == updates + 1


def test_each_update_multiplies_the_distance_to_the_bottom():
    """On a parabola by 1 - eta J'': small rates crawl, above 1/J'' they jump over, above 2/J'' diverge."""
    land = landscape(LINE)
    for rate, jumps in (("0.01", 0), ("0.1", 0), ("0.3", 20), ("0.41", 20)):
        walk = land.descend(-1, rate, 20)
        factor = 1 - 5 * float(rate)
        for (here,), (there,) in pairwise(walk.points):
            assert there - 1.4 == pytest.approx(factor * (here - 1.4), rel=1e-6)
        assert walk.jumps == jumps
        assert walk.growths == (20 if abs(factor) > 1 else 0)


def test_a_sigmoid_does_not_run_away_but_is_thrown_onto_the_plateau():
    land = landscape(SIGMOID)
    ends = {rate: land.descend(-3, rate, 30).end[0] for rate in ("0.5", "5", "80")}
    best = land.descend(-3, 5, 400).end[0]
    assert abs(land.slope(best)[0]) < 1e-12
    assert ends["0.5"] < -2  # crawls
    assert ends["5"] == pytest.approx(best, abs=1e-6)
    assert ends["80"] > 20  # where the slope is as good as 0
    assert abs(land.slope(ends["80"])[0]) < 1e-9


def test_momentum_is_faster_at_the_same_rate():
    land = landscape(LINE)
    plain, rolling = (land.descend(-1, "0.01", 200, momentum=mu) for mu in (0, "0.5"))

    def arrived(walk):
        return max(time for time, (w,) in enumerate(walk.points) if abs(w - 1.4) > 0.01) + 1

    assert (arrived(plain), arrived(rolling)) == (107, 47)


def test_annealing_rescues_a_rate_that_is_too_large_at_first():
    land = landscape(LINE)
    assert land.descend(-1, "0.45", 30).losses[-1] > 1e6
    rescued = land.descend(-1, "0.45", 30, anneal="0.1")
    assert rescued.losses[1] > rescued.losses[0]
    assert rescued.losses[-1] == pytest.approx(0.1, abs=1e-6)
    assert "eta_t = eta/(1 + 0.1*t)" in str(rescued)


def test_the_table_of_two_quantities_has_no_column_that_follows_from_another():
    land = landscape(XOR, "w2[1,1]", "w2[1,2]")
    plain, rolling = (str(land.descend(land.start, 1, 2, momentum=mu)) for mu in (0, "0.5"))
    header = ["update", "w2[1,1]", "w2[1,2]", "J", "dJ/dw2[1,1]", "dJ/dw2[1,2]"]
    assert header in [line.split() for line in plain.splitlines()]
    assert "V of w2[1,2]" in rolling


def test_one_side_stays_in_the_worse_valley_and_momentum_rolls_over():
    land = landscape(TWO_VALLEYS)
    walks = [land.descend(2, 1, 300), land.descend(-1, 1, 300), land.descend(2, 1, 300, momentum="0.9")]
    worse, better, rolled = ((walk.end[0], walk.losses[-1]) for walk in walks)
    assert worse == pytest.approx((0.454, 0.1938), abs=1e-3)
    assert better == pytest.approx((-2.847, 0.1250), abs=1e-3)
    assert rolled == pytest.approx(better, abs=1e-4)
    for w in (worse[0], better[0]):  # both are minima of the loss written by hand
        assert valleys(w) < min(valleys(w - 0.01), valleys(w + 0.01))


def test_a_walk_that_leaves_the_floats_stops_and_says_so():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        walk = landscape(BOWL, "w").descend(3, 2, 1000)
    assert walk.left
    assert len(walk.steps) + 1 == len(walk) < 1000
    assert all(map(math.isfinite, (*walk.losses, *(w for (w,) in walk.points))))
    assert "leaves the range of floats" in str(walk)
    assert "inf" not in str(walk)
    assert "nan" not in str(walk)


def test_a_solution_with_a_mistake_walks_along_the_wrong_gradient():
    right, wrong = (
        landscape(LINE.solve(mistakes=made), "w1[1,1]").descend(-1, "0.1", 10)
        for made in ((), ["inner-minus-lost"])
    )
    assert right.end == pytest.approx(landscape(LINE).descend(-1, "0.1", 10).end)
    assert wrong.growths == 10  # the gradient has the wrong sign
