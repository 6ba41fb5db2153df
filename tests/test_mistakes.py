"""Mistakes give the numbers that the wrong calculation gives, worked out here by plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

import handnet as hn
from handnet.mistakes import FAMILIAR, layer_of
from handnet.quantity import parse_address

X, Y = np.array([[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]]), np.array([[0.1, 0.9], [0.4, 0.2], [0.7, 0.3]])
W1, W2 = np.array([[0.15, 0.2], [0.25, -0.3], [0.4, 0.1]]), np.array([[0.4, 0.45, -0.5], [0.6, -0.2, 0.3]])
B1, B2 = np.array([0.35, -0.1, 0.2]), np.array([0.6, 0.1])
ETA = 0.5


def sigma(z):
    return 1 / (1 + np.exp(-z))


def problem(loss="squared_error", reduction="mean", **options) -> hn.Problem:
    network = hn.Network([2, 3, 2], "sigmoid", loss, reduction=reduction, **options)
    return hn.Problem(network, x=X, y=Y, weights=[W1, W2], biases=[B1, B2], learning_rate=ETA)


class Plain:
    """The same calculation with matrices, with switches for what goes wrong."""

    def __init__(self, slope_twice=(), sign=1, factor=1 / 3, back=None, step=-1, input_factor=True):
        self.a1 = sigma(X @ W1.T + B1)
        self.a2 = sigma(self.a1 @ W2.T + B2)

        def slope(a, layer):
            v = sigma(a) if layer in slope_twice else a
            return v * (1 - v)

        self.dz2 = sign * factor * 2 * (self.a2 - Y) * slope(self.a2, 2)
        self.dw2 = self.dz2.T @ (self.a1 if input_factor else np.ones_like(self.a1))
        self.new_w2 = W2 + step * ETA * self.dw2
        if back == "updated":
            da1 = self.dz2 @ self.new_w2
        elif back == "gradient":
            da1 = np.tile(self.dw2.sum(axis=0), (3, 1))
        else:
            da1 = self.dz2 @ W2
        self.dz1 = da1 * slope(self.a1, 1)
        self.dw1 = self.dz1.T @ (X if input_factor else np.ones_like(X))
        self.new_w1 = W1 + step * ETA * self.dw1


@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize(
    ("mistakes", "plain"),
    [
        ([], {}),
        (["slope-of-activation"], {"slope_twice": (1, 2)}),
        ([hn.mistake("slope-of-activation").at(layer=1)], {"slope_twice": (1,)}),
        ([hn.mistake("slope-of-activation").at(layer=2)], {"slope_twice": (2,)}),
        (["inner-minus-lost"], {"sign": -1}),
        (["step-added"], {"step": 1}),
        (["inner-minus-lost", "step-added"], {"sign": -1, "step": 1}),
        (["mean-lost"], {"factor": 1}),
        (["updated-weight-used"], {"back": "updated"}),
        (["updated-weight-used", "slope-of-activation"], {"back": "updated", "slope_twice": (1, 2)}),
        (["gradient-propagated"], {"back": "gradient"}),
        (["input-factor-missing"], {"input_factor": False}),
    ],
    ids=lambda value: (
        "+".join(getattr(each, "code", each) for each in value) if isinstance(value, list) else None
    ),
)
def test_the_wrong_numbers(mistakes, plain, style):
    """Each mistake, in both styles, gives what the same slip gives in matrix arithmetic."""
    solution, wanted = problem().solve(style=style, mistakes=mistakes), Plain(**plain)
    for address, value in (("dJ/dW2", wanted.dw2), ("W2+", wanted.new_w2), ("dJ/dW1", wanted.dw1),
                           ("W1+", wanted.new_w1), ("A2", wanted.a2)):  # fmt: skip
        np.testing.assert_allclose(solution[address], value, rtol=1e-13, atol=1e-15, err_msg=address)


@pytest.mark.parametrize("code", FAMILIAR)
def test_every_familiar_mistake_changes_a_number_and_says_so(code):
    right, wrong = problem().solve(), problem().solve(mistakes=[code])
    assert any(right.values[each] != wrong.values[each] for each in right.values if each in wrong.values)
    assert f"({code})" in wrong.to_text()
    entry = FAMILIAR[code]
    assert all([entry.title, entry.hint, entry.explanation])
    assert entry.code == code


def test_a_mistake_at_one_line_only():
    once = hn.mistake("slope-of-activation").at("da1[2](1)/dz1[2](1)")
    right, wrong = problem().solve(), problem().solve(mistakes=[once])
    changed = {str(each) for each in right.values if right.values[each] != wrong.values[each]}
    assert "da1[2](1)/dz1[2](1)" in changed
    assert "dJ/dw1[2,1]" in changed
    assert not changed & {"da1[2](2)/dz1[2](2)", "dJ/dw1[1,1]", "dJ/dw2[1,1]"}


def test_training_makes_the_mistake_at_every_update():
    """MacLeod's and Mazur's slip, three updates of it, by plain matrices."""
    w1, w2 = W1.copy(), W2.copy()
    for _ in range(3):
        a1 = sigma(X @ w1.T + B1)
        a2 = sigma(a1 @ w2.T + B2)
        dz2 = 2 / 3 * (a2 - Y) * a2 * (1 - a2)
        w2 = w2 - ETA * dz2.T @ a1
        w1 = w1 - ETA * (dz2 @ w2 * a1 * (1 - a1)).T @ X
    frozen = problem(frozen=["b1", "b2"])
    history = frozen.train(3, mistakes=["updated-weight-used"])
    np.testing.assert_allclose(history[3]["W1"], w1, rtol=1e-13)
    np.testing.assert_allclose(history[3]["W2"], w2, rtol=1e-13)
    assert frozen.solve(mistakes=["updated-weight-used"])["w1[1,1]@3"] == pytest.approx(w1[0, 0], rel=1e-13)


def test_layers_of_lines():
    places = {"z2[1]": 2, "da2[1]/dz2[1]": 2, "dz2[1]/da1[1]": 2, "dJ/dw1[2,1]": 1, "dJ/da2[1]": 2, "J": None}
    assert {address: layer_of(parse_address(address)) for address in places} == places


def test_unknown_mistakes():
    with pytest.raises(hn.HandnetError, match="did you mean 'step-added'"):
        problem().solve(mistakes=["step-aded"])
    with pytest.raises(hn.HandnetError, match="list of codes"):
        problem().solve(mistakes="step-added")
