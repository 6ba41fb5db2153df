"""Mistakes in counting samples and outputs, and in updates, give the numbers of the same slips by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sheet_by_hand import (
    B1,
    B2,
    ETA,
    LAMBDA,
    MU,
    W1,
    W2,
    X,
    Y,
    differs,
    gives_the_wrong_numbers,
    outer,
    problem,
)

import handnet as hn

SUM = {"reduction": "sum"}
OWN = {"convention": hn.Convention(mean_in="gradient")}
ONE = {"samples": 1}


def gradients(w1, w2, b1, b2, samples=(0, 1, 2), factor=1 / 3):
    """The gradients of the mean squared error of a 2-3-2 sigmoid network at these parameters."""
    s = {"w": {1: w1, 2: w2}, "b": {1: b1, 2: b2}}
    a = {0: X[list(samples)]}
    for layer in (1, 2):
        a[layer] = 1 / (1 + np.exp(-(a[layer - 1] @ s["w"][layer].T + s["b"][layer])))
    dz2 = factor * 2 * (a[2] - Y[list(samples)]) * a[2] * (1 - a[2])
    dz1 = dz2 @ w2 * a[1] * (1 - a[1])
    return [outer(dz1, a[0]), outer(dz2, a[1]), dz1.sum(0), dz2.sum(0)]


START = [W1, W2, B1, B2]
FIRST = gradients(*START)
ONCE = [old - ETA * slope for old, slope in zip(START, FIRST, strict=True)]
SECOND = gradients(*ONCE)

ROWS = [
    ("mean-lost", 0, {}, {"counted": lambda s: 1}),
    ("mean-lost", 0, OWN, {"counted": lambda s: 1}),
    ("mean-added", 0, SUM, {"counted": lambda s: 1 / 3}),
    ("mean-added", 0, {**SUM, **OWN}, {"counted": lambda s: 1 / 3}),
    ("mean-taken-twice", 0, {}, {"counted": lambda s: 1 / 9}),
    ("mean-taken-twice", 0, {**OWN, "average": "outputs"}, {"counted": lambda s: 1 / 18}),
    ("outputs-average-lost", 0, {"average": "outputs"}, {"counted": lambda s: 1 / 3}),
    ("outputs-average-lost", 0, {"average": "outputs", **ONE}, {"counted": lambda s: 1}),
    ("outputs-average-added", 0, {}, {"counted": lambda s: 1 / 6}),
    ("outputs-average-added", 0, {**ONE, "l2": LAMBDA}, {"counted": lambda s: 1 / 2}),
    ("outputs-average-taken-twice", 0, {"average": "outputs"}, {"counted": lambda s: 1 / 12}),
    ("loss-summed", 0, {"l2": LAMBDA}, {"total": lambda s: s.shares.sum() + s.penalty}),
    ("loss-summed", 0, {"average": "outputs", **ONE}, {"total": lambda s: s.shares.sum()}),
    ("loss-averaged", 0, ONE, {"total": lambda s: s.shares.sum() / 2}),
    ("one-output-as-total", 1, ONE, {"total": lambda s: s.shares[0, 1]}),
    ("one-output-as-total", 0, {**ONE, "l2": LAMBDA}, {"total": lambda s: s.shares[0, 0] + s.penalty}),
    ("one-sample-as-total", 2, {}, {"total": lambda s: s.shares[2].sum()}),
    ("weight-over-one-sample", 1, {"l2": LAMBDA}, {
        "weights": lambda s, layer, dz, along: outer(dz[[1]], along[[1]]) + LAMBDA * s.w[layer]}),
    ("weight-over-one-sample", 2, {**OWN, "l2": LAMBDA}, {
        "weights": lambda s, layer, dz, along: outer(dz[[2]], along[[2]]) + LAMBDA * s.w[layer]}),
    ("bias-over-one-sample", 0, {}, {"biases": lambda s, layer, dz: dz[0]}),
    ("bias-over-one-sample", 1, {"bias": "shared"}, {"biases": lambda s, layer, dz: dz[1].sum()}),
    ("bias-over-one-sample", 1, {"bias": "threshold", **OWN}, {"biases": lambda s, layer, dz: -dz[1]}),
    ("bias-over-one-unit", 1, {"bias": "shared"}, {"biases": lambda s, layer, dz: dz[:, 1].sum()}),
    ("bias-over-one-unit", 0, {"bias": "shared", **OWN}, {"biases": lambda s, layer, dz: dz[:, 0].sum()}),
    ("inputs-of-another-sample", 0, {}, {"x": X[[1, 0, 0]]}),
    ("inputs-of-another-sample", 1, OWN, {"x": X[[2, 2, 1]]}),
    ("targets-of-another-sample", 0, {}, {"y": Y[[1, 0, 0]]}),
    ("targets-of-another-sample", 1, {"loss": "binary_cross_entropy"}, {"y": Y[[2, 2, 1]]}),
    ("step-added", 0, {}, {"step": lambda s, old, slope: old + ETA * slope}),
    ("rate-forgotten", 0, {}, {"step": lambda s, old, slope: old - slope}),
    ("rate-used-twice", 0, {}, {"step": lambda s, old, slope: old - ETA * ETA * slope}),
    ("gradient-as-new-weight", 0, {}, {"step": lambda s, old, slope: slope}),
    ("change-as-new-weight", 0, {}, {"step": lambda s, old, slope: -ETA * slope}),
    ("rate-forgotten", 0, {"momentum": MU}, {"step": lambda s, old, slope: old - slope}),
    ("change-as-new-weight", 0, {"momentum": MU}, {"step": lambda s, old, slope: -ETA * slope}),
    ("gradient-as-new-weight", 0, {"momentum": MU}, {"step": lambda s, old, slope: slope}),
    ("velocity-subtracted", 0, {"momentum": MU}, {"step": lambda s, old, slope: old + ETA * slope}),
]  # fmt: skip


@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_wrong_numbers(row, style):
    gives_the_wrong_numbers(*row, style)


def test_the_targets_of_another_sample_in_the_combined_rule():
    """Softmax and its cross-entropy as one line: the other sample's targets, taken once."""
    given = problem(activation=["tanh", "softmax"], loss="cross_entropy", reduction="sum")
    code = "targets-of-another-sample"
    wrong = given.solve("delta2[1](3)", style="delta", combined=True, mistakes=[code])
    assert wrong["delta2[1](3)"] == pytest.approx(wrong["a2[1](3)"] - Y[0, 0], rel=1e-13)


# --- the second step ----------------------------------------------------------------------------------

ADDRESSES = ("W1@2", "W2@2", "b1@2", "b2@2")
STEP_AGAIN = [old - ETA * slope for old, slope in zip(ONCE, FIRST, strict=True)]
SECOND_STEPS = [
    ("weights-of-the-step-before", STEP_AGAIN),  # all but the start of the step is that of the first
    ("gradient-of-the-step-before", STEP_AGAIN),
    ("update-from-an-earlier-weight", [old - ETA * slope for old, slope in zip(START, SECOND, strict=True)]),
]


@pytest.mark.parametrize(("code", "wanted"), SECOND_STEPS, ids=[code for code, _ in SECOND_STEPS])
def test_a_second_step_with_values_of_the_first(code, wanted):
    for style in ("chain", "delta"):
        right = problem().solve(*ADDRESSES, style=style)
        wrong = problem().solve(*ADDRESSES, style=style, mistakes=[code])
        plain = [old - ETA * slope for old, slope in zip(ONCE, SECOND, strict=True)]
        for address, value, other in zip(ADDRESSES, plain, wanted, strict=True):
            np.testing.assert_allclose(right[address], value, rtol=1e-12)
            np.testing.assert_allclose(wrong[address], other, rtol=1e-12)
        np.testing.assert_allclose(wrong["W1@1"], ONCE[0], rtol=1e-12)


def test_two_steps_before_is_the_second_choice():
    made = [hn.mistake("weights-of-the-step-before").at("z1[1](1)@2", choice=1)]
    wrong, right = problem().solve("z1[1](1)@2", mistakes=made), problem().solve("z1[1](1)@2")
    assert wrong["z1[1](1)@2"] == pytest.approx(X[0] @ W1[0] + B1[0], rel=1e-14)
    assert right["z1[1](1)@2"] != wrong["z1[1](1)@2"]


def test_training_refuses_what_reaches_further_back_than_one_update():
    with pytest.raises(hn.HandnetError, match="from before the last one"):
        problem().train(3, mistakes=["weights-of-the-step-before"])


@pytest.mark.parametrize(
    ("code", "second"),
    [
        ("velocity-forgotten", lambda v, g: -ETA * g),
        ("velocity-sign-turned", lambda v, g: -MU * v - ETA * g),
        ("rate-used-twice", lambda v, g: MU * v - ETA * ETA * g),
        ("step-added", lambda v, g: MU * v + ETA * g),
    ],
)
def test_momentum_in_the_second_step(code, second):
    """Two updates of the 2-3-2 network with V = mu V - eta g, the second V (or both) written wrongly."""
    state, velocity = START, [np.zeros_like(each) for each in START]
    for _ in range(2):
        slopes = gradients(*state)
        velocity = [second(v, g) for v, g in zip(velocity, slopes, strict=True)]
        state = [old + v for old, v in zip(state, velocity, strict=True)]
    wrong = problem(momentum=MU).solve(*ADDRESSES, mistakes=[code])
    for address, value in zip(ADDRESSES, state, strict=True):
        np.testing.assert_allclose(wrong[address], value, rtol=1e-12, err_msg=address)
    assert differs({"W1@2": problem(momentum=MU).solve("W1@2")["W1@2"]}, {"W1@2": state[0]})


def test_a_penalised_bias_where_samples_are_taken_one_by_one():
    """The penalty is added in the update then, because one sample's gradient has none."""
    given = problem(updates="each", l2=LAMBDA)
    _, _, first, second = gradients(*START, samples=(0,), factor=1)
    wrong = given.solve("b1+", "b2+", mistakes=["bias-penalised"])
    np.testing.assert_allclose(wrong["b1+"], B1 - ETA * (first + LAMBDA * B1), rtol=1e-12)
    np.testing.assert_allclose(wrong["b2+"], B2 - ETA * (second + LAMBDA * B2), rtol=1e-12)
