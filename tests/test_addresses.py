"""An address says which quantity is meant, and every quantity has one."""

from __future__ import annotations

from formulas import quantities as any_quantities
from hypothesis import given, note, settings
from hypothesis import strategies as st
from networks import LAST, networks, problems

from handnet.parse import parse_formula
from handnet.quantity import Derivative, parse_address
from handnet.render.text import formula_text
from handnet.terms import quantities

NETWORKS = networks(losses=tuple(LAST), most_layers=3, most_units=3)


def all_quantities(problem, style):
    """Everything that the lines of a problem name, now and after some updates."""
    derivation = problem.derive(style=style)
    found = {each for step in derivation.steps for each in (step.quantity, *quantities(step.formula))}
    later = [goal.at(3) for goal in derivation.goals if goal.time == 1][:1]
    if later:
        setting = derivation.setting
        steps = setting.derive(tuple(later)).steps
        found |= {each for step in steps for each in (step.quantity, *quantities(step.formula))}
    return found


@settings(max_examples=40)
@given(problems(NETWORKS), st.sampled_from(["chain", "delta"]))
def test_every_quantity_of_a_network_is_found_by_its_address(problem, style):
    """Writing an address and reading it gives the same quantity, plainly and in a formula."""
    note(problem.to_toml())
    source = problem.forward_pass()
    for each in all_quantities(problem, style):
        assert parse_address(str(each)) == each
        assert source.find(str(each)) == each
        assert parse_formula(formula_text(each), source.find) == each


@settings(max_examples=40)
@given(problems(NETWORKS), st.data())
def test_every_derivative_is_found_by_its_address(problem, data):
    """Any derivative within a forward pass, at any time, has an address that is read back to it."""
    source = problem.forward_pass()
    definitions = source.definitions()
    of = data.draw(st.sampled_from(sorted(definitions.of, key=str)), label="of")
    by = data.draw(st.sampled_from(sorted({*definitions.of, *definitions.users}, key=str)), label="by")
    time = data.draw(st.integers(0, 3), label="time")
    quantity = source.find(Derivative(of.at(time), by.at(time)))
    assert source.find(str(quantity)) == quantity
    assert parse_formula(formula_text(quantity), source.find) == quantity
    assert parse_address(str(quantity)) == quantity


@settings(max_examples=300)
@given(any_quantities())
def test_writing_and_reading_an_address_is_the_identity(quantity):
    """No two quantities are written alike."""
    assert parse_address(str(quantity)) == quantity
    assert parse_formula(formula_text(quantity)) == quantity
