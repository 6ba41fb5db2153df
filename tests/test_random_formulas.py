"""Random formulas, differentiated: every line has the value of differences and of SymPy's derivative."""

from __future__ import annotations

import mpmath
import sympy
from formulas import terms
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from worked import DIGITS, LARGEST, Undefined, assert_all_lines_are, assert_right, number_of, value

from handnet.calculus import derivative
from handnet.differentiation import differentiate
from handnet.differentiation.laws import Line
from handnet.errors import NoDerivative
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.symbolic import symbol, to_sympy
from handnet.terms import Apply, Difference, Negative, Power, Product, Quotient, Sum, quantities


def smooth():
    """Formulas in x, y and z that have a derivative nearly everywhere."""
    letters = st.sampled_from("xxyz").map(Variable)
    numbers = st.sampled_from(["2", "3", "1/2", "0.10", "1", "-2"]).map(parse_formula)

    def longer(inner):
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        names = st.sampled_from(["sigma", "tanh", "arctan", "softplus", "bipolar", "exp", "sin", "cos"])
        return st.one_of(
            st.builds(Sum, parts), st.builds(Product, parts), st.builds(Product, parts),
            st.builds(Difference, inner, inner), st.builds(Quotient, inner, inner),
            st.builds(Power, inner, numbers), st.builds(Negative, inner),
            st.builds(lambda name, term: Apply(name, (term,)), names, inner),
        )  # fmt: skip

    return st.recursive(st.one_of(letters, numbers), longer, max_leaves=8)


def point(data, worked):
    letters = dict.fromkeys([worked.by, *quantities(worked.formula)])
    return {each: mpmath.mpf(data.draw(st.integers(20, 180), label=str(each))) / 100 for each in letters}


@settings(max_examples=150)
@given(smooth(), st.data())
def test_all_lines_of_random_formulas(term, data):
    """Every line, and every printed line, has the value of high-precision differences; so has calculus."""
    worked = differentiate(term, "x")
    at = point(data, worked)
    with mpmath.workdps(DIGITS):
        try:
            value(worked.lines[-1].expression, at)
            assert_right(worked, at)
        except Undefined:
            assume(False)
        assert_all_lines_are(value(worked.result, at), [Line(derivative(term, worked.by))], at)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(terms(), st.data())
def test_strange_formulas(term, data):
    """Whatever the language of formulas can say: the right lines, or one line that says why not."""
    inside = [each for each in quantities(term) if isinstance(each, Variable)]
    by = data.draw(st.sampled_from([*inside, Variable("x")]), label="by")
    try:
        worked = differentiate(term, by)
    except NoDerivative:
        assert any(name in str(term) for name in ("'step'", "'leaky_step'", "'max'"))
        return
    assert worked.to_text()
    at = point(data, worked)
    try:
        assert_right(worked, at)
    except Undefined:
        return


@settings(max_examples=60)
@given(smooth())
def test_sympy_agrees(term):
    """The result has the value of SymPy's own derivative of the formula."""
    formula = to_sympy(term)
    assume(not formula.has(sympy.nan, sympy.zoo))
    numbers = {"x": "0.7", "y": "1.3", "z": "0.4"}
    try:
        true = number_of(sympy.diff(formula, symbol(Variable("x"))), numbers)
    except (ZeroDivisionError, OverflowError):
        assume(False)
    assume(mpmath.im(true) == 0 and abs(true) < LARGEST)
    ours = number_of(differentiate(term, "x").sympy, numbers)
    assert abs(ours - true) <= 1e-22 * (1 + abs(true))
