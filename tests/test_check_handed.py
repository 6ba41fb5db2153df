"""Answers as they are handed in: by address, as arrays, twice, or where nothing is."""

from __future__ import annotations

import pytest

import handnet as hn
from handnet.check.read import Handed, handed_in
from handnet.errors import HandnetError
from handnet.setting import Setting

MINE = hn.Mistake.writing("mine", {"z1[1]": "x[1]"})


def handed(answers: object) -> list[Handed]:
    network = hn.Network([2, 2], activation="identity", bias="none")
    problem = hn.Problem(network, x=["1", "2"], y=["1", "2"], weights=[[["1", "2"], ["3", "4"]]])
    return handed_in(problem, Setting(problem.forward_pass()), answers)


def read(**answers: object) -> list[tuple[str, str, str, str]]:
    """Address, what is meant, kind, text."""
    return [(each.typed, str(each.quantity), each.answer.kind, each.answer.text) for each in handed(answers)]


def test_an_array_is_handed_in_entry_by_entry_and_a_number_by_itself():
    assert read(Z1=["5", 11]) == [
        ("z1[1]", "z1[1]", "number", "5"), ("z1[2]", "z1[2]", "number", "11")]  # fmt: skip
    assert [each[:3] for each in read(W1=[["1", None], ["x", "x[1]"]])] == [
        ("w1[1,1]", "w1[1,1]", "number"),
        ("w1[1,2]", "w1[1,2]", "blank"),
        ("w1[2,1]", "w1[2,1]", "unreadable"),
        ("w1[2,2]", "w1[2,2]", "formula"),
    ]
    assert [each[1:3] for each in read(**{"z1[1]": "5", "z1[2]": 11.0})] == [
        ("z1[1]", "number"), ("z1[2]", "number")]  # fmt: skip


def test_what_does_not_fit_its_address_is_nothing_of_the_problem():
    for answers in ({"z1[1]": ["5"]}, {"Z1": ["5"]}, {"Z1": "5"}, {"q": "5"}, {"Z1": 5}, {"z9[1]": "1"}):
        (found,) = handed(answers)
        (typed,) = answers
        assert (found.typed, found.quantity, found.answer.kind) == (typed, None, "unreadable")
        assert len(found.answer.why) > 10
    (found,) = handed({"z1[1]": list(range(1000))})
    assert found.answer.why == f"z1[1] is one number; found {str(list(range(1000)))[:60]}"
    assert found.answer.text == f"{str(list(range(1000)))[:997]}..."
    (found,) = handed({"q": "x" * 1001})
    assert found.answer.text == "x" * 1000
    (found,) = handed({5: "1"})
    assert (found.typed, found.quantity) == ("5", None)


def test_an_array_may_be_left_blank_as_a_whole():
    for blank in ("", "  ", None):
        found = handed({"Z1": blank})
        assert [(str(each.quantity), each.answer.kind) for each in found] == [
            ("z1[1]", "blank"),
            ("z1[2]", "blank"),
        ]
    (found,) = handed({"Z1": 5})
    assert found.answer.why == "Z1: one number, but the array has the shape (2,), to x from"
    (found,) = handed({"Z1": "5"})
    assert "Z1" in found.answer.why
    assert "shape" not in found.answer.why


def test_only_the_first_of_two_answers_counts():
    answers = {"z1[1]": "5", "Z1": ["6", "11"], "z1[2]": "12"}
    found = handed(answers)
    assert [(each.typed, str(each.quantity), each.answer.text) for each in found] == [
        ("z1[1]", "z1[1]", "5"), ("z1[1]", "None", "6"), ("z1[2]", "z1[2]", "11"), ("z1[2]", "None", "12")]  # fmt: skip
    assert [each.answer.kind for each in found] == ["number", "unreadable", "number", "unreadable"]
    assert found[1].answer.why == "z1[1] is there twice; the first, 5, is what is checked"
    assert found[3].answer.why == "z1[2] is there twice; the first, 11, is what is checked"
    strangers = handed({"q": "1", "p": "1"})
    assert [each.answer.why.count("twice") for each in strangers] == [0, 0]


def test_answers_stand_by_address():
    for wrong in (["5"], "z1[1]", None):
        with pytest.raises(HandnetError, match=r"^check: found .*; give answers by address, as in"):
            handed(wrong)


def test_a_formula_may_not_have_in_it_what_it_says():
    (found,) = handed({"z1[1]": "z1[1]*1"})
    assert (found.answer.kind, found.answer.why) == ("unreadable", "the formula contains z1[1] itself")
    assert str(found.quantity) == "z1[1]"
    (found,) = handed({"z1[1]": "z1[2]*1"})
    assert found.answer.kind == "formula"
