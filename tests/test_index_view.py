"""The index view: each line holds at every layer and unit, and SymPy makes the same moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sympy
from general_views import GENERAL, MINE, SWISH, texts, view
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import LAST, networks
from sympy.concrete.delta import deltasummation

from handnet.functions import ACTIVATIONS, Loss
from handnet.index_view import index_view
from handnet.index_view.by_sympy import UNITS
from handnet.index_view.general import Over, product
from handnet.index_view.pieces import a, delta, l, w
from handnet.notation import notation

# --- every line is true -------------------------------------------------------------------------------


@given(networks(losses=tuple(LAST), most_units=3), st.sampled_from([*GENERAL, MINE]))
@settings(max_examples=80)
def test_every_line_of_random_networks_is_the_neuron_view(network, letters):
    """All activations, losses, biases, penalties and conventions, at every layer and unit."""
    agreement = index_view(network, notation(letters)).verify()
    assert agreement.ok, str(agreement)
    assert all(row.places for row in agreement.rows)


@pytest.mark.parametrize("name", [*(name for name in ACTIVATIONS if name not in ("step", "softmax")), SWISH])
def test_each_activation_ends_with_its_slope_written_by_hand(name):
    found = view((2, 3, 4, 2), ["tanh", name, name], Loss("quartic", "1/4*(a - y)^4"))
    assert found.verify().ok
    assert "f_l'" not in texts(found["delta"])[-1]
    assert found["delta"].lines[-1].move.layers[-1:] == (2,)


class Numbers:
    """A 3-4-2 network, tanh and then sigmoid, written in NumPy by hand: knows nothing of handnet."""

    def __init__(self):
        draw = np.random.default_rng(7)
        self.w = {1: draw.normal(size=(4, 3)), 2: draw.normal(size=(2, 4))}
        self.b = {1: draw.normal(size=4), 2: draw.normal(size=2)}
        self.x, self.y = draw.normal(size=3), np.array([0.2, 0.9])
        self.sizes = {0: 3, 1: 4, 2: 2}

    def loss(self, move=None):
        """The loss after one entry of ("z" or "w" or "b", layer, index) was moved by a small step."""
        kind, layer, index, step = move or ("", 0, (), 0)
        self.a, self.z = {0: self.x}, {}
        for number, function in ((1, np.tanh), (2, lambda z: 1 / (1 + np.exp(-z)))):
            weights, bias, added = self.w[number].copy(), self.b[number].copy(), np.zeros(self.sizes[number])
            if layer == number:
                {"w": weights, "b": bias, "z": added}[kind][index] += step
            self.z[number] = weights @ self.a[number - 1] + bias + added
            self.a[number] = function(self.z[number])
        return 0.5 * np.sum((self.a[2] - self.y) ** 2)

    def slope(self, kind, layer, index, step=1e-5):
        """The derivative of the loss, by a central difference."""
        return (self.loss((kind, layer, index, step)) - self.loss((kind, layer, index, -step))) / (2 * step)

    def value(self, expression, layer, **units):
        """A SymPy line of the index view in these numbers."""
        self.loss()
        numbers = {sympy.Symbol(name, integer=True): unit for name, unit in units.items()}
        numbers |= {sympy.Symbol("l", integer=True): layer, sympy.Symbol("L", integer=True): 2}
        counted = (
            expression.subs(numbers).replace(UNITS, lambda at: sympy.Integer(self.sizes[int(at)])).doit()
        )
        return float(counted.replace(lambda part: isinstance(part, sympy.Indexed), self.entry))

    def entry(self, indexed):
        kind, indices = str(indexed.base), [int(each) for each in indexed.indices]
        if kind == "y":
            return sympy.Float(self.y[indices[0] - 1])
        layer, place = indices[0], tuple(each - 1 for each in indices[1:])
        if kind == "delta":
            value = self.slope("z", layer, place)
            self.loss()
            return sympy.Float(value)
        return sympy.Float({"w": self.w, "b": self.b, "a": self.a, "z": self.z}[kind][layer][place])


def test_the_four_results_agree_with_differences_of_a_network_written_by_hand():
    """SymPy's form of each result, in NumPy's numbers, beside (J(+h) - J(-h))/2h."""
    by_hand, found = Numbers(), view((3, 4, 2), ["tanh", "sigmoid"])
    close = {"rel": 1e-6, "abs": 1e-9}
    for j in (1, 2):
        value = by_hand.value(found["last"].sympy.rhs, 2, j=j)
        assert value == pytest.approx(by_hand.slope("z", 2, j - 1), **close)
    for j in (1, 2, 3, 4):
        value = by_hand.value(found["delta"].sympy.rhs, 1, j=j)
        assert value == pytest.approx(by_hand.slope("z", 1, j - 1), **close)
        value = by_hand.value(found["bias"].sympy.rhs, 1, j=j)
        assert value == pytest.approx(by_hand.slope("b", 1, j - 1), **close)
        value = by_hand.value(found["weight"].sympy.rhs, 1, j=j, k=3)
        assert value == pytest.approx(by_hand.slope("w", 1, (j - 1, 2)), **close)


# --- SymPy makes the same moves -----------------------------------------------------------------------


def test_sympys_own_derivative_of_the_weighted_sum_is_the_kronecker_line():
    """diff of sum_i w[k,i] f(z[i]) + b[k] by z[j], without any code of the view."""
    layer, i, j, k = sympy.symbols("l i j k", integer=True)
    z, weights, bias = map(sympy.IndexedBase, ("z", "w", "b"))
    f = sympy.Function("f")
    whole = sympy.Sum(weights[layer + 1, k, i] * f(z[layer, i]), (i, 1, UNITS(layer))) + bias[layer + 1, k]
    kronecker = whole.diff(z[layer, j])
    lines = {line.rule: line.sympy for line in view()["delta"].lines}
    error = sympy.IndexedBase("delta")[layer + 1, k]
    over = (k, 1, UNITS(layer + 1))
    assert lines["differentiated"] == sympy.Sum(error * kronecker, over)
    collapsed = deltasummation(kronecker.function, (i, 1, UNITS(layer)), no_piecewise=True)
    assert lines["sum over i collapses"] == sympy.Sum(error * collapsed, over)
    assert lines["weighted sum written out"] == sympy.Sum(error * sympy.Derivative(whole, z[layer, j]), over)


def test_the_sum_over_the_outputs_collapses_in_sympy():
    lines = view()["last"].lines
    (k, _, _) = lines[2].sympy.limits[0]
    summand, last = lines[2].sympy.function, sympy.Symbol("L", integer=True)
    assert summand.has(sympy.KroneckerDelta)
    assert deltasummation(summand, (k, 1, UNITS(last)), no_piecewise=True) == lines[3].sympy


def test_sympy_is_asked_for_every_move_that_it_can_make():
    rows = view(activation="sigmoid", loss="binary_cross_entropy").verify().rows
    asked = {(row.equation, row.line): row.sympy for row in rows if row.sympy is not None}
    assert set(asked.values()) == {True}
    assert {("last", 3), ("last", 4), ("last", 7), ("last", 8)} <= set(asked)  # to a - y
    assert {("delta", number) for number in (4, 5, 6, 7)} <= set(asked)


# --- a wrong line is caught ---------------------------------------------------------------------------


def changed(found, name, number, right):
    """The view with something else on the right of one line."""
    equation = found[name].derived
    moves = list(equation.moves)
    moves[number] = moves[number]._replace(right=right)
    wrong = replace(equation, moves=tuple(moves))
    return replace(found, derived=tuple(wrong if each is equation else each for each in found.derived))


WRONG = {
    "the weight the wrong way round": ("delta", -2, lambda good: product(
        good.holes[0], Over("k", l.plus(1), product(w(l.plus(1), "j", "k"), delta(l.plus(1), "k"))))),
    "the sum dropped": ("delta", -2, lambda good: product(
        good.holes[0], w(l.plus(1), "j", "j"), delta(l.plus(1), "j"))),
    "the weights of its own layer": ("delta", -2, lambda good: product(
        good.holes[0], Over("k", l.plus(1), product(w(l, "k", "j"), delta(l.plus(1), "k"))))),
    "the activation of its own layer": ("weight", -1, lambda good: product(a(l, "k"), delta(l, "j"))),
    "the wrong unit's error term": ("weight", -1, lambda good: product(a(l.plus(-1), "k"), delta(l, "k"))),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_line_is_caught(mistake):
    name, number, wrong = WRONG[mistake]
    good = view((3, 3, 3, 3))
    assert good.verify().ok
    bad = changed(good, name, number, wrong(good[name].lines[number].move.right))
    agreement = bad.verify()
    assert not agreement.ok
    assert "THEY DO NOT ALL AGREE" in str(agreement)
    line = len(bad[name].lines) + 1 + number
    row = next(row for row in agreement.rows if (row.equation, row.line) == (name, line))
    assert row.apart > 1e-3
    assert row.sympy is False


# --- large networks ------------------------------------------------------------------------------------


def test_of_a_large_network_some_places_are_drawn_and_it_says_so():
    agreement = view((40, 30, 10), letters=notation("standard")).verify()
    assert agreement.ok
    assert agreement.left_out > 1000
    assert f"({agreement.left_out} more places were not drawn)" in str(agreement).replace("\n", " ")
