"""Mistakes in the forward pass and the loss give the numbers of the same slips in matrix arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from sheet_by_hand import B1, B2, LAMBDA, W1, W2, Y, gives_the_wrong_numbers, problem, sigma

import handnet as hn

HALF = {"loss": "half_squared_error"}
BCE = {"loss": "binary_cross_entropy"}
SOFTMAX = {"activation": ["tanh", "softmax"]}
CE = {**SOFTMAX, "loss": "cross_entropy"}


def with_weights(w1, w2):
    return {"sums": lambda s, layer, a: a @ {1: w1, 2: w2}[layer].T + s.b[layer]}


def with_bias(change):
    return {"sums": lambda s, layer, a: a @ s.w[layer].T + change(s, layer, a)}


def first_only(s, layer, a):
    return s.b[layer] * (np.arange(s.w[layer].shape[0]) == 0)


def block_transposed(w):
    """w[k,j] for w[j,k] wherever there is one."""
    found = w.copy()
    n = min(w.shape)
    found[:n, :n] = w[:n, :n].T
    return found


def first_from_second_input(w):
    return np.column_stack([w[:, 1], w[:, 1:]])


def first_from(rows, w):
    """The weight for the first input taken from another unit."""
    return np.column_stack([w[rows, 0], w[:, 1:]])


ROWS = [
    ("bias-forgotten", 0, {}, with_bias(lambda s, layer, a: 0)),
    ("bias-forgotten", 0, {"bias": "threshold"}, with_bias(lambda s, layer, a: 0)),
    ("bias-counted-once", 0, {}, with_bias(first_only)),
    ("bias-counted-once", 0, {"bias": "shared"}, with_bias(first_only)),
    ("bias-times-input", 0, {}, with_bias(lambda s, layer, a: s.b[layer] * a[:, [0]])),
    ("bias-times-input", 1, {}, with_bias(lambda s, layer, a: s.b[layer] * a[:, [1]])),
    ("bias-times-input", 1, {"bias": "threshold"}, with_bias(lambda s, layer, a: -s.b[layer] * a[:, [1]])),
    ("threshold-added", 0, {"bias": "threshold"}, with_bias(lambda s, layer, a: s.b[layer])),
    ("bias-subtracted", 0, {"bias": "shared"}, with_bias(lambda s, layer, a: -s.b[layer])),
    ("neighbouring-weight-forward", 0, {}, with_weights(first_from_second_input(W1), first_from_second_input(W2))),
    ("neighbouring-weight-forward", 1, {}, with_weights(first_from([1, 0, 0], W1), W2[:, [2, 1, 2]])),
    ("transposed-weights-forward", 0, {}, with_weights(block_transposed(W1), block_transposed(W2))),
    ("exponent-sign-lost", 0, {}, {"activation": lambda s, layer: 1 / (1 + np.exp(s.z[layer]))}),
    ("activation-left-out", 0, {"activation": ["tanh", "arctan"]}, {"activation": lambda s, layer: s.z[layer]}),
    ("tanh-for-sigmoid", 0, {}, {"activation": lambda s, layer: np.tanh(s.z[layer])}),
    ("sigmoid-for-tanh", 0, {"activation": "tanh"}, {"activation": lambda s, layer: sigma(s.z[layer])}),
    ("softmax-without-powers", 0, SOFTMAX, {
        "activation": lambda s, layer: np.tanh(s.z[1]) if layer == 1 else s.z[2] / s.z[2].sum(1, keepdims=True)}),
    ("half-lost-in-loss", 0, HALF, {"share": lambda s: (s.a[2] - s.y) ** 2}),
    ("half-added-in-loss", 0, {}, {"share": lambda s: (s.a[2] - s.y) ** 2 / 2}),
    ("loss-doubled", 0, {}, {"share": lambda s: 2 * (s.a[2] - s.y) ** 2}),
    ("loss-doubled", 0, CE, {"share": lambda s: -2 * s.y * np.log(s.a[2])}),
    ("logarithm-to-base-ten", 0, BCE, {
        "share": lambda s: -(s.y * np.log10(s.a[2]) + (1 - s.y) * np.log10(1 - s.a[2]))}),
    ("logarithm-to-base-ten", 0, CE, {"share": lambda s: -s.y * np.log10(s.a[2])}),
    ("inner-minus-lost", 0, HALF, {"loss_slope": lambda s: s.y - s.a[2]}),
    ("error-sign-turned", 0, BCE, {"loss_slope": lambda s: s.y / s.a[2] - (1 - s.y) / (1 - s.a[2])}),
    ("error-sign-turned", 0, CE, {"loss_slope": lambda s: s.y / s.a[2]}),
    ("two-lost-in-gradient", 0, {}, {"loss_slope": lambda s: s.a[2] - s.y}),
    ("two-doubled-in-gradient", 0, {}, {"loss_slope": lambda s: 4 * (s.a[2] - s.y)}),
    ("two-kept-in-gradient", 0, HALF, {"loss_slope": lambda s: 2 * (s.a[2] - s.y)}),
    ("half-kept-in-gradient", 0, HALF, {"loss_slope": lambda s: (s.a[2] - s.y) / 2}),
    ("squared-slope-for-cross-entropy", 0, BCE, {"loss_slope": lambda s: s.a[2] - s.y}),
    ("squared-slope-for-cross-entropy", 1, CE, {"loss_slope": lambda s: 2 * (s.a[2] - s.y)}),
    ("cross-entropy-slope-for-squared", 0, {}, {
        "loss_slope": lambda s: (s.a[2] - s.y) / (s.a[2] * (1 - s.a[2]))}),
    ("cross-entropy-slope-for-squared", 1, HALF, {"loss_slope": lambda s: -s.y / s.a[2]}),
    ("penalty-forgotten-in-gradient", 0, {"l2": LAMBDA}, {"shrink": 0}),
    ("penalty-forgotten-in-loss", 0, {"l2": LAMBDA}, {"penalty": lambda s: 0}),
    ("penalty-half-lost", 0, {"l2": LAMBDA}, {
        "shrink": 2 * LAMBDA, "penalty": lambda s: LAMBDA * ((W1**2).sum() + (W2**2).sum())}),
    ("bias-penalised", 0, {"l2": LAMBDA}, {
        "biases": lambda s, layer, dz: dz.sum(0) + LAMBDA * {1: B1, 2: B2}[layer]}),
    ("bias-penalised", 0, {"l2": LAMBDA, "convention": hn.Convention(mean_in="gradient")}, {
        "biases": lambda s, layer, dz: dz.sum(0) + LAMBDA * {1: B1, 2: B2}[layer]}),
]  # fmt: skip


@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_wrong_numbers(row, style):
    gives_the_wrong_numbers(*row, style)


@pytest.mark.parametrize(("options", "counted"), [(BCE, 1 / 3), ({**CE, "reduction": "sum"}, 1)])
def test_the_combined_rule_turned_round(options, counted):
    """Written as one rule, an output layer with its cross-entropy gives y - a: turned once, not twice."""
    given = problem(**options)
    by_hand = (Y - given.solve()["A2"]) * counted
    for style in ("chain", "delta"):
        turned = given.solve("dJ/dZ2", style=style, combined=True, mistakes=["error-sign-turned"])
        np.testing.assert_allclose(turned["dJ/dZ2"], by_hand, rtol=1e-12)
        assert turned["delta2[1](2)"] == pytest.approx(by_hand[1, 0], rel=1e-12)
