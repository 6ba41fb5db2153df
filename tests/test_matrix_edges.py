"""The matrix view at its edges: what has no arrays, what is refused, parts shown alone."""

from __future__ import annotations

import numpy as np
import pytest
from matrices import EARLIER, made, problem_of, view_of

import handnet as hn
from handnet.matrix_view import matrix_view
from handnet.matrix_view.letters import address
from handnet.matrix_view.numbers import solve_problem
from handnet.mistakes import ARRAY_MISTAKES, MISTAKES
from handnet.setting import Setting

# --- what is left out, and what is refused ---------------------------------------------------------------


def test_what_has_no_backward_pass_or_no_update_says_why():
    step = solve_problem(problem_of([2, 2, 1], activation="step"))
    assert "a step has slope 0" in step.to_text()
    assert step["A2"].shape == (1, 2)
    outputs = view_of(hn.Network([2, 2], loss="none"), 2)
    assert "no loss to differentiate" in outputs.to_text()
    single = view_of(hn.Network([2, 2, 1], loss="none"))
    assert single.verify().ok
    assert address(single.find("dW1")) == "dA2/dW1"
    each = solve_problem(problem_of([2, 1], updates="each"))
    assert "one sample at a time" in each.to_text()
    with pytest.raises(hn.HandnetError, match="no array line has them all"):
        each["W1+"]


def test_partly_frozen_arrays_have_a_mask_and_wholly_frozen_ones_stay():
    problem = problem_of([2, 2, 1], frozen=["w1[1,2]", "w2", "b1"], momentum="0.9")
    solution = solve_problem(problem)
    change = solution["W1+"] - solution["W1"]
    assert change[0, 1] == 0
    assert np.count_nonzero(change) == 3
    assert "W2_new = W2" in solution.to_numpy().splitlines()
    assert "free_W1 = np.array([[1.0, 0.0], [1.0, 1.0]])" in solution.to_numpy()
    assert "dW2" not in solution.view.names


def test_refusals_are_one_line():
    problem = problem_of([2, 2, 1])
    cases = [
        (
            lambda: solve_problem(problem, mistakes=[hn.mistake("step-added").at("w1[1,1]+")]),
            "made at one line",
        ),
        (lambda: solve_problem(problem, "diagonal"), "unknown layout 'diagonal'"),
        (lambda: matrix_view(Setting(hn.Graph({"f": "x*y"}))), "has no layers"),
        (lambda: view_of(hn.Network([2, 1])).solve({}), "no number given for x"),
        (
            lambda: solve_problem(
                problem_of([2, 2, 1], updates="each"), mistakes=made("updated-weight-used")
            ),
            "no array form",
        ),
    ]
    for attempt, said in cases:
        with pytest.raises(hn.HandnetError, match=said) as error:
            attempt()
        assert "\n" not in str(error.value)


def test_large_sums_of_softmax_do_not_overflow():
    network = hn.Network([1, 2], "softmax", "cross_entropy")
    problem = hn.Problem(network, x=[1], y=[0, 1], weights=[[[900], [0]]], biases=[[0, 0]], learning_rate=1)
    for combined in (None, False):
        solution = solve_problem(problem, combined=combined)
        np.testing.assert_array_equal(solution["A1"], [[1], [0]])
        assert solution["dZ1"].shape == (2, 1)
    np.testing.assert_array_equal(solve_problem(problem)["dZ1"], [[1], [-1]])


def test_the_mistake_is_known_by_its_code_and_not_among_those_of_every_network():
    assert hn.mistake(EARLIER) is ARRAY_MISTAKES[EARLIER]
    assert not set(ARRAY_MISTAKES) & set(MISTAKES)


def test_parts_and_arrays_shown_alone_are_the_lines_of_the_whole_page():
    view = view_of(hn.Network([3, 3, 2]))
    parts = [view.only(part) for part in ("forward", "backward", "update")]
    assert [line for part in parts for line in part.lines] == list(view.lines)
    for part in parts:
        assert part.to_text() in view.to_text()
    two = view.only("dW1", "dZ1")  # in the order in which they are worked out
    assert [address(line.quantity) for line in two.lines] == ["dJ/dZ1", "dJ/dW1"]
    solution = solve_problem(problem_of([2, 2, 1]))
    assert solution.only("backward").to_text() in solution.to_text()


def test_an_excerpt_says_which_mistakes_are_made_and_shows_the_right_array():
    solution = solve_problem(problem_of([2, 2, 1]), mistakes=made("slope-of-activation"))
    text = solution.only("dW2").to_text()
    assert "WITH A MISTAKE" in text
    assert "right: dW2" in text


def test_an_excerpt_of_nothing_is_refused():
    view = view_of(hn.Network([2, 1], "step", loss="none"))
    for names, said in [((), "name what to show"), (("update",), "no line"), (("X",), "is given")]:
        with pytest.raises(hn.HandnetError, match=said):
            view.only(*names)
