"""Hints: what comes next, what does not fit, and that nothing is told before its rung."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks, problems

import handnet as hn
from handnet.hints.hint import RUNGS, route_to
from handnet.notation import notations
from handnet.quantity import Derivative
from handnet.render.unmarked import unmarked
from handnet.terms import quantities


def two_two_one(**options) -> hn.Problem:
    return hn.Problem(
        hn.Network([2, 2, 1], **options),
        x=["0.05", "0.10"],
        y=["0.01"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        biases=[["0.35", "0.35"], ["0.60"]],
        learning_rate="0.5",
    )


def small(**fixed):
    return networks(most_layers=3, most_units=3, **fixed)


GOAL = "dJ/dw1[2,1]"

# --- the climb ----------------------------------------------------------------------------------------

CLIMB = """\
A hint for dJ/dw1[2,1]

So far
  next Work out z1[2].
  why  a1[2] is worked out from it, on the way z1[2] -> a1[2] -> da1[2]/dz1[2] -> dJ/dz1[2]
       -> dJ/dw1[2,1].
  rule Weighted sum. Each input times its weight, added up, and the bias if there is one.

Rung 6 of 6: the value

  z1[2] = w1[2,1]*x[1] + w1[2,2]*x[2] + b1[2]                                         [weighted sum]
        = 0.25*0.05 + 0.30*0.10 + 0.35
        = 0.392500

When you have z1[2], give it with the others: then comes the next line."""


def test_the_climb_of_a_2_2_1_network():
    """With z1[1] and a1[1] there, z1[2] comes next; each call is one rung higher, and says one thing more."""
    problem, have = two_two_one(), {"z1[1]": "0.3775", "a1[1]": "0.59327"}
    pages = [str(problem.hint(GOAL, have)) for _ in RUNGS]
    assert pages[0] == (
        "A hint for dJ/dw1[2,1]\n\nRung 1 of 6: what comes next\n\nWork out z1[2].\n\nAsk again for rung 2."
    )
    assert "Rung 2 of 6: why it is needed\n\na1[2] is worked out from it" in pages[1]
    assert "Rung 3 of 6: the rule\n\nWeighted sum. Each input times its weight" in pages[2]
    assert pages[3].splitlines()[-3].split("   ")[0] == "  z1[2] = w1[2,1]*x[1] + w1[2,2]*x[2] + b1[2]"
    assert "b1[2] = 0.25*0.05 + 0.30*0.10 + 0.35 " in pages[4]
    assert pages[5] == CLIMB
    for page, later in zip(
        pages[:5], ("a1[2] is", "Weighted sum", "= w1", "0.25*0.05", "0.3925"), strict=True
    ):
        assert later not in page
    assert str(problem.hint(GOAL, have)) == pages[5]  # the top stays the top


def test_every_goal_style_notation_and_set_of_values_has_its_own_ladder():
    problem = two_two_one()
    assert [problem.hint(GOAL).rung for _ in range(3)] == [1, 2, 3]
    assert problem.hint(GOAL, {"z1[1]": "0.3775"}).rung == 1
    assert problem.hint(GOAL, style="delta").rung == 1
    assert problem.hint("dE_total/dw3", notation="mazur").rung == 1
    assert problem.hint("dJ/dw1[2,2]").rung == 1
    assert problem.hint(" dJ/dw1[2,1]", {}).rung == 4  # the same goal and values, otherwise written
    assert problem.hint(GOAL, {"z1[1]": "0.3775"}).rung == 2


def test_a_rung_asked_for_is_given_and_leaves_the_ladder_alone():
    problem = two_two_one()
    assert [problem.hint(GOAL, rung=rung).rung for rung in (3, 6, 3)] == [3, 6, 3]
    assert problem.hint(GOAL).rung == 1
    assert str(problem.hint(GOAL, rung=4)) == str(two_two_one().hint(GOAL, rung=4))


def test_the_ladder_belongs_to_the_object_and_to_nothing_made_from_it():
    problem, fresh = two_two_one(), two_two_one()
    for _ in range(3):
        problem.hint(GOAL)
    copies = [copy.copy(problem), copy.deepcopy(problem), pickle.loads(pickle.dumps(problem))]
    assert all(each == problem == fresh for each in copies)
    assert problem.to_toml() == fresh.to_toml()
    assert [each.hint(GOAL).rung for each in copies] == [1, 1, 1]
    assert problem.hint(GOAL).rung == 4


def test_showing_does_not_climb_nor_does_an_error():
    problem = two_two_one()
    hint = problem.hint(GOAL)
    assert hint.to_text() == str(hint) == hint._repr_mimebundle_()["text/plain"]
    for bad in ({"z1[1]": "O.3"}, {"z7[1]": "1"}):
        with pytest.raises(hn.HandnetError):
            problem.hint(GOAL, bad)
    assert problem.hint(GOAL).rung == 2


# --- what comes next ------------------------------------------------------------------------------------


@given(problems(small(), most_samples=2), st.data())
@settings(max_examples=15)
def test_following_the_hints_gets_to_the_goal(problem, data):
    """Each hint can be worked from what is there; after as many as there are lines, all is done."""
    style = data.draw(st.sampled_from(("chain", "delta")))
    goal = str(data.draw(st.sampled_from(problem.solve(style=style).derivation.goals)))
    have: dict[str, float] = {}
    for _ in range(len(problem.solve(goal, style=style).derivation)):
        hint = problem.hint(goal, have, style, rung=6)
        assert hint.kind == "next"
        known = {str(each) for each in problem.values} | have.keys()
        assert {str(each) for each in quantities(hint.line.derivation[hint.about].formula)} <= known
        have[str(hint.about)] = hint.line.value(hint.about)
    assert problem.hint(goal, have, style).kind == "done"
    assert have[goal] == pytest.approx(problem.solve(style=style)[goal], rel=1e-9)


@given(problems(small(), most_samples=2), st.data())
@settings(max_examples=20)
def test_what_is_there_is_not_asked_for_again_nor_what_only_it_needed(problem, data):
    lines = problem.solve("dJ/dw1[1,1]").derivation
    some = data.draw(st.sets(st.sampled_from([step.quantity for step in lines]), max_size=4))
    values = {str(each): problem.solve()[each] for each in some}
    hint = problem.hint("dJ/dw1[1,1]", values)
    if lines.goals[0] in some:
        assert hint.kind == "done"
        return
    left = lines.setting.knowing(frozenset(some)).derive(lines.goals)
    assert hint.about == left.steps[0].quantity not in some
    assert hint.about == lines.goals[0] or route_to(lines.goals[0], hint.about, left.steps)[1:]


def test_with_an_error_term_nothing_before_it_is_needed():
    problem = two_two_one()
    delta = f"{problem.solve()['delta1[2]']:.6f}"
    assert str(problem.hint(GOAL, {"delta1[2]": delta}, style="delta").about) == GOAL
    assert str(problem.hint(GOAL, {"dJ/dz1[2]": delta}, style="delta").about) == GOAL
    text = str(problem.hint(GOAL, {"delta1[2]": delta}, style="delta", rung=6))
    assert f"dJ/dw1[2,1] = delta1[2]*x[1] = {delta}*0.05" in text
    assert text.endswith("That is what was asked.")


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("given_as", ["delta1[2]", "dJ/dz1[2]"])
def test_an_error_term_is_the_derivative_too_in_the_sign_of_the_sheet(sign, style, given_as):
    problem = two_two_one(convention=hn.Convention(error_sign=sign))
    have = {given_as: problem.solve()[given_as], "dz1[2]/dw1[2,1]": "0.05"}
    hint = problem.hint(GOAL, have, style, rung=6)
    assert str(hint.about) == GOAL
    assert hint.line.value(hint.about) == pytest.approx(problem.solve()[GOAL], rel=1e-9)
    assert problem.hint(GOAL, {given_as: "7"}, style).kind == "again"


def test_numbers_put_in_are_the_persons_own():
    text = str(two_two_one().hint(GOAL, {"a1[1]": ".593", "z1[2]": 0.3925}, rung=5))
    assert "a1[2] = sigma(z1[2]) = sigma(0.3925)" in text
    text = str(two_two_one().hint("a1[1]", {"z1[1]": "0,38"}, rung=5))
    assert "a1[1] = sigma(z1[1]) = sigma(0.38)" in text


@pytest.mark.parametrize(
    "goal", ["z2[1]", "J", "w1[2,1]+", "delta1[2]", "dJ/dx[1]", "change_w1[2,1]", "a2[1]+"]
)
def test_any_quantity_may_be_the_goal(goal):
    assert two_two_one().hint(goal).kind == "next"
    done = two_two_one().hint(goal, {goal: two_two_one().solve()[goal]})
    assert done.kind == "done"


def test_samples():
    net = hn.Network([1, 1], reduction="mean")
    problem = hn.Problem(net, [[1], [2]], [[0], [1]], [[["0.5"]]], [["0.25"]])
    assert str(problem.hint("dJ/dw1[1,1]", {"z1[1](1)": "0.75"}).about) == "a1[1](1)"
    assert str(problem.hint("z1[1](2)", rung=5)).count("0.5*2 + 0.25") == 1


# --- when there is nothing to do --------------------------------------------------------------------------


def test_all_done_offers_the_check_without_software():
    problem = two_two_one()
    value = f"{problem.solve()[GOAL]:.8f}"
    text = str(problem.hint(GOAL, {GOAL: value}))
    assert text == (
        f"A hint for {GOAL}\n\nYou have {GOAL} = {value}, and it fits.\n\n"
        f'To be sure without any software: problem.self_check("{GOAL}") says how.'
    )
    assert "So does everything else you have." in str(problem.hint(GOAL, {GOAL: value, "z1[1]": "0.3775"}))
    update = str(problem.hint("w1[2,1]+", {"w1[2,1]+": problem.solve()["w1[2,1]+"]}))
    assert f'problem.self_check("{GOAL}") says how' in update
    assert "self_check" not in str(problem.hint("J", {"J": problem.solve()["J"]}))
    assert problem.hint(GOAL, {GOAL: value}).rung == 0


def test_a_goal_that_is_given():
    assert str(two_two_one().hint("w1[2,1]")).endswith(
        "The problem gives w1[2,1] = 0.25. There is nothing to work out."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"given": {"z1[1]": "O.3775"}}, "given, z1[1]: cannot read 'O.3775' as a finite number"),
        ({"given": {"z1[9]": "1"}}, "no quantity 'z1[9]' in a 2-2-1 network; layer 1 has z1[1] z1[2]"),
        ({"given": {"z1[1]": "1", "z1[1](1)": "2"}}, "given: z1[1] is there twice, as 1 and 2"),
        ({"given": ["0.5"]}, "given: found ['0.5']; give values by address"),
        ({"rung": 7}, "hint: rung is 7; it is a whole number from 1 to 6"),
        ({"rung": True}, "hint: rung is True"),
        ({"style": "deltas"}, "style: unknown style 'deltas'"),
        ({"notation": "mazzur"}, "unknown notation 'mazzur'"),
        (
            {"goal": "dJ/dW1"},
            "hint: dJ/dW1 is a whole array; ask for one of its numbers, such as dJ/dw1[1,1]",
        ),
        ({"goal": "dJ/dq"}, "no quantity 'q'"),
    ],
)
def test_messages(arguments, message):
    with pytest.raises(hn.HandnetError) as raised:
        two_two_one().hint(**({"goal": GOAL} | arguments))
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_blank_answers_are_not_there():
    assert str(two_two_one().hint(GOAL, {"z1[1]": " ", "a1[1]": None}).about) == "z1[1]"


@pytest.mark.parametrize("name", sorted(notations()))
@given(st.data())
@settings(max_examples=8)
def test_every_form_is_written_in_every_notation(name, data):
    problem = data.draw(problems(small(), most_samples=2))
    spelling = problem.solve("J", notation=name).derivation.setting.spelling
    definitions = problem.forward_pass().definitions()
    first = next(iter(definitions.of))
    have = {spelling.text(first): problem.solve()[first]}
    goal = spelling.text(Derivative(definitions.total, next(iter(definitions.users))))
    hint = problem.hint(goal, have, notation=name, rung=6)
    assert hint.about != first
    assert spelling.text(hint.about) in hint.to_text()
    assert unmarked(spelling.latex(hint.about)) in hint.to_markdown()
    assert spelling.latex(hint.about) in hint.to_latex()
