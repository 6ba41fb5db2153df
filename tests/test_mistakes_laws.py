"""What holds for every known mistake: where it is made, what it leaves alone, what it says."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import test_mistakes_backward
import test_mistakes_counting
import test_mistakes_forward
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import graphs, networks, problems
from sheet_by_hand import problem as of_a_sheet

import handnet as hn
from handnet.mistakes import ARRAY_MISTAKES, FAMILIAR, IN_ARRAYS, MISTAKES
from handnet.mistakes.mistake import Mistake, error_term_of
from handnet.page.data import panel_data
from handnet.setting import Setting
from handnet.terms import quantities

CHOICES = (0, 1, 2, 3)
STYLES = ("chain", "delta")
EVERY = MISTAKES | ARRAY_MISTAKES


def small(**fixed):
    return problems(networks(most_layers=3, most_units=3, **fixed), most_samples=3)


def lines(source, goals, style, *made, combined=None):
    return Setting(source, style, made, combined).derive(goals).by_quantity


def goals_of(problem):
    source = problem.forward_pass()
    later = ("dJ/dw1[1,1]+", "w1[1,1]@2") if problem.network.loss else ()
    return source, tuple(dict.fromkeys(map(source.find, (*problem.goals(source), *later))))


# --- the words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", EVERY)
def test_the_words(code):
    """A code, a clause for a title, a question without a number in it, a whole explanation."""
    entry = EVERY[code]
    assert entry.code == code
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)
    assert len(entry.title) <= 80
    assert entry.title[0].islower() or entry.title.startswith("1/")
    assert not entry.title.endswith(".")
    assert entry.hint.endswith("?")
    assert not re.search(r"\d", entry.hint)
    assert entry.explanation.endswith(".")
    assert len(entry.explanation) > len(entry.title)
    assert entry.hint not in entry.explanation
    assert entry.kind in (
        "forward",
        "loss",
        "sums and samples",
        "slope",
        "going back",
        "update",
        "whole arrays",
    )


def test_no_two_mistakes_say_the_same():
    for what in ("title", "explanation"):
        said = [getattr(entry, what) for entry in EVERY.values()]
        assert len(said) == len(set(said))


def test_every_mistake_has_its_numbers_worked_by_hand():
    """No code without an independent number: the tables of the other files name all of them."""
    rows = [*test_mistakes_forward.ROWS, *test_mistakes_backward.ROWS, *test_mistakes_counting.ROWS]
    by_hand = {row[0] for row in rows} | {code for code, _ in test_mistakes_counting.SECOND_STEPS}
    by_hand |= {"velocity-forgotten", "velocity-sign-turned"}
    assert by_hand == set(MISTAKES)


def test_the_kinds_are_listed_in_one_piece_each():
    kinds = [entry.kind for entry in MISTAKES.values()]
    assert sum(one != other for one, other in pairwise(kinds)) == len(set(kinds)) - 1


def test_the_familiar_ones_are_what_a_panel_offers_and_have_an_array_form():
    assert FAMILIAR.items() <= MISTAKES.items()
    assert [each["code"] for each in panel_data(of_a_sheet())["mistakes"]] == list(FAMILIAR)
    assert len(FAMILIAR) == 7
    assert set(FAMILIAR) <= IN_ARRAYS
    for code in sorted(set(MISTAKES) - IN_ARRAYS):
        with pytest.raises(hn.HandnetError, match=code):
            of_a_sheet().solve(view="matrix", mistakes=[code])


# --- where they are made ------------------------------------------------------------------------------

ALWAYS_POSSIBLE = {
    "activation-left-out", "cross-entropy-slope-for-squared", "exponent-sign-lost", "half-kept-in-gradient",
    "half-lost-in-loss", "inner-minus-lost", "slope-left-out", "slope-of-activation", "sum-in-slope",
    "tanh-for-sigmoid", "tanh-slope-used", "two-kept-in-gradient", "input-factor-missing", "divided-in-chain",
    "added-in-chain", "step-added", "rate-forgotten", "rate-used-twice", "gradient-as-new-weight",
    "change-as-new-weight",
}  # fmt: skip


def test_one_unit_leaves_everything_else_alone():
    """z = w x, a = sigma(z), J = 1/2 (a - y)^2: one input, one path, one sample, no bias; the rest cannot be."""
    source = hn.Problem(hn.Network([1, 1], bias="none"), [1], [0], [[[2]]], learning_rate=1).forward_pass()
    goals = tuple(map(source.find, ("J", "dJ/dw1[1,1]", "w1[1,1]+", "dJ/dx[1]")))
    for style in STYLES:
        right = lines(source, goals, style)
        changing = {code for code in MISTAKES if lines(source, goals, style, MISTAKES[code]) != right}
        assert changing == ALWAYS_POSSIBLE | {"updated-weight-used", "gradient-propagated"}


@given(small(), st.sampled_from(sorted(MISTAKES)), st.sampled_from(CHOICES), st.sampled_from(STYLES))
@settings(max_examples=80, deadline=None)
def test_no_mistake_breaks_a_calculation(problem, code, choice, style):
    """Whatever the network: there are lines, and numbers for them (NaN among them, but no exception)."""
    _, goals = goals_of(problem)
    made = hn.mistake(code).at(choice=choice)
    wrong = problem.solve(*map(str, goals), style=style, mistakes=[made])
    assert all(goal in wrong.values for goal in goals)


@given(small(), st.sampled_from(sorted(MISTAKES)), st.sampled_from(CHOICES), st.sampled_from(STYLES))
@settings(max_examples=80, deadline=None)
def test_a_formula_that_stays_right_is_not_written_anew(problem, code, choice, style):
    """Where a mistake cannot be made, the very formula comes back, so that this is seen at once."""
    source, goals = goals_of(problem)
    seen = []

    class Watched(Mistake):
        def write(self, right, place):
            written = super().write(right, place)
            seen.append((written, right))
            return written

    entry = MISTAKES[code]
    watched = Watched(code, entry.title, entry.changes, entry.hint, entry.explanation, choice=choice)
    lines(source, goals, style, watched)
    assert all(written is right for written, right in seen if written == right)


@given(small(), st.sampled_from(sorted(MISTAKES)), st.sampled_from(CHOICES), st.data())
@settings(max_examples=60, deadline=None)
def test_a_mistake_at_one_line_changes_that_line_and_what_uses_it(problem, code, choice, data):
    source, goals = goals_of(problem)
    right = lines(source, goals, "chain", combined=False)
    line = data.draw(st.sampled_from(sorted(right, key=str)))
    made = MISTAKES[code].at(str(line), choice=choice)
    wrong = lines(source, goals, "chain", made, combined=False)
    changed = {each for each in wrong if each in right and wrong[each].formula != right[each].formula}
    assert changed <= {each for each in right if line in (each, error_term_of(each))}
    solved = (
        problem.solve(*map(str, goals), combined=False),
        problem.solve(*map(str, goals), mistakes=[made], combined=False),
    )
    apart = {each for each in right if each in wrong and solved[0].values[each] != solved[1].values[each]}
    apart = {each for each in apart if solved[0].values[each] == solved[0].values[each]}  # NaN is never equal
    assert apart <= downstream(wrong, changed)


def downstream(found, start):
    """The lines that use one of these, directly or not."""
    reached = set(start)
    for each, step in found.items():  # in order: what a line uses stands above it
        if reached.intersection(quantities(step.formula)):
            reached.add(each)
    return reached


@given(graphs(), st.sampled_from(sorted(MISTAKES)), st.sampled_from(CHOICES), st.sampled_from(STYLES))
@settings(max_examples=100, deadline=None)
def test_graphs_written_by_hand_can_be_worked_with_every_mistake(graph, code, choice, style):
    derivation = graph.derive(style=style)
    made = Setting(graph, style, (MISTAKES[code].at(choice=choice),)).derive(derivation.goals)
    values = made.solve({str(each): "0.5" for each in made.given}).values
    assert all(goal in values for goal in derivation.goals)
