"""What a gradient check allows: rounding, curvature and kinks, each derived and seen."""

from __future__ import annotations

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks, problems
from test_gradient_check import TWO_TWO_ONE, check

import handnet as hn
from handnet.gradient_check import check_gradients
from handnet.gradient_check.rounding import UNIT, Rounded, rounded
from handnet.numeric import Program, compiled
from handnet.step import Step
from handnet.witness import mp_names

# --- what is allowed ----------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_value_is_further_off_than_its_rounding_bound(data):
    """Every forward line in floats beside the same line with 60 digits, from the same floats."""
    problem = data.draw(problems(networks(most_layers=3, most_units=3), most_samples=2))
    numbers = {each: number.value for each, number in problem.values.items()}
    definitions = problem.forward_pass().definitions()
    known = {each: Rounded(value) for each, value in numbers.items()}
    for line in definitions.of.values():
        known[line.quantity] = rounded(line.formula, known)
    program = Program([Step(*line[:3]) for line in definitions.of.values()], tuple(definitions.of))
    with mpmath.workdps(60):
        run = compiled(program.source, "run", mp_names(mpmath))
        exact = run(*(mpmath.mpf(numbers[each]) for each in program.inputs))
        for quantity, value in zip(program.goals, exact, strict=True):
            assert abs(known[quantity].value - value) <= known[quantity].error * UNIT + 1e-300


def test_the_allowance_has_its_smallest_value_where_curvature_and_rounding_meet():
    found = check(TWO_TWO_ONE).steps("dJ/dw2[1,1]")
    allowed = [each.allowed for each in found.sizes]
    lowest = allowed.index(min(allowed))
    assert 2 <= lowest <= 5
    for each, smaller in zip(found.sizes[:lowest], found.sizes[1:lowest], strict=False):
        assert each.allowed / smaller.allowed == pytest.approx(
            100, rel=0.5
        )  # curvature: the square of the step
    for each, smaller in zip(found.sizes[lowest + 1 :], found.sizes[lowest + 2 :], strict=False):
        assert smaller.allowed / each.allowed == pytest.approx(10, rel=0.5)  # rounding: one over the step
    assert all(each.off_two <= each.allowed for each in found.sizes)


def test_the_step_table_shows_both_ends():
    found = check(TWO_TWO_ONE).steps("dJ/dw2[1,1]")
    off = {each.step: each for each in found.sizes}
    assert off["1e-1"].off_one / off["1e-2"].off_one == pytest.approx(10, rel=0.1)
    assert off["1e-1"].off_two / off["1e-2"].off_two == pytest.approx(100, rel=0.1)
    assert off["1e-12"].off_two > 1e3 * found.best_two.off_two
    assert float(found.best_one.step) < float(found.best_two.step)
    assert "Nearest are h = " in str(found).replace("\n", " ")


def test_a_kink_within_the_step_is_said():
    net = hn.Network([1, 1], "relu")
    problem = hn.Problem(net, [1], [1], [[["0.0001"]]], [[0]])
    row = check(problem, "dJ/dw1[1,1]").rows[0]
    assert (row.verdict, list(map(str, row.kinks))) == ("kink", ["a1[1]"])
    assert "the loss has a kink within four steps (a1[1])" in str(check(problem)).replace("\n", " ")
    assert check(problem, "dJ/dw1[1,1]", step="1e-5").ok
    exactly = hn.Problem(net, [1], [1], [[0]], [[0]])
    assert check(exactly, step="1e-9").rows[0].verdict == "kink"
    dead = hn.Problem(net, [0], [1], [[1]], [["0.5"]])  # x = 0: the weight moves nothing
    assert check(dead, "dJ/dw1[1,1]").ok


def test_a_step_that_is_too_small_can_tell_little():
    found = check(TWO_TWO_ONE, step="1e-12")
    assert found["dJ/dw1[1,1]"].verdict == "too small to tell"
    assert found["dJ/dw1[1,1]"].allowed > abs(found["dJ/dw1[1,1]"].analytic)
    assert not found.ok
    assert not found.wrong


def test_what_leaves_the_floats_is_no_number():
    solution = hn.Graph({"f": "1/x"}).solve({"x": 0})
    row = check_gradients(solution).rows[0]
    assert row.verdict == "no number"
    assert "no finite number comes out" in str(check_gradients(solution))
