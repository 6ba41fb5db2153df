"""Quantities and formulas drawn at random."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from networks import texts

from handnet.elementary import ANY_NUMBER, ELEMENTARY
from handnet.number import read_number
from handnet.quantity import Derivative, Quantity, Variable
from handnet.terms import Apply, Difference, Negative, Power, Product, Quotient, Sum, Term

PARAMETERS = ("w", "b", "theta", "velocity_w", "change_b")


def variables(times: int = 3) -> st.SearchStrategy[Variable]:
    """Variables such as networks have, and such as people name in a graph."""
    layer, unit, time = st.integers(1, 12), st.integers(1, 12), st.integers(0, times)
    sample = st.one_of(st.none(), st.integers(1, 30))
    one, two, now = st.tuples(unit), st.tuples(unit, unit), st.just(0)
    of_layer = st.builds(Variable, st.sampled_from(["z", "a", "delta"]), layer, one, sample, time)
    weights = st.builds(Variable, st.sampled_from(PARAMETERS), layer, st.one_of(two, one), st.none(), time)
    shared = st.builds(Variable, st.sampled_from(["b", "s", "m"]), layer, st.just(()), sample, time)
    data = st.builds(Variable, st.sampled_from(["x", "y"]), st.none(), one, sample, now)
    losses = st.builds(Variable, st.just("J"), st.none(), st.one_of(st.just(()), one), sample, time)
    plain = st.sampled_from(["eta", "lambda", "mu", "x", "q", "f", "e", "E", "net_h_"]).map(Variable)
    return st.one_of(of_layer, weights, shared, data, losses, plain)


@st.composite
def derivatives(draw: Any) -> Derivative:
    """Derivatives of one variable by another, both at the same time."""
    time = draw(st.integers(0, 3))
    return Derivative(draw(variables()).at(time), draw(variables()).at(time))


def quantities() -> st.SearchStrategy[Quantity]:
    """Variables and derivatives."""
    return st.one_of(variables(), derivatives())


def _longer(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)

    def of_function(name: str) -> st.SearchStrategy[Term]:
        arity = ELEMENTARY[name].arity
        few, most = (1, 3) if arity == ANY_NUMBER else (arity, arity)
        return st.lists(inner, min_size=few, max_size=most).map(lambda some: Apply(name, tuple(some)))

    return st.one_of(
        st.builds(Sum, parts),
        st.builds(Product, parts),
        st.builds(Difference, inner, inner),
        st.builds(Quotient, inner, inner),
        st.builds(Power, inner, inner),
        st.builds(Negative, inner),
        st.sampled_from(sorted(ELEMENTARY)).flatmap(of_function),
    )


def terms() -> st.SearchStrategy[Term]:
    """Formulas of all shapes, inside each other in all ways."""
    numbers = texts(odd=True).map(read_number)
    return st.recursive(st.one_of(quantities(), numbers), _longer, max_leaves=12)
