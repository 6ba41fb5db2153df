"""What the matrix view says and takes: reasons, fractions, code, products that are checked, what fits.

The truths held on to: Python's own arithmetic, the neuron view, a sentence for what a line does.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from matrices import (
    EARLIER,
    apart,
    made,
    neuron_arrays,
    problem_of,
    row_width,
    rows_of,
    view_of,
)

import handnet as hn
from handnet.matrix_view.numbers import solve_problem
from handnet.notation import notation
from handnet.render.markdown import ROOM


def flat(shown):
    return " ".join(shown.to_text().split())


def test_the_reasons_say_what_the_lines_do():
    """A mean divides, a penalty is added, a threshold has a minus: each is said where it is, and only there."""
    plain = flat(view_of(hn.Network([2, 2, 2]), 2))
    assert "J The shares of all outputs and samples, added up. Backward" in plain
    assert "threshold" not in plain
    network = hn.Network(
        [2, 2, 2], loss="mean_squared_error", average="outputs", l2="0.1", bias=["threshold", "shared"]
    )
    said = flat(view_of(network, 2))
    assert "added up and divided by the number of samples and of outputs; then the penalty." in said
    assert "over the samples. The penalty adds a part of its own." in said
    assert "dtheta1 A threshold is subtracted in every sample: its errors are added up, with a minus." in said
    assert "db2 The one bias counts once in every unit and sample" in said
    turned = view_of(hn.Network([2, 1], convention=hn.Convention(error_sign=-1)))
    assert "derivatives themselves, without the sign of error terms" in flat(turned)


def test_one_half_over_the_number_of_samples_is_one_fraction():
    network = hn.Network([2, 2], loss="mean_squared_error", average="outputs")
    view = view_of(network, 3)
    assert r"\tfrac{1}{2\,M}" in view.to_latex()
    assert "J = 1/(2*M)*sum over all entries" in flat(view)
    solution = solve_problem(problem_of([2, 2], samples=3, average="outputs"))
    assert r"\tfrac{1}{2 \cdot 3}" in solution.to_markdown()
    names = {solution.view.letters.code(each): solution.values[each] for each in solution.view.given}
    exec(solution.to_numpy(), names)
    assert names["J"] == pytest.approx(np.mean((names["A1"] - names["Y"]) ** 2), rel=1e-14)


@pytest.mark.parametrize(
    "formula", ["max(0, z)", "max(z, max(1, z^2))", "sqrt(1 + z^2)", "sin(z)*cos(z)", "leaky_relu(z)", "2^z"]
)
def test_the_code_of_a_learner_s_own_activation_runs(formula):
    problem = problem_of([2, 3, 1], activation=hn.Activation("mine", formula))
    solution = solve_problem(problem)
    names = {solution.view.letters.code(each): solution.values[each] for each in solution.view.given}
    exec(solution.to_numpy(), names)
    for quantity, theirs in neuron_arrays(problem, solution).items():
        assert apart(names[solution.view.letters.code(quantity)], theirs) <= 1e-12
    assert solution.sets().to_latex()


@pytest.mark.parametrize("last", ["sigmoid", "softmax"])
def test_sets_are_shown_where_shapes_do_not_fit(last):
    problem = problem_of([3, 4, 1], activation=["tanh", last])
    solution = solve_problem(problem, mistakes=made(EARLIER, "updated-weight-used"))
    assert "Second set of derivatives" in solution.sets().to_text()
    found = solution.verify()
    assert found.ok
    assert found.said().startswith("No numbers, since shapes do not fit: dZ2, dW2, db2")


def test_a_product_is_checked_against_the_right_numbers_also_beside_a_mistake():
    """Otherwise the mistaken line would be called right, and the right one wrong."""
    problem = problem_of([2, 2, 1])
    solution = solve_problem(problem, mistakes=made("slope-of-activation"))
    assert solution.check("dZ2 = dA2 * A2 * (1 - A2)").is_right
    assert solution.check("dZ2 = dA2 * dA2/dZ2").is_right
    apart_from = solve_problem(problem_of([3, 4, 1]), mistakes=made(EARLIER))
    assert apart_from.check("A2 = dZ2").is_right is False  # dZ2 has no number with the mistake


def test_what_the_view_prints_can_be_checked():
    """Quotients and powers too; Python's own arithmetic is the judge."""
    solution = solve_problem(problem_of([2, 2, 1], activation=["tanh", "sigmoid"]))
    names = {solution.view.letters.code(each): value for each, value in solution.values.items()}
    for line in solution.view.to_numpy().splitlines():
        left, _, right = line.partition(" = ")
        if left[:2] in ("dZ", "dA", "dW", "W1", "W2"):
            checked = solution.check(line)
            assert checked.is_right, line
            np.testing.assert_allclose(checked.value, eval(right, {}, names), rtol=1e-14)
    assert solution.check("A1**2 - A1^2").value.max() == 0
    for typed, said in (("A1^A1", "at 'A1'"), ("A1^", "at its end"), ("A1 // 2", "at '/'")):
        with pytest.raises(hn.HandnetError, match=said):
            solution.check(typed)


def test_numbers_are_given_by_address_too():
    view = view_of(hn.Network([1, 1], "identity"))
    given = {"x[1]": "0.5", "w1[1,1]": 2, "b1[1]": "0.25", "y[1]": 1, "eta": "0.1"}
    assert view.solve(given)["J"] == pytest.approx(0.5 * (2 * 0.5 + 0.25 - 1) ** 2)
    with pytest.raises(hn.HandnetError, match="given: found 3; give numbers by address"):
        view.solve(3)


def test_names_that_are_none_are_refused_in_one_short_line():
    solution = solve_problem(problem_of([2, 3, 1]))
    np.testing.assert_array_equal(solution["W1_new"], solution["W1+"])  # as the code spells it
    for name in (3, None, "w1[1,1]", ""):
        with pytest.raises(hn.HandnetError, match="no array") as error:
            solution[name]
        assert "dJ/d" not in str(error.value)  # each array is offered once
    problem = problem_of([2, 3, 1])
    with pytest.raises(hn.HandnetError, match="leave out 3"):
        problem.derive(3, view="matrix")
    with pytest.raises(hn.HandnetError, match="mistakes: the index view has none"):
        problem.derive(view="index", mistakes=["step-added"])


def test_an_updated_weight_is_transposed_as_a_whole():
    view = solve_problem(problem_of([2, 2, 1]), mistakes=made("updated-weight-used")).view
    assert r"W^{[2]+\mathsf{T}}" in view.to_latex()


def test_three_columns_are_shown_whole():
    solution = solve_problem(problem_of([2, 3, 1], samples=3))
    assert r"\cdots" not in solution.to_markdown()


@pytest.mark.parametrize("letters", ["standard", "handwriting", "back_propagation"])
def test_long_products_are_broken_to_fit(letters):
    convention = hn.Convention(mean_in="gradient")
    problem = problem_of([2, 2, 2], loss="binary_cross_entropy", reduction="mean", convention=convention)
    mistakes = made(EARLIER, "slope-of-activation")
    solution = solve_problem(problem, "rows", mistakes, notation=notation(letters))
    for display in re.findall(r"\$\$(.*?)\$\$", solution.sets().to_markdown(), re.DOTALL):
        assert max(map(row_width, rows_of(display))) <= ROOM * 1.06


@pytest.mark.parametrize("layout", ["columns", "rows"])
def test_long_names_leave_less_room_for_numbers_on_a_terminal(layout):
    problem = problem_of([3, 4, 5, 2], samples=5)
    solution = solve_problem(problem, layout, notation=notation("handwriting"))
    assert max(map(len, solution.to_text(width=100).splitlines())) <= 100
