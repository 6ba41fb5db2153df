"""Moves back: after each, what is known and what is open still make the derivative; at last nothing is open."""

from __future__ import annotations

from math import fsum, isclose, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import SMOOTH, graphs, networks, problems

import handnet as hn
from handnet.moves import Moves, moves
from handnet.moves.nested import MOST_FACTORS
from handnet.notation import notations
from handnet.quantity import Derivative, Variable
from handnet.terms import quantities
from handnet.value import evaluate

SMALL = networks(most_layers=3, most_units=3)

THREE = hn.Problem(
    hn.Network([3, 3, 3, 1], bias="none"),
    x=["0.5", "-0.2", "0.9"],
    y=["1"],
    weights=[
        [["0.1", "-0.4", "0.7"], ["0.3", "0.2", "-0.6"], ["-0.5", "0.8", "0.9"]],
        [["0.4", "-0.3", "0.2"], ["0.6", "0.1", "-0.7"], ["-0.2", "0.5", "0.3"]],
        [["0.8", "-0.9", "0.6"]],
    ],
)
CHAIN = hn.Graph(
    {
        "hidden1": "sigma(w1*input)",
        "hidden2": "sigma(w2*hidden1)",
        "output": "sigma(w3*hidden2)",
        "error": "1/2*(output - target)^2",
    }
)
CHAIN_NUMBERS = {"input": "0.5", "w1": "0.4", "w2": "-0.7", "w3": "1.2", "target": "1"}


def agree(own, wanted, size):
    """Equal up to the rounding of a sum whose parts are as large as `size`."""
    return abs(own - wanted) <= 1e-12 * max(abs(wanted), size, 1e-300)


def check_every_move(found: Moves, solution):
    """The law: put the open derivatives' own values into what stands there, and it is the goal's value."""
    goal = solution.value(found.goal)
    for move in found:
        parts = [before * solution.value(each) for each, before in move.front.items()]
        size = fsum(map(abs, [*parts, move.done]))
        assert agree(fsum([*parts, move.done]), goal, size)
        assert (move.whole is None) == (found.nested.factors > MOST_FACTORS)
        if move.whole is not None:
            inside = quantities(move.whole)
            assert {each for each in inside if isinstance(each, Derivative)} <= set(move.open)
            assert agree(evaluate(move.whole, {each: solution.value(each) for each in inside}), goal, size)
    assert [move.number for move in found] == list(range(1, len(found) + 1))
    assert all(move.open for move in found.moves[:-1])
    assert found[-1].open == ()
    assert found[-1].passed
    assert agree(found.value, goal, size)


@st.composite
def goals(draw, problem):
    """A derivative of the loss or an activation by anything that stands before it."""
    definitions = problem.forward_pass().definitions()
    of = draw(st.sampled_from([definitions.total, *(each for each in definitions.of if each.name == "a")]))
    upstream = [each for each in definitions.upstream(of) if each != of and each.name != "y"]
    return Derivative(of, draw(st.sampled_from(sorted(upstream))))


# --- the law ------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_after_every_move_it_is_still_the_same_derivative(data):
    """All kinds of layers, losses, biases, penalties, samples, conventions; the value is backpropagation's."""
    problem = data.draw(problems(SMALL, most_samples=3))
    goal = data.draw(goals(problem))
    solution = problem.solve(str(goal))
    check_every_move(moves(solution), solution)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_each_derivative_is_taken_apart_once_and_only_when_nothing_open_leads_to_it(data):
    problem = data.draw(problems(SMALL, most_samples=2))
    goal = data.draw(goals(problem))
    definitions = problem.forward_pass().definitions()
    taken = []
    for move in moves(problem.derive(str(goal))):
        for apart in move.apart:
            users = definitions.paths(goal.of, apart.derivative.of)
            assert {Derivative(user, goal.by) for user in users} <= set(taken)
            reached = {each for each in definitions.of[apart.derivative.of].arguments
                       if goal.by in definitions.upstream(each)}  # fmt: skip
            assert {piece.by for piece in apart.pieces} >= reached
        taken += [apart.derivative for apart in move.apart]
    assert len(set(taken)) == len(taken)


@given(graphs(), st.data())
@settings(max_examples=150, deadline=None)
def test_skips_are_right(graph, data):
    definitions = graph.definitions()
    before = sorted(definitions.upstream(graph.last) - {graph.last})
    goal = Derivative(graph.last, data.draw(st.sampled_from(before)))
    numbers = {str(each): data.draw(st.sampled_from(("0.5", "-0.25", "1.5"))) for each in definitions.given}
    solution = graph.solve(numbers, str(goal))
    check_every_move(moves(solution), solution)


def test_a_skip_by_hand():
    """f = h^2 + 3x with h = wx: df/dx = 2hw + 3, of which the 3 is a number after the first move."""
    solution = hn.Graph({"h": "w*x", "f": "h^2 + 3*x"}).solve({"w": 2, "x": 5}, "df/dx")
    first, second = moves(solution)
    assert (first.done, first.front) == (3.0, {Derivative(Variable("h"), Variable("x")): 20.0})
    assert (second.done, second.front) == (43.0, {})
    assert "df/dx = df/dh * dh/dx + 3 = 2*h*w + 3 = 2*10.0000*2 + 3 = 43.0000" in str(moves(solution))


# --- how many moves, and which ------------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.sampled_from((*SMOOTH[:-1], "relu")))
@settings(max_examples=40, deadline=None)
def test_from_the_loss_to_the_first_layer_there_are_two_moves_a_layer_and_one(hidden, activation):
    net = hn.Network([*hidden, 1], activation)
    assert len(moves(net.derive("dJ/dw1[1,1]"))) == 2 * len(hidden) + 1


def test_the_seven_moves_of_a_3_3_3_1_network():
    """Rohan & Lenny (2016) draw these: J, p_j, p_i, the three z_j, the three z_i, y_j, y_i, W^1."""
    found = moves(THREE.derive("dJ/dw1[2,3]", notation="rohan_lenny"))
    spell = THREE.derive(notation="rohan_lenny").setting.spelling.text
    assert [[spell(each.derivative.of) for each in move.apart] for move in found] == [
        ["J"], ["p_j"], ["p_i"], ["z_j,1", "z_j,2", "z_j,3"], ["z_i,1", "z_i,2", "z_i,3"], ["y_j,2"], ["y_i,2"],
    ]  # fmt: skip
    assert [spell(each) for each in found[2].walks] == [
        "p_i", "z_j,1", "W^3_11", "z_j,2", "W^3_21", "z_j,3", "W^3_31",
    ]  # fmt: skip
    assert [spell(each) for each in found[6].walks] == ["y_i,2", "W^1_32", "x_i,3"]
    for before, move in zip(found, found.moves[1:], strict=False):
        assert set(move.walked) == {*before.walked, *before.walks}


@pytest.mark.parametrize("unit", [1, 2, 3])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_general_formula_written_out(unit, k):
    """(p-a) p(1-p) sum_j W3_j z_j(1-z_j) W2_kj y_k(1-y_k) x_i, with the sum over j in NumPy."""
    solution = THREE.solve(f"dJ/dw1[{unit},{k}]")
    x, y, z, p = (np.asarray(solution[each]) for each in ("X", "A1", "A2", "A3"))
    i, h = k - 1, unit - 1
    x, y, z, p = x.ravel(), y.ravel(), z.ravel(), float(p.ravel()[0])
    w2, w3 = solution["W2"], solution["W3"][0]
    inner = sum(w3[j] * z[j] * (1 - z[j]) * w2[j, h] for j in range(3))
    wanted = (p - 1) * p * (1 - p) * inner * y[h] * (1 - y[h]) * x[i]
    assert isclose(moves(solution).value, wanted, rel_tol=1e-12)


def test_the_final_formula_in_the_letters_of_the_article():
    found = moves(THREE.derive("dJ/dw1[1,2]", notation="rohan_lenny"))
    (line,) = str(found).partition("put into each other")[2].split("\n             = ")[1:]
    assert " ".join(line.split()) == (
        "(p_j - a)*p_j*(1 - p_j)*(W^3_11*z_j,1*(1 - z_j,1)*W^2_11 + W^3_21*z_j,2*(1 - z_j,2)*W^2_12 "
        "+ W^3_31*z_j,3*(1 - z_j,3)*W^2_13)*y_j,1*(1 - y_j,1)*x_i,2"
    )


def test_the_chain_reads_as_a_product_of_named_factors():
    text = str(moves(CHAIN.derive("doutput/dw1")))
    assert "doutput/dw1 = doutput/dhidden2 * dhidden2/dhidden1 * dhidden1/dw1\n" in text
    solution = CHAIN.solve(CHAIN_NUMBERS, "derror/dw1")
    found = moves(solution)
    assert len(found) == 4
    factors = ("derror/doutput", "doutput/dhidden2", "dhidden2/dhidden1", "dhidden1/dw1")
    assert isclose(found.value, prod(solution[each] for each in factors), rel_tol=1e-12)


# --- what is shown ------------------------------------------------------------------------------------

MOVE_5 = """\
Move 5

From z_i,1, z_i,2 and z_i,3 back to y_j,1. y_j,2 and y_j,3 do not depend on W^1_21 and do not count.
All ways meet in y_j,1: its derivative stands once, behind the bracket.

  dz_i,1/dW^1_21 = dz_i,1/dy_j,1 * dy_j,1/dW^1_21                                      [coefficient]
                 = W^2_11 * dy_j,1/dW^1_21
                 = 0.4 * dy_j,1/dW^1_21
  dz_i,2/dW^1_21 = dz_i,2/dy_j,1 * dy_j,1/dW^1_21                                      [coefficient]
                 = W^2_12 * dy_j,1/dW^1_21
                 = 0.6 * dy_j,1/dW^1_21
  dz_i,3/dW^1_21 = dz_i,3/dy_j,1 * dy_j,1/dW^1_21                                      [coefficient]
                 = W^2_13 * dy_j,1/dW^1_21
                 = -0.2 * dy_j,1/dW^1_21

Reduction test: dz_i,1/dy_j,1, dz_i,2/dy_j,1 and dz_i,3/dy_j,1 are numbers now; dy_j,1/dW^1_21 is
still not a number. So far:

  dJ/dW^1_21 = (p_j - a) * p_j * (1 - p_j) * (W^3_11*z_j,1*(1 - z_j,1)*W^2_11
               + W^3_21*z_j,2*(1 - z_j,2)*W^2_12 + W^3_31*z_j,3*(1 - z_j,3)*W^2_13) * dy_j,1/dW^1_21
"""


def test_a_move_by_itself():
    found = moves(THREE.solve("dJ/dw1[1,2]", notation="rohan_lenny"))
    text, last = str(found[4]).rsplit("\n", 1)
    assert text + "\n" == MOVE_5
    (before,) = found[4].front.values()
    assert last == f"             = {found.shared.digits.write(before)} * dy_j,1/dW^1_21"
    (_, after) = str(found[6]).split(
        "Reduction test passed: no derivative is left that is not a number. So far:"
    )
    assert after.endswith(f"= {found.shared.written(found.goal)}")


def test_the_whole_page_has_every_move_once_and_ends_with_the_value():
    solution = THREE.solve("dJ/dw1[1,2]", notation="rohan_lenny")
    text = str(moves(solution))
    assert [line for line in text.splitlines() if line.startswith("Move ")] == [
        f"Move {n}" for n in range(1, 8)
    ]
    assert text.endswith(f"= {solution.written(solution.derivation.goals[0])}")
    assert text.count("Reduction test:") == 6
    assert text.count("Reduction test passed") == 1


def test_a_formula_that_doubles_with_every_layer_is_counted_and_not_written():
    """10-10-10-10-1: 1 + 1 + 10 (2 + 10 (2)) + 2 local derivatives in one formula, but each once in the moves."""
    found = moves(hn.Network([10, 10, 10, 10, 1]).derive("dJ/dw1[3,4]"))
    assert found.formula is None
    assert found.nested.factors == 2 + 10 * (1 + 1 + 10 * (1 + 1 + 1)) + 2
    text = str(found)
    assert f"In one formula these would be {found.nested.factors} local derivatives." in text
    assert "2 more like these." in text
    deep = moves(hn.Network([1] * 400, "tanh").derive("dJ/dw1[1,1]"))
    assert len(deep) == 2 * 399 + 1
    assert deep.nested.factors == len(deep)


def test_no_way_and_itself():
    two = hn.Network([2, 2, 2])
    none, itself = moves(two.derive("da2[1]/dw2[2,1]")), moves(two.derive("dJ/dJ"))
    assert (len(none), str(none.formula.text)) == (0, "0")
    assert "Nothing leads from w2[2,1] to a2[1]. The empty sum is 0." in str(none)
    assert (len(itself), itself.formula.text) == (0, "1")
    half = hn.Network([2, 1], convention=hn.Convention(gradient_factor="0.5"))
    assert moves(half.derive("dJ/dJ")).formula.value == 0.5


def test_another_goal_than_that_of_the_lines():
    solution = THREE.solve("J")
    assert moves(solution, "dJ/dw2[1,1]").value == pytest.approx(solution["dJ/dw2[1,1]"], rel=1e-12)


@pytest.mark.parametrize("name", sorted(notations()))
@given(st.data())
@settings(max_examples=6, deadline=None)
def test_every_form_is_written_in_every_notation(name, data):
    problem = data.draw(problems(SMALL, most_samples=2))
    found = moves(problem.solve("dJ/dw1[1,1]", notation=name))
    assert found.to_text() == found.to_text()
    assert found.to_markdown().count("**Move ") == len(found)
    assert found.to_latex().count("Move ") == len(found)
    assert max(map(len, found.to_text().splitlines())) <= 140


def test_out_of_the_range_of_floats_it_says_so():
    net = hn.Network([1, 1], loss="binary_cross_entropy", bias="none")
    problem = hn.Problem(net, ["1"], ["0"], [[["800"]]])
    assert "(outside the range of floats on the way)" in str(moves(problem.solve("dJ/dw1[1,1]")))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: moves(THREE.derive("J")), "moves: J is not a derivative; moves take one apart"),
        (lambda: moves(THREE.derive(), "dJ/dw9[1,1]"), "no quantity 'w9[1,1]'"),
        (lambda: moves(hn.Network([1, 1], "step").derive("J"), "dJ/dw1[1,1]"), "da1[1]/dz1[1]: a step has"),
        (lambda: moves(THREE.derive(mistakes=["slope-of-activation"]), "dJ/dw1[1,1]"), "moves: these lines"),
    ],
)
def test_messages(ask, message):
    with pytest.raises(hn.HandnetError) as raised:
        ask()
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)
