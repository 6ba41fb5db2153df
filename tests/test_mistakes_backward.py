"""Mistakes on the way back give the numbers of the same slips in matrix arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from sheet_by_hand import W2, X, gives_the_wrong_numbers, jacobian, outer, sigma
from test_mistakes_forward import block_transposed

import handnet as hn
from handnet.setting import Setting

TANH, BIPOLAR = {"activation": "tanh"}, {"activation": "bipolar_sigmoid"}
SOFTMAX = {"activation": ["sigmoid", "softmax"], "loss": "half_squared_error"}
NEGATIVE = {"convention": hn.Convention(error_sign=-1)}


def like_a_sigmoid(a):
    """Row k: da_k/dz_j, every one of them a_k (1 - a_k)."""
    return np.tile((a * (1 - a))[:, None], (1, len(a)))


def of_the_other_layer(s, layer):
    """The activations of layer 1 have no third partner in layer 2: that unit takes the first."""
    a = s.a[1][:, :2] if layer == 2 else s.a[2][:, [0, 1, 0]]
    return a * (1 - a)


def quotients(s, layer, dz, along):
    return outer(dz, 1 / along)


def sums(s, layer, dz, along):
    return sum(one[:, None] + other[None, :] for one, other in zip(dz, along, strict=True))


ROWS = [
    ("slope-left-out", 0, {}, {"slope": lambda s, layer: 1}),
    ("slope-left-out", 0, SOFTMAX, {"slope": lambda s, layer: 1, "softmax": lambda a: np.eye(2)}),
    ("sum-in-slope", 0, {}, {"slope": lambda s, layer: s.z[layer] * (1 - s.z[layer])}),
    ("sum-in-slope", 0, BIPOLAR, {"slope": lambda s, layer: (1 - s.z[layer] ** 2) / 2}),
    ("slope-of-another-layer", 0, {}, {"slope": of_the_other_layer}),
    ("half-lost-in-slope", 0, BIPOLAR, {"slope": lambda s, layer: 1 - s.a[layer] ** 2}),
    ("sigmoid-slope-used", 0, TANH, {"slope": lambda s, layer: s.a[layer] * (1 - s.a[layer])}),
    ("sigmoid-slope-used", 0, BIPOLAR, {"slope": lambda s, layer: s.a[layer] * (1 - s.a[layer])}),
    ("tanh-slope-used", 0, {}, {"slope": lambda s, layer: 1 - s.a[layer] ** 2}),
    ("softmax-diagonal-only", 0, SOFTMAX, {"softmax": lambda a: np.diag(a * (1 - a))}),
    ("softmax-sign-lost", 0, SOFTMAX, {"softmax": lambda a: np.abs(jacobian(a))}),
    ("softmax-slope-as-sigmoid", 0, SOFTMAX, {"softmax": like_a_sigmoid}),
    ("one-path-only", 0, {}, {"back": lambda s, dz: np.outer(dz[:, 0], W2[0])}),
    ("one-path-only", 1, NEGATIVE, {"back": lambda s, dz: np.outer(dz[:, 1], W2[1])}),
    ("divided-in-chain", 0, {}, {
        "before": lambda s, da, slope: da / slope, "back": lambda s, dz: dz @ (1 / W2), "weights": quotients}),
    ("divided-in-chain", 0, BIPOLAR, {
        "before": lambda s, da, slope: da / slope, "back": lambda s, dz: dz @ (1 / W2), "weights": quotients}),
    ("divided-in-chain", 1, {}, {
        "before": lambda s, da, slope: slope / da, "back": lambda s, dz: (1 / dz) @ W2,
        "weights": lambda s, layer, dz, along: outer(1 / dz, along)}),
    ("added-in-chain", 0, {}, {
        "before": lambda s, da, slope: da + slope,
        "back": lambda s, dz: (dz[:, :, None] + W2[None]).sum(1), "weights": sums}),
    ("multiplied-instead-of-divided", 0, {}, {"total": lambda s: s.shares.sum() * 3}),
    ("multiplied-instead-of-divided", 0, {"loss": "binary_cross_entropy", "reduction": "sum"}, {
        "loss_slope": lambda s: (1 - s.y) * (1 - s.a[2]) - s.y * s.a[2]}),
    ("multiplied-instead-of-divided", 0, {"activation": "arctan", "reduction": "sum"}, {
        "slope": lambda s, layer: 1 + s.z[layer] ** 2}),
    ("neighbouring-error-term", 0, {}, {
        "weights": lambda s, layer, dz, along: outer(dz[:, [1, 0, 0][: dz.shape[1]]], along),
        "biases": lambda s, layer, dz: dz.sum(0)[[1, 0, 0][: dz.shape[1]]]}),
    ("neighbouring-weight-back", 0, {}, {"back": lambda s, dz: dz @ W2[:, [1, 0, 0]]}),
    ("neighbouring-weight-back", 1, {}, {"back": lambda s, dz: dz @ W2[:, [2, 2, 1]]}),
    ("neighbouring-weight-back", 2, {}, {"back": lambda s, dz: dz @ W2[[1, 0]]}),
    ("transposed-weights-back", 0, {}, {"back": lambda s, dz: dz @ block_transposed(W2)}),
    ("sum-for-input", 0, {}, {"along": lambda s, layer: s.z[1] if layer == 2 else s.x}),
    ("input-squashed-again", 0, {}, {"along": lambda s, layer: sigma(s.a[1]) if layer == 2 else s.x}),
    ("input-squashed-again", 0, TANH, {"along": lambda s, layer: np.tanh(s.a[1]) if layer == 2 else s.x}),
    ("error-term-for-input", 0, NEGATIVE, {"along": lambda s, layer: s.dz[1] if layer == 2 else s.x}),
    ("neighbouring-input", 0, {}, {
        "along": lambda s, layer: s.a[1][:, [1, 0, 0]] if layer == 2 else X[:, [1, 0]]}),
    ("bias-gradient-times-input", 1, {}, {
        "biases": lambda s, layer, dz: (dz * s.inputs[layer][:, [1]]).sum(0)}),
    ("bias-gradient-times-input", 0, {"bias": "threshold"}, {
        "biases": lambda s, layer, dz: -(dz * s.inputs[layer][:, [0]]).sum(0)}),
    ("threshold-sign-in-gradient", 0, {"bias": "threshold"}, {"biases": lambda s, layer, dz: dz.sum(0)}),
    ("updated-weight-used", 0, {}, {"back": lambda s, dz: dz @ (W2 - 0.5 * outer(dz, s.a[1]))}),
    ("gradient-propagated", 0, {}, {"back": lambda s, dz: np.tile(outer(dz, s.a[1]).sum(0), (3, 1))}),
    ("input-factor-missing", 0, {}, {"along": lambda s, layer: np.ones_like(s.inputs[layer])}),
    ("slope-of-activation", 0, {}, {"slope": lambda s, layer: sigma(s.a[layer]) * (1 - sigma(s.a[layer]))}),
]  # fmt: skip


@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_wrong_numbers(row, style):
    gives_the_wrong_numbers(*row, style)


def test_the_layer_after_is_the_second_choice_where_there_are_two():
    """In the middle of three layers the layer before comes first, then the one after."""
    weights = [[["0.3"]], [["-0.8"]], [["1.1"]]]
    given = hn.Problem(hn.Network([1, 1, 1, 1], bias="none"), ["0.7"], ["0.2"], weights, learning_rate="1")
    right = given.solve()
    for choice, layer in ((0, 1), (1, 3)):
        wrong = given.solve(mistakes=[hn.mistake("slope-of-another-layer").at(layer=2, choice=choice)])
        a = right[f"a{layer}[1]"]
        assert wrong["da2[1]/dz2[1]"] == pytest.approx(a * (1 - a), rel=1e-14)
        assert wrong["da1[1]/dz1[1]"] == right["da1[1]/dz1[1]"]


def test_graphs_written_by_hand():
    """f = q z + q^2 with q = x + y = 3 and z = -4: df/dq is 6 - 4; sigma(3), and ln 3, written wrongly."""
    graph = hn.Graph({"q": "x + y", "r": "q^2", "f": "q*z + r", "s": "sigma(q)", "t": "ln(q)/r"})

    def wrong(code, goal="df/dq", choice=0):
        setting = Setting(graph, mistakes=(hn.mistake(code).at(choice=choice),))
        return setting.derive((graph.find(goal),)).solve({"x": -2, "y": 5, "z": -4})[goal]

    assert [wrong("one-path-only", choice=choice) for choice in (0, 1, 2)] == [6, -4, 2]
    assert wrong("exponent-sign-lost", "s") == pytest.approx(1 / (1 + np.exp(3)), rel=1e-14)
    assert wrong("logarithm-to-base-ten", "t") == pytest.approx(np.log10(3) / 9, rel=1e-14)
    assert wrong("multiplied-instead-of-divided", "t") == pytest.approx(np.log(3) * 9, rel=1e-14)
    assert wrong("divided-in-chain", "df/dx") == -4 + 1 / 6  # through r, 1 over the slope of q^2
