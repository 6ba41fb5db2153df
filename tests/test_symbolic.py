"""SymPy at the door: expressions to compute with, and witnesses that can say no."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import sympy

import handnet as hn
from handnet.digits import rounding_alone
from handnet.parse import parse_formula
from handnet.step import Step
from handnet.symbolic import from_sympy, symbol, to_sympy
from handnet.terms import Negative

PROBLEM = hn.articles.handwriting.problem


def test_steps_and_derivations_have_sympy_expressions():
    derivation = hn.Network([1, 1]).derive()
    a, y, z = (sympy.Symbol(name, real=True) for name in ("a1[1]", "y[1]", "z1[1]"))
    assert derivation["dJ/da1[1]"].sympy == a - y
    assert derivation["a1[1]"].sympy == 1 / (1 + sympy.exp(-z))
    assert derivation["J"].sympy == sympy.Rational(1, 2) * (a - y) ** 2
    assert list(derivation.sympy)[:2] == [symbol(step.quantity) for step in derivation.steps[:2]]


def test_the_lines_put_together_are_sympys_own_derivative():
    """Nesting our lines gives the same expression as differentiating the nested loss."""
    lines = hn.Network([1, 1, 1], bias="none").derive("J", "dJ/dw1[1,1]").sympy
    put_in: dict[sympy.Symbol, sympy.Expr] = {}
    for name, expression in lines.items():
        put_in[name] = expression.subs(put_in)
    loss, gradient = (put_in[sympy.Symbol(name, real=True)] for name in ("J", "dJ/dw1[1,1]"))
    apart = sympy.diff(loss, sympy.Symbol("w1[1,1]", real=True)) - gradient
    point = {each: 0.3 + 0.1 * n for n, each in enumerate(sorted(apart.free_symbols, key=str))}
    assert abs(apart.evalf(30, subs=point)) < 1e-25


@pytest.mark.parametrize(
    "text",
    [
        "x^2*3*z + 2*x*z^2",
        "a - b/c",
        "exp(-x)*tanh(y)",
        "sqrt(x + 1)/2",
        "-x",
        "1/x",
        "x^(1/3)",
        "ln(x)*arctan(y)",
    ],
)
def test_sympy_and_back(text):
    expression = to_sympy(parse_formula(text))
    assert to_sympy(from_sympy(expression)) == expression


def test_sympy_that_does_not_fit():
    with pytest.raises(hn.HandnetError, match="cannot use the SymPy expression"):
        from_sympy(sympy.gamma(sympy.Symbol("x")))


def test_verify_reports_what_it_compared():
    report = PROBLEM.verify()
    assert report.ok
    derivatives = [row.quantity for row in report.by("difference")]
    assert len(derivatives) == len(set(derivatives)) == 41
    said = report.said
    assert "41 with 50-digit differences (mpmath)" in said
    assert "41 with SymPy's derivative of the whole expression" in said
    assert "largest disagreement" in said


def test_a_large_network_asks_sympy_for_two_and_says_which():
    report = hn.Network([4, 4, 4]).verify(seed=3)
    assert report.ok
    assert len(report.by("sympy")) == 2
    assert all(str(row.quantity) in str(report) for row in report.by("sympy"))


@pytest.mark.parametrize("style", ["chain", "delta"])
def test_a_wrong_line_is_found_out(style):
    derivation = hn.Network([2, 2, 1]).derive(style=style)
    for number, step in enumerate(derivation.steps):
        if str(step.quantity) in ("dJ/dw1[2,1]", "dJ/dz2[1]", "delta2[1]"):
            wrong = Step(step.quantity, step.rule, Negative(step.formula))
            steps = (*derivation.steps[:number], wrong, *derivation.steps[number + 1 :])
            report = dataclasses.replace(derivation, steps=steps).verify()
            assert not report.ok
            assert "THEY DO NOT ALL AGREE" in str(report)


def test_a_sweep_is_many_solutions():
    weights = np.linspace(-2, 2, 9)
    swept = PROBLEM.sweep({"w2[1,1]": weights, "w1[1,2]": 0.5}, "J", "dJ/dw2[1,1]", "dJ/dW1", "y[1](1)")
    for place, weight in enumerate(weights):
        solution = PROBLEM.solve(given={"w2[1,1]": float(weight), "w1[1,2]": 0.5})
        for address in ("J", "dJ/dw2[1,1]", "dJ/dw1[1,3]", "y[1](1)"):
            assert swept[address][place] == pytest.approx(solution[address], rel=1e-13)


@pytest.mark.parametrize(
    ("values", "goals", "said"),
    [
        ({"w2[1,1]": [1]}, (), "say what to work out"),
        ({"a2[1](1)": [1]}, ("J",), "is worked out, not given"),
        ({"w2[1,1]": [1, 2], "w1[1,1]": [1, 2, 3]}, ("J",), "arrays of different shapes"),
        ({"w2[1,1]": ["a"]}, ("J",), "are not all numbers"),
    ],
)
def test_sweeps_that_do_not_fit(values, goals, said):
    with pytest.raises(hn.HandnetError, match=said):
        PROBLEM.sweep(values, *goals)


def test_digits_of_rounding_are_not_told():
    """They are other ones on another machine; what is more than rounding keeps its digits."""
    texts = [rounding_alone(apart) for apart in (0.0, 8.6e-17, 1.9e-15, 3e-15, 1.9e-13, 3e-13, 0.25)]
    assert texts == ["under 1e-14"] * 3 + ["under 1e-12"] * 2 + ["3.0e-13", "2.5e-01"]
