"""Answers judged in the page: every verdict is the checker's, and no right value is among the data."""

from __future__ import annotations

import json
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judged import Sheets, by_page, by_python, near_values, students
from networks import networks, problems

import handnet as hn
from handnet.errors import HandnetError
from handnet.living.answers import answers_data
from handnet.notation import notation
from handnet.page.data import panel_data

TRAINED = [f"{name}@{count}" for name in ("a2[1]", "w1[2,1]", "J") for count in (4, 25, 100)]


def small(layers=(2, 2, 1), ask=(), learning_rate="0.5", **changes):
    return hn.Problem(
        hn.Network(list(layers), **changes),
        x=["0.05", "0.10"],
        y=["0.01", "0.99"][: layers[-1]],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"], ["0.50", "0.55"]][: layers[-1]]],
        biases=[["0.35", "0.35"], ["0.60", "0.60"][: layers[-1]]],
        learning_rate=learning_rate,
        ask=ask,
    )


def drawn(*layers):
    """A network of these layers with numbers of two decimals, two of them in one layer never alike."""
    chance = Random(str(layers))

    def rows(count, size):
        return [[f"{chance.uniform(-1, 1):.2f}" for _ in range(size)] for _ in range(count)]

    sizes = list(pairwise(layers))
    return hn.Problem(
        hn.Network(list(layers)),
        x=rows(1, layers[0])[0],
        y=[f"{chance.random():.2f}" for _ in range(layers[-1])],
        weights=[rows(after, before) for before, after in sizes],
        biases=[rows(1, after)[0] for _, after in sizes],
        learning_rate="0.5",
    )


def data_of(problem, *asked, **options):
    return answers_data(problem, panel_data(problem), asked, **options)


def statuses(problem, answers, **numbers):
    """What the page says of one person's answers, by address."""
    sheets = Sheets(problem, tuple(answers), (tuple(answers.values()),), numbers)
    (((*said,),),) = by_page([sheets])
    return {address: status for address, (status, _) in zip(answers, said, strict=True)}


def agree(*sheets):
    """The page and the checker say the same of every answer; gives all that was said."""
    found = []
    for each, page in zip(sheets, by_page(sheets), strict=True):
        for row, said, marked in zip(each.rows, page, by_python(each), strict=True):
            for address, text, (status, _), other in zip(each.asked, row, said, marked.statuses, strict=True):
                assert status == other, (each.problem.network, address, text, each.numbers)
                found.append(status)
    return found


# --- the same verdicts ---------------------------------------------------------------------------------


def test_honest_people_and_their_slips_are_judged_as_the_checker_judges_them():
    said = agree(*filter(None, (students(number, count=3) for number in range(40, 43))))
    assert said.count("right") > 100
    assert said.count("wrong") > 10


@given(problems(networks(most_layers=3, most_units=3), odd=True), st.integers(0, 1000))
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
def test_answers_near_the_right_ones_are_judged_as_the_checker_judges_them(problem, number):
    """Of every kind of problem, to any digits, and what follows from a slip."""
    sheets = near_values(problem, Random(number), count=2)
    if sheets is not None:
        agree(sheets)


@pytest.mark.parametrize("network", [{}, {"activation": "tanh", "momentum": "0.9"}, {"bias": "shared"}])
def test_other_numbers_of_the_sliders_are_judged_as_in_a_problem_that_has_them(network):
    numbers = {"x[1]": "0.5", "w1[2,1]": "-0.75", "w2[1,2]": "1.5", "eta": "0.1"}
    before = small() if "bias" not in network else hn.Problem(
        hn.Network([2, 2, 1], **network), ["0.05", "0.10"], ["0.01"],
        [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]], ["0.35", "0.60"], "0.5")  # fmt: skip
    if "momentum" in network:
        before = small(**network)
    sheets = near_values(before.with_numbers(numbers), Random(7), count=3)
    said = agree(sheets._replace(problem=before, numbers=numbers))
    assert {"right", "wrong", "follows"} <= set(said)


def test_targets_that_no_longer_add_up_to_1_have_the_longer_lines():
    problem = small((2, 2, 2), activation=["sigmoid", "softmax"], loss="cross_entropy")
    numbers = {"y[1]": "0.6"}  # 0.01 and 0.99 before
    sheets = near_values(problem.with_numbers(numbers), Random(3), count=3)
    assert "right" in agree(sheets._replace(problem=problem, numbers=numbers))
    assert data_of(problem, "dJ/dz2[1]")["other"] is not None
    assert data_of(small(), "dJ/dz2[1]")["other"] is None


@pytest.mark.parametrize("options", [{}, {"momentum": "0.9"}])
def test_values_after_many_steps_are_judged_by_taking_them(options):
    problem = small(**options)
    right = {address: f"{problem.solve()[address]:.6f}" for address in TRAINED}
    assert set(statuses(problem, right).values()) == {"right"}
    off = {address: f"{float(text) + 2e-6:.6f}" for address, text in right.items()}
    assert set(statuses(problem, off).values()) == {"wrong"}
    other = problem.with_numbers({"eta": "0.25"}).solve()["a2[1]@100"]
    assert statuses(problem, {"a2[1]@100": f"{other:.6f}"}, eta="0.25") == {"a2[1]@100": "right"}


@pytest.mark.parametrize("sign", [1, -1])
def test_an_error_term_and_the_derivative_that_it_is_are_judged_as_the_checker_judges_them(sign):
    """Each of both right or wrong, and a gradient from either."""
    problem = small(convention=hn.Convention(error_sign=sign))
    right = problem.solve()
    dz, a = right["dJ/dz2[1]"], right["a1[1]"]
    slips = (1, 1.3)
    rows = tuple(
        (f"{dz * one:.6f}", f"{sign * dz * other:.6f}", f"{dz * third * a:.6f}")
        for one, other, third in product(slips, slips, slips)
    )
    said = agree(Sheets(problem, ("dJ/dz2[1]", "delta2[1]", "dJ/dw2[1,1]"), rows, {}))
    assert [said[at : at + 3].count("right") for at in range(0, 24, 3)] == [3, 2, 2, 1, 2, 1, 1, 0]


def test_a_slip_is_told_from_what_follows_from_it():
    said = statuses(
        small(),
        {
            "z1[1]": "0.3775",
            "z1[2]": "0.4025",  # right is 0.3925
            "a1[1]": "0.5933",
            "a1[2]": "0.5993",  # sigmoid of 0.4025
            "a2[1]": "0.9",
            "J": "",
            "dJ/dw2[1,1]": "abc",
            "dJ/dw1[1,1]": "0",
        },
    )
    assert list(said.values()) == [
        "right",
        "wrong",
        "right",
        "follows",
        "wrong",
        "blank",
        "unreadable",
        "undecided",
    ]


def test_the_sign_of_the_error_term_is_that_of_the_convention():
    turned = small(convention=hn.Convention(error_sign=-1))
    right = turned.solve(style="delta")["delta2[1]"]
    assert right < 0
    both = {"delta2[1]": f"{right:.5f}", "dJ/dz2[1]": f"{-right:.5f}"}
    assert statuses(turned, both) == {"delta2[1]": "right", "dJ/dz2[1]": "right"}
    assert statuses(turned, {"delta2[1]": f"{-right:.5f}"}) == {"delta2[1]": "wrong"}


# --- the data ------------------------------------------------------------------------------------------


def test_the_data_say_nothing_of_the_numbers():
    """With all other numbers they are the same: so no right value can be among them."""
    asked = ("Z1", "a2[1]", "J", "dJ/dw1[2,1]", "delta1[1]", "dJ/dx[1]", "w1[2,1]+", "a2[1]@100")
    one = data_of(small(), *asked)
    other = data_of(
        small().with_numbers({"X": "0.7", "W1": "-0.3", "W2": "0.9", "b1[1]": "2", "eta": "3"}), *asked
    )
    assert one.pop("key") != other.pop("key")
    assert one == other


def test_they_ask_what_the_problem_asks_or_what_is_named_in_working_order():
    asks = small(ask=[{"quantity": "J", "digits": 4}, {"quantity": "Z1"}])
    panel = panel_data(asks)
    found = answers_data(asks, panel)
    addresses = [panel["quantities"][quantity] for quantity, _, _ in found["rows"]]
    assert addresses == ["J", "z1[1]", "z1[2]"]
    assert [digits for _, _, digits in found["rows"]] == [4, None, None]
    assert [addresses[row] for row in found["order"]] == ["z1[1]", "z1[2]", "J"]
    assert len(data_of(asks, "a1[1]")["rows"]) == 1
    assert len(data_of(small())["rows"]) == 25  # 7 forward, 9 gradients, 9 new numbers


def test_what_the_panel_has_not_brings_its_letters_in_every_notation():
    problem = small()
    panel = panel_data(problem)
    found = answers_data(problem, panel, ("dJ/dx[1]", "a2[1]@2"), notation("mazur"))
    assert [quantity for quantity, _, _ in found["rows"]] == [
        place + len(panel["quantities"]) for place in range(2)
    ]
    assert len(found["labels"]) == len(panel["notations"])
    for named, letters in zip(panel["notations"], found["labels"], strict=True):
        setting = problem.solve(notation=named["name"]).derivation.setting
        assert letters[0][0] == setting.spelling.text(setting.find("dJ/dx[1]"))
        assert letters[1][1].startswith("<m")


def test_what_would_need_too_many_steps_is_not_judged():
    found = data_of(small(), "J@100", "J@20001", "J")
    assert found["left"] == ["J@20001"]
    assert len(found["rows"]) == 2
    still = hn.Problem(hn.Network([1, 1]), x=[1], y=[0], weights=[[[2]]], biases=[[0.5]])
    assert data_of(still, "a1[1]@100")["left"] == ["a1[1]@100"]  # nothing to learn with


def test_too_many_rows_are_left_out_unless_they_are_asked_for():
    large = drawn(6, 8, 8, 6)
    assert answers_data(large, {}) is None
    with pytest.raises(HandnetError, match="too many"):
        answers_data(large, {}, ("W1", "W2", "W3", "dJ/dW1", "dJ/dW2", "dJ/dW3"))


@pytest.mark.parametrize(
    ("layers", "most"), [((2, 2, 1), 4_500), ((3, 3, 3, 1), 15_000), ((4, 4, 4, 4), 21_000)]
)
def test_they_are_small(layers, most):
    assert len(json.dumps(data_of(drawn(*layers)), separators=(",", ":"))) < most


def test_two_problems_keep_their_answers_apart_in_one_browser():
    keys = [data_of(each, "J")["key"] for each in (small(), small().with_numbers({"eta": "1"}), small())]
    assert keys[0] == keys[2] != keys[1]
