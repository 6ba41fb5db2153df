"""The matrix view in parts: local derivatives, entries, addresses, letters, and how it is set out."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrices import LAYOUTS, apart, numbers_for, problem_of, row_width, rows_of, view_of
from networks import networks

import handnet as hn
from handnet.forward import ForwardPass
from handnet.matrix_view import matrix_view
from handnet.matrix_view.letters import address
from handnet.matrix_view.numbers import solve_problem
from handnet.notation import notations
from handnet.quantity import Derivative, Variable
from handnet.render.markdown import ROOM
from handnet.setting import Setting

# --- sets, entries, addresses ---------------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.sampled_from(LAYOUTS))
@settings(max_examples=25)
def test_the_local_derivatives_act_as_is_said(sizes, layout):
    """Following the words of the sets, and nothing else, leads to every gradient."""
    view = view_of(hn.Network(sizes, "tanh", "mean_squared_error"), 2, layout)
    solution = view.solve(numbers_for(view))
    going: dict[str, np.ndarray] = {}
    incoming = None
    for each in solution.sets():
        for one in each.derivatives:
            value = solution.value_of(one.formula)
            if "begins" in one.acts:
                incoming = value
            elif "entry by entry" in one.acts:
                incoming = incoming * value
            elif "summed" in one.acts:
                going[f"db{each.layer}"] = value * incoming.sum(axis=int(layout == "columns"), keepdims=True)
            else:
                product = incoming @ value.T if "right" in one.acts else value.T @ incoming
                if one.quantity.by.name == "w":
                    going[f"dW{each.layer}"] = product
                else:
                    incoming = product
    assert set(going) == {f"d{name}{layer}" for name in "Wb" for layer in view.arrays.layers}
    for name, value in going.items():
        assert apart(value, solution[name]) <= 1e-14, name
    for quantity, term in solution.sets().put_in():
        assert apart(solution.value_of(term), solution.values[quantity]) <= 1e-13


def test_the_first_and_second_set_of_the_article():
    sets = view_of(hn.Network([3, 4, 1], loss="mean_squared_error"), 5).sets()
    assert [each.layer for each in sets] == [2, 1]
    first, second = ({address(one.quantity): one.acts for one in each.derivatives} for each in sets)
    assert list(first) == ["dJ/dA2", "dA2/dZ2", "dZ2/dW2", "dZ2/db2"]
    assert list(second) == ["dZ2/dA1", "dA1/dZ1", "dZ1/dW1", "dZ1/db1"]
    assert first["dZ2/dW2"] == "acts from the right, transposed"
    assert second["dZ2/dA1"] == "acts from the left, transposed"
    assert first["dA2/dZ2"] == "acts entry by entry"
    assert "dW1 = (W2.T @ (2/M*(A2 - Y ) * A2 * (1 - A2 )) * A1 * (1 - A1 )) @ X.T" in " ".join(
        sets.to_text().split()
    )


def test_entries_are_the_neuron_view_s_lines_with_the_sum_over_the_samples():
    lines = view_of(hn.Network([3, 2, 1]), 2).entries("dW2")
    assert [str(step) for step in lines] == [
        "dJ/dw2[1,1] = dJ/dz2[1](1) * a1[1](1) + dJ/dz2[1](2) * a1[1](2)",
        "dJ/dw2[1,2] = dJ/dz2[1](1) * a1[2](1) + dJ/dz2[1](2) * a1[2](2)",
    ]
    solution = solve_problem(problem_of([3, 2, 1]))
    shown = solution.entries("dA1")
    assert len(shown) == 4
    text = " ".join(shown.to_text().split())
    assert "dJ/da1[2](1) = dJ/dz2[1](1) * w2[1,2]" in text
    assert "Every entry has the number of the neuron view" in text
    with pytest.raises(hn.HandnetError, match="W2 is given"):
        solution.entries("W2")


def test_verify_finds_numbers_that_are_not_the_neuron_view_s():
    solution = solve_problem(problem_of([3, 2, 1]))
    assert solution.verify().ok
    solution.values[solution.view.find("dW1")][0, 0] += 1e-9
    found = solution.verify()
    assert not found.ok
    assert found.said() == "These arrays differ from the neuron view: dW1."
    assert view_of(hn.Network([2, 3, 2], ["tanh", "softmax"], "cross_entropy"), 3).verify().ok


def test_arrays_are_found_by_name_and_by_address():
    view = view_of(hn.Network([3, 2, 1]), 2, letters="back_propagation")
    names = ("dW2", "dJ/dW2", "B1", "b1", "Z1", "y", "Y", "W1+", "alpha", "eta")
    found = [view.find(name) for name in names]
    assert found[0] == found[1] == Derivative(Variable("J"), Variable("w", 2))
    assert found[2] == found[3] == Variable("b", 1)
    assert found[7] == Variable("w", 1, (), None, 1)
    with pytest.raises(hn.HandnetError, match="no array 'dW3' among these lines; did you mean"):
        view["dW3"]
    with pytest.raises(hn.HandnetError, match="W1 is given: no line works it out"):
        view["W1"]


# --- letters, displays --------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", notations())
@given(network=networks(most_layers=3, most_units=3), samples=st.integers(1, 3))
@settings(max_examples=12)
def test_no_two_arrays_are_spelled_alike(letters, network, samples):
    view = view_of(network, samples, letters=letters, combined=False)
    every = (*view.by_quantity, *view.used)
    for spell in (view.letters.latex, view.letters.text, view.letters.code):
        assert len({spell(each) for each in every}) == len(set(every))
    assert all(view.letters.code(each).isidentifier() for each in every)
    for each in every:
        assert view.find(view.letters.text(each)) == each


def test_letters_come_from_the_notation_without_unit_and_sample():
    network = hn.Network([3, 4, 1])

    def letters(name):
        view = view_of(network, 2, letters=name)
        some = (
            Variable("x"),
            Variable("z", 2),
            Variable("w", 2),
            Derivative(Variable("J"), Variable("w", 2)),
        )
        return [view.letters.latex(each) for each in some]

    assert letters("standard") == ["X", "Z^{[2]}", "W^{[2]}", r"\frac{\partial J}{\partial W^{[2]}}"]
    assert letters("crash_course") == ["a^{1}", "s^{3}", "w^{3}", r"\frac{\partial J}{\partial w^{3}}"]
    assert letters("back_propagation") == ["X", "Z_{2}", "W_{2}", r"\mathrm{d}W_{2}"]
    assert letters("mazur") == letters("standard")  # it numbers its weights through
    mine = hn.Notation("mine", z="u^{<l>}_{<j>}", w="import<l>_{<jk>}")
    assert "import1 @ " in matrix_view(Setting(ForwardPass(network), notation=mine)).to_numpy()
    taken = hn.Notation("taken", x=r"\mathrm{np}_{<k>}")
    assert "Z1 = W1 @ np_ + b1" in matrix_view(Setting(ForwardPass(network), notation=taken)).to_numpy()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sizes", [[2, 2, 1], [3, 4, 1], [5, 5, 5, 5], [12, 9, 3]])
def test_displays_fit_the_page(sizes, layout):
    solution = solve_problem(problem_of(sizes, samples=8), layout)
    for shown in (solution, solution.view, solution.sets(), solution.entries(f"dW{len(sizes) - 1}")):
        for display in re.findall(r"\$\$(.*?)\$\$", shown.to_markdown(), re.DOTALL):
            assert max(map(row_width, rows_of(display))) <= ROOM * 1.06
    assert max(map(len, solution.to_text(width=100).splitlines())) <= 110
    assert r"\cdots" in solution.to_markdown()


def test_the_shape_stands_under_every_factor():
    view = view_of(hn.Network([3, 4, 1]), 2)
    assert (
        r"\underset{(4\times 2)}{Z^{[1]}} &= \underset{(4\times 3)}{W^{[1]}}\thinspace\underset{(3\times 2)}{X}"
        in (view.to_markdown())
    )
    assert r"\underset{(2\times 4)}{A^{[1]\mathsf{T}}}" in view.to_latex()
    lines = view.to_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  dW2 = "))
    assert lines[at].startswith("  dW2 = dZ2 @ A1.T")
    assert lines[at + 1].split() == ["1x4", "1x2", "2x4"]
