"""Every way to the same numbers: generated lines, many columns, whole arrays; and which of them is taken."""

from __future__ import annotations

import math
import random
import struct
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from formulas import terms
from hypothesis import assume, given, settings
from networks import graphs, problems

import handnet as hn
from handnet import columns as columns_module
from handnet import gradients as gradients_module
from handnet.elementary import ELEMENTARY
from handnet.matrix_view.work_out import work_out
from handnet.numeric import WRITTEN_OUT, Program, float_names
from handnet.quantity import Derivative, Variable
from handnet.rules import Rule
from handnet.setting import Setting
from handnet.step import Step
from handnet.terms import Product, Sum, quantities
from handnet.value import evaluate

HOSTILE = [0.0, -0.0, 1e-320, -1e-320, 0.3, -0.3, -40.0, 40.0, -707.9, -708.1, -709.9, -745.0, -746.0]
HOSTILE += [708.0, 710.0, 1000.0, -1000.0, 1e300, -1e300, math.inf, -math.inf, math.nan]
ROUNDING = (
    1e-7  # some of the problems drawn are badly conditioned; a wrong formula is wrong in the first digits
)


def both_ways(monkeypatch, work):
    """What `work` gives line by line, and with whole arrays."""
    found = []
    for large in (math.inf, -1):
        monkeypatch.setattr(gradients_module, "LARGE", large)
        found.append(work())
    return found


def apart(first, second) -> float:
    """The largest difference of two arrays, in parts of the largest number in the first."""
    first, second = np.asarray(first, float), np.asarray(second, float)
    assert first.shape == second.shape
    return float(np.max(abs(first - second), initial=0.0) / max(1.0, np.max(abs(first), initial=0.0)))


def drawn(layers, seed=1, size=1.0, **options):
    """A problem with numbers by chance."""
    chance = random.Random(seed)
    row = lambda few: [chance.uniform(-size, size) for _ in range(few)]  # noqa: E731
    weights = [[row(few) for _ in range(many)] for few, many in pairwise(layers)]
    targets = [chance.random() for _ in range(layers[-1])]
    net = hn.Network(layers, **options)
    return hn.Problem(net, row(layers[0]), targets, weights, [row(many) for many in layers[1:]], 0.5)


# --- the same numbers -----------------------------------------------------------------------------------


@settings(max_examples=15)
@given(problems())
def test_the_function_of_the_parameters_gives_what_the_lines_show(problem):
    gradients = problem.gradients()
    loss, slopes = gradients(gradients.start)
    values = {each: number.value for each, number in problem.values.items()}
    goals = (Variable("J"), *(Derivative(Variable("J"), each) for each in gradients.parameters))
    for step in Setting(problem.forward_pass(shifted=True, alike=True), "delta").derive(goals).steps:
        values[step.quantity] = evaluate(step.formula, values)
    assert [loss, *slopes] == [values[goal] for goal in goals]  # to the last bit
    solution = problem.solve(style="delta")
    scale = max(1.0, *map(abs, slopes)) if len(slopes) else 1.0
    assert loss == pytest.approx(solution["J"], rel=1e-12, abs=1e-14)
    for each, slope in zip(gradients.parameters, slopes, strict=True):
        assert slope == pytest.approx(solution[f"dJ/d{each}"], rel=1e-9, abs=1e-12 * scale)


@settings(max_examples=15)
@given(problems())
def test_lines_and_whole_arrays_agree(problem):
    """Of every activation, loss, reduction, bias, penalty, momentum, convention and way to update."""
    with pytest.MonkeyPatch.context() as patch:
        lines, arrays = both_ways(patch, problem.gradients)
        assert (lines.by_matrices, arrays.by_matrices) == (False, True)
        (loss, slopes), (other_loss, other_slopes) = lines(lines.start), arrays(arrays.start)
        assert apart([loss], [other_loss]) < ROUNDING
        assert apart(slopes, other_slopes) < ROUNDING
        sets = np.outer(lines.start, [1.0, 0.5, -1.1, 0.0])
        losses, columns = lines.many(sets)
        for number in range(sets.shape[1]):
            for alone in (lines, arrays):
                loss, slopes = alone(sets[:, number])
                assert apart([loss], losses[[number]]) < ROUNDING
                assert apart(slopes, columns[:, number]) < ROUNDING
        few, whole = arrays.many(sets)
        assert apart(losses, few) < ROUNDING
        assert apart(columns, whole) < ROUNDING
        first, second = both_ways(patch, lambda: problem.train(5))
        for time in range(6):
            if max(map(abs, first.state(time)), default=0.0) < 1e3:  # beyond, it has left all bounds
                assert apart(first.state(time), second.state(time)) < ROUNDING


def test_a_large_network_is_trained_with_whole_arrays(monkeypatch):
    """14-14-14 as it comes, against three updates line by line."""
    problem = drawn([14, 14, 14], momentum="0.5", l2="0.01", frozen=["w1[1,1]", "b2"])
    history = problem.train(3)
    assert problem.gradients().by_matrices
    monkeypatch.setattr(gradients_module, "LARGE", math.inf)
    assert 0 < apart(problem.train(3).state(3), history.state(3)) < 1e-13


@pytest.mark.parametrize("layers", [[10] * 5, [14, 14, 14]])
@pytest.mark.parametrize("activation", ["tanh", "softplus", "relu"])
def test_ordinary_numbers_agree_to_the_last_digits(monkeypatch, layers, activation):
    problem = drawn(layers, size=0.5, activation=activation)
    lines, arrays = both_ways(monkeypatch, problem.gradients)
    (loss, slopes), (other_loss, other_slopes) = lines(lines.start), arrays(arrays.start)
    assert max(apart([loss], [other_loss]), apart(slopes, other_slopes)) < 1e-14


@settings(max_examples=25)
@given(terms(), terms())
def test_columns_are_worked_in_the_order_that_is_written(first, second):
    """Two formulas, the second with the first in it, in blocks, against one operation after the other."""
    p, q, r = Variable("p_"), Variable("q_"), Variable("r_")
    given_ = dict.fromkeys([*quantities(first), *quantities(second)])
    chance = np.random.default_rng(1)
    values = {each: chance.uniform(-2, 2, 7) for each in given_}
    steps = [
        Step(p, Rule.DEFINITION, first),
        Step(q, Rule.DEFINITION, Sum((Product((p, second)), p))),
        Step(r, Rule.DEFINITION, q),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns_module, "BLOCK", 3)
        found = Program(steps, (q, r, p, q)).arrays(values)
    wanted = dict(values)
    for step in steps:
        wanted[step.quantity] = np.broadcast_to(work_out(step.formula, wanted, "columns"), 7)
    if given_:
        for each in (p, q, r):
            np.testing.assert_array_equal(found[each], wanted[each])


@settings(max_examples=25)
@given(graphs())
def test_graphs_written_by_hand_run_on_columns(graph):
    """Every line and a derivative, for many cases and for each alone."""
    written = graph.definitions()
    assume(written.given)
    derivation = graph.derive(f"d{list(written.of)[-1]}/d{min(map(str, written.given))}")
    program = derivation.compile(*(step.quantity for step in derivation.steps))
    cases = {each: np.linspace(-0.9, 0.8, 5) for each in program.inputs}
    found = program.arrays(cases)
    for number in range(5):
        alone = program.floats({each: float(values[number]) for each, values in cases.items()})
        for each, value in alone.items():
            assert np.broadcast_to(found[each], 5)[number] == pytest.approx(value, rel=1e-12, abs=1e-12)


# --- hostile numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_what_is_written_out_is_the_function(name):
    """To the last bit, for every kind of float."""
    run = eval(f"lambda v: {WRITTEN_OUT[name].format('v')}", float_names())
    for value in [*HOSTILE, *np.random.default_rng(1).normal(0, 20, 1000).tolist()]:
        assert (
            struct.pack("d", run(value)) == struct.pack("d", ELEMENTARY[name].value(value)) or value != value
        )


def test_the_sigmoid_of_an_array_is_that_of_a_float():
    values = np.array(HOSTILE)
    with np.errstate(all="ignore"):
        alone = [float(ELEMENTARY["sigma"].array(np, np.array([value]))[0]) for value in HOSTILE]
        together = ELEMENTARY["sigma"].array(np, values)
        column = np.empty(len(values))
        columns_module.sigma_into(np, values, column)
    wanted = [ELEMENTARY["sigma"].value(value) for value in HOSTILE]
    for found in (alone, together, column):
        np.testing.assert_allclose(found, wanted, rtol=1e-15, atol=1e-320)


@pytest.mark.parametrize("size", [1000.0, -1000.0])
@pytest.mark.parametrize("loss", ["half_squared_error", "binary_cross_entropy"])
def test_weighted_sums_of_a_thousand_train_without_nan(monkeypatch, size, loss):
    net = hn.Network([1, 1, 1], loss=loss)
    problem = hn.Problem(net, [1], [1], [[[size]], [[size]]], [[0], [0]], learning_rate="0.5")
    solution = problem.solve("w2[1,1]@3", "b1[1]@3")
    for history in both_ways(monkeypatch, lambda: problem.train(3)):
        for address in ("w2[1,1]", "b1[1]", "J"):
            assert math.isfinite(history[3][address])
        assert history[3]["w2[1,1]"] == pytest.approx(solution["w2[1,1]@3"], rel=1e-15)
        assert history[3]["b1[1]"] == pytest.approx(solution["b1[1]@3"], rel=1e-15)


# --- which way, and what is refused ---------------------------------------------------------------------


def test_the_way_follows_from_the_sizes():
    ways = {
        "2-2-2": False,
        "3-3-3-1": False,
        "10-10-10-10-10": False,
        "14-14-14": True,
        "30-30-30": True,
    }
    for title, arrays in ways.items():
        problem = drawn([int(size) for size in title.split("-")])
        assert problem.gradients().by_matrices is arrays, title


def test_without_numpy_it_is_line_by_line():
    code = """
import sys
sys.modules["numpy"] = None
import handnet as hn
net = hn.Network([1, 200, 1])
problem = hn.Problem(net, [1], [0], [[[0.1]] * 200, [[0.1] * 200]], [[0.2] * 200, [0]], 0.5)
loss, slopes = problem.gradients()(problem.gradients().start)
print(problem.gradients().by_matrices, len(slopes), problem.train(2)[2]["J"] < loss)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "601", "True"], done.stderr


def test_where_everything_is_frozen_there_is_only_the_loss(monkeypatch):
    problem = drawn([2, 1], frozen=["w1", "b1"])
    for gradients in both_ways(monkeypatch, problem.gradients):
        loss, slopes = gradients(gradients.start)
        assert loss == pytest.approx(problem.solve("J")["J"])
        assert len(slopes) == 0
    for history in both_ways(monkeypatch, lambda: problem.train(2)):
        assert history[2]["W1"].tolist() == history[0]["W1"].tolist()


def test_a_mistake_is_trained_line_by_line(monkeypatch):
    problem = drawn([2, 3, 1])
    lines, arrays = both_ways(monkeypatch, lambda: problem.train(3, mistakes=["slope-of-activation"]))
    assert lines.state(3) == arrays.state(3) != problem.train(3).state(3)


def test_a_step_says_why_it_has_no_slope(monkeypatch):
    problem = drawn([2, 2, 1], activation="step")
    monkeypatch.setattr(gradients_module, "LARGE", -1)
    with pytest.raises(hn.HandnetError, match="step"):
        problem.gradients()


def test_what_does_not_fit_is_refused_in_one_line():
    gradients = drawn([2, 2, 1]).gradients()
    with pytest.raises(hn.HandnetError, match="give one row for each of the 9 parameters"):
        gradients.many([1, 2, 3, 4])
    with pytest.raises(hn.HandnetError, match="found 2 numbers, but there are 9 parameters"):
        gradients([1.0, 2.0])
    with pytest.raises(hn.HandnetError, match="there is no loss"):
        hn.Problem(hn.Network([1, 1], loss="none"), [1], None, [[[1]]], [[0]]).gradients()
