"""What each way takes: paths and multiplications, counted honestly."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import networks, problems
from test_paths import EVERY, small

import handnet as hn
from handnet.paths.counts import path_counts
from handnet.quantity import Derivative
from handnet.rules import Rule
from handnet.terms import Number, Product, Sum, Term


@given(st.lists(st.integers(1, 60), min_size=2, max_size=5))
@settings(max_examples=20)
def test_fully_connected_networks_have_as_many_paths_as_the_formula_says(sizes):
    """Each unit of a later layer multiplies the paths; the backward pass has one term for each weight."""
    net = hn.Network(sizes, "sigmoid")
    depth, paths, apart = len(sizes) - 1, 0, 0
    for layer in range(1, depth + 1):
        onward = prod(sizes[layer + 1 :])
        weights, biases = sizes[layer - 1] * sizes[layer], sizes[layer]
        paths += onward * (weights + biases)
        # a weight's path: dJ/da, then da/dz and dz/da for each layer, da/dz, dz/dw; a bias has no dz/db
        apart += onward * (weights * (2 * (depth - layer) + 2) + biases * (2 * (depth - layer) + 1))
    shared = sum(sizes[1:]) + sum(start * to for start, to in pairwise(sizes))
    shared += sum(start * to for start, to in pairwise(sizes[1:]))
    found = net.paths("dJ/dw1[1,1]", most=0)
    assert found.count == prod(sizes[2:])
    assert found.gradient == (sum((a + 1) * b for a, b in pairwise(sizes)), paths, apart, shared)


def multiplications_in(derivation) -> int:
    """The products of two derivatives in the lines, but for factors whose own line says 1 or -1."""

    def plain(term: Term) -> bool:
        while isinstance(term, Derivative) and term in derivation.by_quantity:
            term = derivation.by_quantity[term].formula
        if isinstance(term, Product) and all(isinstance(part, Derivative) for part in term.parts):
            return all(map(plain, term.parts))
        return isinstance(term, Number) and abs(term.value) == 1

    count = 0
    for step in derivation:
        if step.rule in (Rule.CHAIN, Rule.AVERAGE):
            for part in step.formula.parts if isinstance(step.formula, Sum) else (step.formula,):
                if isinstance(part, Product) and all(isinstance(each, Derivative) for each in part.parts):
                    count += not any(map(plain, part.parts))
    return count


def whole_numbers_aside():
    """Networks whose loss slope is a - y, so that no line multiplies by a plain number."""
    return networks(
        losses=("half_squared_error",), most_layers=3, most_units=3, convention=False, l2=None,
        reduction="sum", average="samples", frozen=(),
    )  # fmt: skip


@given(whole_numbers_aside(), st.integers(1, 3))
@settings(max_examples=80)
def test_the_shared_count_is_what_the_lines_multiply(net, samples):
    """Counted once more, from the lines of the whole gradient and of one derivative."""
    assert net.paths("dJ/dw1[1,1]", samples=samples).gradient.shared == multiplications_in(
        net.derive(samples=samples)
    )
    one = net.derive("dJ/dw1[1,1]", samples=samples)
    assert net.paths("dJ/dw1[1,1]", samples=samples).one.shared == multiplications_in(one)


@given(problems(small(), most_samples=2))
@settings(max_examples=60)
def test_the_count_path_by_path_is_what_the_products_multiply(problem):
    paths = problem.paths("dJ/dw1[1,1]", most=EVERY)
    derivation = problem.derive(*(f"d{user}/d{by}" for path in paths for by, user in pairwise(path.route)))

    def is_plain(by, user) -> bool:
        local = derivation[Derivative(user, by)].formula
        return isinstance(local, Number) and abs(local.value) == 1

    count = 0
    for path in paths:
        arrows = list(pairwise(path.route))
        front = [local_number(problem, by, user) for by, user in arrows if by.name in ("J", "R")]
        number = prod(front) * Fraction(problem.network.convention.gradient_factor)
        others = [each for each in arrows if each[0].name not in ("J", "R")]
        factors = sum(not is_plain(*each) for each in others) + (abs(number) != 1)
        count += max(0, factors - 1)
    assert paths.one.path_by_path == count


def local_number(problem, by, user) -> Fraction:
    """The plain number by which a total counts one of its shares, from the totals as they are defined."""
    net = problem.network
    if by.name == "R":
        return Fraction(1)
    if by.place:
        return Fraction(1, len(net.outputs)) if net.average == "outputs" else Fraction(1)
    return Fraction(1, problem.samples) if net.reduction == "mean" else Fraction(1)


def test_where_the_mean_is_taken_among_the_gradients_it_is_multiplied_once():
    """dJ/dw = 1/2 (dJ(1)/dw + dJ(2)/dw): two products in each sample, and one by 1/2; not so for dz/db = 1."""
    net = hn.Network([1, 1], reduction="mean", convention=hn.Convention(mean_in="gradient"))
    paths = net.paths("dJ/dw1[1,1]", samples=2)
    assert paths.one == (1, 2, 6, 5)  # a path has 1/2, the loss slope, the slope, x
    assert net.paths("dJ/db1[1]", samples=2).one == (1, 2, 4, 3)
    assert paths.gradient == (2, 4, 10, 6)


@given(networks(most_layers=3, most_units=4), st.integers(1, 3))
@settings(max_examples=60)
def test_going_backward_never_takes_more(net, samples):
    paths = net.paths("dJ/dw1[1,1]", samples=samples, most=0)
    assume(paths.gradient is not None)  # every parameter is frozen, or a slope does not exist
    assert path_counts(net, samples=samples).rows[0][1:] == (paths.count, paths.gradient)
    for count in (paths.one, paths.gradient):
        assert count.shared <= count.path_by_path


def test_a_graph_counts_what_is_written():
    """f = x + x*y: two paths from x; df/dq is plainly 1, so nothing is multiplied."""
    paths = hn.Graph({"q": "x*y", "f": "q + x"}).paths("df/dx")
    assert paths.one == (1, 2, 0, 0)
    assert "take 0 multiplications both ways: the paths have nothing to share." in str(paths).replace(
        "\n", " "
    )
    chain = hn.Graph({"a": "w1*x", "b": "w2*a", "c": "w3*b"}).paths("dc/dx")
    assert chain.one == (1, 1, 2, 2)
    assert chain.gradient == (4, 4, 2 + 2 + 1 + 0, 4)  # dc/db = w3, dc/da, dc/dx, dc/dw1, dc/dw2


@pytest.mark.parametrize(
    ("sizes", "count", "all_paths"),
    [([10] * 5, 1000, 122_210), ([50] * 4, 2500, 6_505_050), ([2] * 301, 2**299, 6 * (2**300 - 1))],
)
def test_large_networks_are_counted_at_once_and_exactly(sizes, count, all_paths):
    paths = hn.Network(sizes).paths("dJ/dw1[1,1]", most=2)
    assert (paths.count, paths.gradient.paths, len(paths)) == (count, all_paths, 2)


def test_paths_grow_with_depth_as_the_backward_pass_does_not():
    rows = path_counts([2, 2, 1], [2, 2, 2, 1], [2, 2, 2, 2, 1]).rows
    assert [row.paths for row in rows] == [1, 2, 4]
    assert [row.gradient.path_by_path for row in rows] == [27, 95, 279]
    assert [row.gradient.shared for row in rows] == [11, 21, 31]
    assert str(path_counts([2, 2, 1], hn.Network([10] * 5))).splitlines()[2:4] == [
        "2-2-1                    9                   1          9            27        11",
        "10-10-10-10-10         440                1000    122 210       939 510       740",
    ]
