"""The matrix view: every array has the neuron view's numbers, shapes are told truly, code runs.

The truths held on to: the neuron view entry by entry, matrix arithmetic written here by hand, the
printed numbers of the article on handwriting, the printed code of the one on back propagation.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matrices import EARLIER, LAYOUTS, apart, made, neuron_arrays, problem_of, sigma, view_of
from networks import networks, problems

import handnet as hn
from handnet.matrix_view.language import Misfit, in_rows, matrix_product, shape_of, transposed
from handnet.matrix_view.letters import address
from handnet.matrix_view.numbers import solve_problem
from handnet.mistakes import FAMILIAR
from handnet.notation import notation
from handnet.quantity import Variable
from handnet.terms import Sum

# --- every array has the neuron view's numbers --------------------------------------------------------


@given(problems(networks(most_layers=3, most_units=4), most_samples=3), st.sampled_from(LAYOUTS))
@settings(max_examples=150)
def test_every_array_of_random_networks_is_the_neuron_view_entry_by_entry(problem, layout):
    solution = solve_problem(problem, layout)
    for quantity, theirs in neuron_arrays(problem, solution).items():
        assert apart(solution.values[quantity], theirs) <= 1e-12, address(quantity)
    trained = [each for each in problem.forward_pass().parameters() if each not in problem.network.frozen]
    arrays = {address(each) for each in solution.view.by_quantity}
    for parameter in trained:  # no gradient is left out
        name = parameter.name.upper() if parameter.name == "w" else parameter.name
        assert f"dJ/d{name}{parameter.layer}" in arrays


@given(
    problems(networks(most_layers=3, most_units=3), most_samples=3), st.sampled_from(LAYOUTS), st.booleans()
)
@settings(max_examples=80)
def test_the_numpy_code_runs_and_agrees(problem, layout, as_function):
    solution = solve_problem(problem, layout)
    sums = [
        value for each, value in solution.values.items() if isinstance(each, Variable) and each.name == "z"
    ]
    assume(all(np.max(np.abs(z)) < 8 for z in sums))  # 1 - a keeps its digits
    view = solution.view
    arrays = {view.letters.code(each): solution.values[each] for each in view.given}
    text = view.to_numpy(as_function=as_function)
    names = {} if as_function else dict(arrays)
    with np.errstate(all="ignore"):
        exec(compile(text, "to_numpy", "exec"), names)
        found = names["calculate"](**arrays) if as_function else names
    for quantity, theirs in neuron_arrays(problem, solution).items():
        key = view.letters.text(quantity) if as_function else view.letters.code(quantity)
        assert np.shape(found[key]) == view.arrays.shape(quantity)
        assert apart(found[key], theirs) <= 1e-9, key


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("code", [*FAMILIAR, EARLIER])
def test_a_mistake_gives_the_neuron_view_s_wrong_numbers(code, style, layout):
    """Also for the slip with whole arrays, where its shapes fit."""
    problem = problem_of([2, 2, 2])
    solution = solve_problem(problem, layout, made(code))
    for quantity, theirs in neuron_arrays(problem, solution, [code]).items():
        assert apart(solution.values[quantity], theirs) <= 1e-12, address(quantity)
    wrong = [each for each in solution.values if solution.is_wrong(each)]
    assert wrong
    neuron = problem.solve("dJ/dW1", mistakes=[code], style=style)["dJ/dW1"]
    assert apart(solution["dW1"] if layout == "columns" else solution["dW1"].T, neuron) <= 1e-12
    assert f"({code})" in solution.to_text()
    assert "right:" in solution.to_text()


@given(problems(networks(most_layers=2, most_units=3, updates="batch"), most_samples=2), st.data())
@settings(max_examples=60)
def test_mistakes_in_random_networks_agree_too(problem, data):
    code = data.draw(st.sampled_from(sorted(FAMILIAR)))
    if (
        code == "gradient-propagated"
        and problem.network.convention.mean_in == "gradient"
        and problem.samples > 1
    ):
        return  # each sample's own gradient is a line there, which arrays do not have
    solution = solve_problem(problem, mistakes=made(code), combined=False)
    assert solution.verify().ok


# --- what books print --------------------------------------------------------------------------------


def test_the_lines_of_two_layers_with_samples_as_columns():
    """Against the same calculation in plain matrices."""
    problem = problem_of([3, 4, 1], samples=5)
    solution = solve_problem(problem)
    W1, b1, W2, b2, X, Y = (solution[name] for name in ("W1", "b1", "W2", "b2", "X", "Y"))
    A1 = sigma(W1 @ X + b1)
    A2 = sigma(W2 @ A1 + b2)
    dZ2 = 2 * (A2 - Y) / 5 * A2 * (1 - A2)
    dZ1 = W2.T @ dZ2 * A1 * (1 - A1)
    wanted = {"J": np.mean((A2 - Y) ** 2), "dZ2": dZ2, "dW2": dZ2 @ A1.T, "db2": dZ2.sum(1, keepdims=True),
              "dA1": W2.T @ dZ2, "dW1": dZ1 @ X.T, "W1+": W1 - 0.5 * dZ1 @ X.T}  # fmt: skip
    for name, value in wanted.items():
        assert apart(solution[name], value) <= 1e-14, name
    assert isinstance(solution["J"], float)
    lines = [line.strip() for line in solution.view.to_numpy().splitlines()]
    assert "dA2 = 2/M*(A2 - Y)" in lines
    assert "dZ2 = dA2*A2*(1 - A2)" in lines
    assert "dA1 = W2.T @ dZ2" in lines
    assert "dW2 = dZ2 @ A1.T" in lines


def test_samples_as_rows_turn_every_product_round():
    problem = problem_of([3, 4, 2], samples=5)
    columns, rows = solve_problem(problem), solve_problem(problem, "rows")
    for quantity, value in columns.values.items():
        assert apart(rows.values[quantity], np.transpose(value)) <= 1e-14, address(quantity)
    lines = rows.view.to_numpy().splitlines()
    assert "Z1 = X @ W1 + b1" in lines
    assert "dW1 = X.T @ dZ1" in lines
    assert "dA1 = dZ2 @ W2.T" in lines
    assert "W1 here is the transpose of W1 in the neuron view" in rows.to_text().replace("\n    ", " ")


def test_the_printed_numbers_of_the_article_on_handwriting():
    article = hn.articles.handwriting
    letters = notation("handwriting")
    printed = solve_problem(article.problem, "rows", made(*article.MISTAKES), digits=8, notation=letters)
    np.testing.assert_allclose(printed["dneuron1output"].shape, (3, 1))
    np.testing.assert_allclose(printed["W2+"], [[0.66591155]], atol=5e-9)
    new = [[0.2684694], [1.01472558], [0.25851005], [1.00614301]]
    np.testing.assert_allclose(printed["W1+"], new, atol=5e-9)
    right = solve_problem(article.problem, "rows", notation=letters)
    np.testing.assert_allclose(right["dW2"], [[-0.17454075]], atol=5e-9)
    assert "dotproduct1 = features @ W1" in right.to_numpy()
    assert r"\mathrm{features}" in right.to_markdown()


def test_the_printed_code_of_the_article_on_back_propagation():
    """Its last layer, run as printed (with the missing * put in): an error, or silently wrong numbers."""
    for sizes in ([2, 2, 2], [1, 3, 3]):
        solution = solve_problem(problem_of(sizes), mistakes=made(EARLIER, "mean-lost"))
        W1, b1, W2, b2, X, y = (solution[name] for name in ("W1", "b1", "W2", "b2", "X", "Y"))
        A1 = sigma(W1 @ X + b1)
        Z2 = W2 @ A1 + b2
        dA2 = 2 * (sigma(Z2) - y)
        dZ2 = W1.T.dot(dA2) * (sigma(Z2) * (1 - sigma(Z2)))
        assert apart(solution["dZ2"], dZ2) <= 1e-14
        assert apart(solution["dW2"], dZ2.dot(A1.T)) <= 1e-14
        assert solution.is_wrong(solution.view.find("dZ2"))


# --- shapes --------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=150)
def test_shapes_are_those_that_numpy_finds(data):
    """A random product of random arrays fits exactly where NumPy works it out, and to the same shape."""
    shapes = {Variable(name): data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3))) for name in "abc"}
    arrays = {each: np.ones(shape) for each, shape in shapes.items()}

    def tree(depth):
        if depth == 0 or data.draw(st.booleans()):
            leaf = data.draw(st.sampled_from(sorted(shapes)))
            return leaf, arrays[leaf]
        (left, first), (right, second) = tree(depth - 1), tree(depth - 1)
        kind = data.draw(st.sampled_from(["@", "+", "T"]))
        if kind == "T":
            return transposed(left), None if first is None else first.T
        term = matrix_product(left, right) if kind == "@" else Sum((left, right))
        try:
            value = (
                None if first is None or second is None else first @ second if kind == "@" else first + second
            )
        except ValueError:
            value = None
        return term, value

    term, value = tree(3)
    found = shape_of(term, shapes.__getitem__, "columns")
    assert isinstance(found, Misfit) == (value is None)
    if value is not None:
        assert found == value.shape
        turned = {each: shape[::-1] for each, shape in shapes.items()}
        assert shape_of(in_rows(term), turned.__getitem__, "rows") == value.shape[::-1]


def test_shapes_that_do_not_fit_are_shown_with_both_shapes_and_not_raised():
    problem = problem_of([3, 4, 1])
    solution = solve_problem(problem, mistakes=made(EARLIER))
    text = " ".join(solution.to_text().split())
    assert "ERROR: W1.T is 3x4 and dA2 is 1x2" in text
    assert "4 is not 1" in text
    assert "A2" in solution.view.to_text()
    assert solution["A2"].shape == (1, 2)
    with pytest.raises(
        hn.HandnetError, match=r"dW1 has no value: in the line of dZ2, W1\.T is 3x4 and dA2 is 1x2"
    ):
        solution["dW1"]
    with pytest.raises(ValueError, match="mismatch"):  # NumPy finds the same
        solution["W1"].T @ solution["dA2"]
    for form in (solution.to_markdown(), solution.to_latex(), solution.view.to_latex()):
        assert "ERROR" in form
    with pytest.raises(hn.HandnetError, match="3x4; they cannot stand before the errors of 1 output"):
        problem.solve(mistakes=[EARLIER])


def test_what_numpy_stretches_in_silence_is_said():
    text = " ".join(solve_problem(problem_of([1, 3, 3]), mistakes=made(EARLIER)).to_text().split())
    assert "NumPy stretches W1.T @ dA2 from 1x2 to 3x2 without a word" in text
    assert "stretches" not in solve_problem(problem_of([1, 3, 3])).to_text()


def test_the_slip_changes_nothing_in_one_layer_and_is_refused_where_the_outcome_has_another_shape():
    assert "It changes nothing here" in solve_problem(problem_of([2, 1]), mistakes=made(EARLIER)).to_text()
    text = " ".join(solve_problem(problem_of([3, 1, 1]), mistakes=made(EARLIER)).to_text().split())
    assert "dZ2 is 1x2, but what stands on the right is 3x2" in text


def test_a_product_can_be_checked():
    """Brackets that are missing, a transpose that is missing, and the right way to write both."""
    rows = solve_problem(problem_of([4, 1, 1], samples=3), "rows")
    wrong = rows.check("dW1 = X.T @ (dZ2 @ W2.T) * dA1/dZ1")
    assert not wrong.fits
    assert (wrong.misfit.left_shape, wrong.misfit.right_shape) == ((4, 1), (3, 1))
    assert wrong.shape is wrong.value is None
    assert "ERROR: X.T @ (dZ2 @ W2.T) is 4x1" in " ".join(wrong.to_text().split())
    right = rows.check("dW1 = X.T @ (dZ2 @ W2.T * dA1/dZ1)")
    assert right.fits
    assert right.is_right
    assert right.shape == (4, 1)
    np.testing.assert_allclose(right.value, rows["dW1"])
    assert rows.check("dW1 = X.T.dot(dZ2.dot(W2.T) * dA1/dZ1)").is_right
    assert rows.check("dW1 = dZ1 @ X").misfit.what == "matrix product"
    assert rows.check("dW1 = X").misfit.what == "equals"
    silent = solve_problem(problem_of([2, 2, 2])).check("dZ2 = W1.T @ dA2 * dA2/dZ2")
    assert silent.fits
    assert silent.is_right is False
    assert "the numbers are wrong" in silent.to_text()
    assert rows.view.check("W2+ - 2*W2").shape == (1, 1)
    assert rows.view.check("dW2 = A1.T @ dZ2").is_right is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("dZ2 @", "at its end"),
        ("dZ2 @ ()", "at '\\)'"),
        ("__import__('os')", "no array '__import__'"),
        ("dZ3 @ A1.T", "no array 'dZ3' here; did you mean"),
        ("dZ2 & A1", "at '&'"),
        ("(dZ2", "at its end"),
        ("A1.dot X", "at 'X'"),
        ("", "at its end"),
        ("x" * 300, "give a product as text"),
    ],
)
def test_what_cannot_be_read_as_a_product(typed, said):
    with pytest.raises(hn.HandnetError, match=said) as error:
        view_of(hn.Network([3, 4, 1])).check(typed)
    assert "\n" not in str(error.value)
