"""A class in which each has given numbers of their own: everybody is told what they would be told alone."""

from __future__ import annotations

from typing import Any

from small_sheets import WITHOUT, product_line, told

import handnet as hn
from handnet.check.criteria import Criteria
from handnet.check.many import marked
from handnet.check.one import check
from handnet.terms import Number


def own_numbers(
    problem: hn.Problem, asked: list[str], people: list[tuple[dict[str, str], list[str]]]
) -> list[Any]:
    """What each is told in a class, after a look at whether it is what they are told alone."""
    find = problem.forward_pass().find
    numbers = [{find(at): Number(text, float(text)) for at, text in own.items()} for own, _ in people]
    found = marked(
        problem, list(map(find, asked)), [row for _, row in people], Criteria(pairs=False), numbers
    )
    for (own, row), mark in zip(people, found, strict=True):
        report = check(problem.with_numbers(own), dict(zip(asked, row, strict=True)), Criteria(pairs=False))
        assert mark.statuses == tuple(report[at].status for at in asked)
        assert mark.first_wrong == (report.first_wrong and report.first_wrong.quantity)
        assert (mark.points, mark.convention) == (report.points, report.convention)
    return [list(each.statuses) for each in found]


def test_who_has_other_numbers_is_judged_by_these():
    people = [
        ({"w1[1,1]": "0.5"}, ["0.185", "0.10915"]),
        ({"w1[1,1]": "0.5"}, ["0.3071", "0.1812"]),
        ({"w1[1,1]": "0.83"}, ["0.3071", "0.1812"]),
        ({}, ["0.3071", "0.1812"]),
        ({"w1[1,1]": "0.5"}, ["0.285", "0.16815"]),
        ({"w1[1,1]": "0.5"}, ["", "x"]),
        ({"w1[1,1]": "0.5", "w2[1,1]": "2"}, ["0.185", "0.370"]),
    ]
    assert own_numbers(product_line(), ["z1[1]", "z2[1]"], people) == [
        ["right", "right"], ["wrong", "follows"], ["right", "right"], ["right", "right"],
        ["wrong", "follows"], ["missing", "unreadable"], ["right", "right"],
    ]  # fmt: skip


def test_a_formula_is_looked_at_with_the_persons_own_numbers():
    people = [
        ({"w1[1,1]": "0.6"}, ["0.6*x[1]", "0.13098"]),
        ({"w1[1,1]": "0.6"}, ["0.83*x[1]", "0.13098"]),
        ({"w1[1,1]": "0.6"}, ["0.222", "0.13098"]),
        ({}, ["0.83*x[1]", "0.1812"]),
    ]
    assert own_numbers(product_line(), ["z1[1]", "z2[1]"], people) == [
        ["right", "right"], ["wrong", "right"], ["right", "right"], ["right", "right"]]  # fmt: skip


def test_own_targets_may_add_up_to_1_or_not():
    """The derivative of a cross-entropy by a sum is a - y only where the targets add up to 1."""
    network = hn.Network([1, 2], activation="softmax", loss="cross_entropy", bias="none")
    people = [
        ({"y[1]": "0", "y[2]": "1"}, ["0.5000"]),  # 0.5*1 - 0
        ({"y[1]": "0", "y[2]": "0.5"}, ["0.2500"]),  # 0.5*0.5 - 0
        ({"y[1]": "0", "y[2]": "0.5"}, ["0.5000"]),
        ({"y[1]": "1", "y[2]": "1"}, ["0.0000"]),  # 0.5*2 - 1
    ]
    for given in (["0", "1"], ["0", "2"]):
        problem = hn.Problem(network, x=["1"], y=given, weights=[[["0"], ["0"]]], learning_rate="1")
        assert own_numbers(problem, ["dJ/dz1[1]"], people) == [["right"], ["right"], ["wrong"], ["right"]]


def test_far_in_training_each_is_judged_by_a_training_of_their_own():
    """With a = w and J = (w - 1)^2 every step brings w nearer to 1 by 2 % of the way: by 0.98^20 in all."""
    network = hn.Network([1, 1], activation="identity", loss="squared_error", bias="none")
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["2"]]], learning_rate="0.01")
    left = 0.98**20
    values = [f"{1 + (w - 1) * left:.9f}" for w in (2, 3)]
    people = [
        ({"w1[1,1]": "3"}, [values[1]]),
        ({"w1[1,1]": "3"}, [values[0]]),
        ({}, [values[0]]),
        ({"w1[1,1]": "3"}, [""]),
    ]
    assert own_numbers(problem, ["w1[1,1]@20"], people) == [["right"], ["wrong"], ["right"], ["missing"]]


def test_near_and_far_values_are_told_side_by_side():
    network = hn.Network([1, 1], activation="identity", loss="squared_error", bias="none")
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["2"]]], learning_rate="0.01")
    far = f"{1 + 2 * 0.98**20:.9f}"
    people = [({"w1[1,1]": "3"}, ["3.0000", far]), ({"w1[1,1]": "3"}, ["2.0000", far]), ({}, ["2.0000", far])]
    assert own_numbers(problem, ["z1[1]", "w1[1,1]@20"], people) == [
        ["right", "right"], ["wrong", "right"], ["right", "wrong"]]  # fmt: skip


def test_fractions_have_no_figures_that_say_what_was_rounded():
    """2/11 = 0.1818 would be reached with three figures on the way; a fraction is exact."""
    people = [{"z2[1]": "2/11"}, {"z2[1]": "0.1812"}, {"z2[1]": ""}]
    assert [report["z2[1]"].status for report in told(product_line(), people, **WITHOUT)] == [
        "wrong", "right", "missing"]  # fmt: skip
    assert (
        told(product_line(), [{"z2[1]": "2/11", "z1[1]": "0.307"}], **WITHOUT)[0]["z2[1]"].status == "right"
    )


def test_what_is_far_too_long_cannot_be_read_in_a_class_either():
    people = [{"z1[1]": "9" * 1001, "z2[1]": "0.1812"}, {"z1[1]": "0.3071", "z2[1]": "x" * 1001}]
    found = [[each.status for each in report] for report in told(product_line(), people, **WITHOUT)]
    assert found == [["unreadable", "right"], ["right", "unreadable"]]


def test_nobody_gets_no_marks():
    z1 = product_line().forward_pass().find("z1[1]")
    assert marked(product_line(), [z1], []) == []
    assert marked(product_line(), [z1], [], numbers=[]) == []
