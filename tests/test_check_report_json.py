"""A report as JSON, entry by entry: what programs of others rely on."""

from __future__ import annotations

import json
import math

import pytest
from reports import MAZUR, SQUASHED, SWAPPED, explained, report, verdict
from small_sheets import product_line

from handnet.answer import Answer
from handnet.check.report_json import number
from handnet.check.verdict import Verdict
from handnet.explain.explanation import Explanation


def test_every_entry_of_a_report_by_its_name():
    """Half a surrogate pair is written as an escape would be; what is no number is null."""
    both = Explanation((SQUASHED, SWAPPED), " in layer 1", 0.38, True, 0.002)
    decide = verdict(MAZUR, "z2[2]", "1", "wrong").quantity
    wrong = verdict(
        MAZUR, "z1[1]", "0.38", "wrong", "wrong", follows=0.25, mistakes=(both, explained(value=math.nan)),
        decide=decide, right=0.5,
    )  # fmt: skip
    stranger = Verdict(
        None, "q", Answer("unreadable", "½\ud800", why="?"), "unreadable", "", math.nan, out_of=0.0
    )
    made = report(wrong, stranger, convention="as elsewhere")
    text = made.to_json()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2).replace("\ud800", r"\ud800")
    assert text.encode("utf-8")
    assert json.loads(text) == {
        "handnet_report": 1,
        "title": "Two by two",
        "rounding": {"decimals": 4, "significant": None, "full": False},
        "convention": "as elsewhere",
        "points": 0.0,
        "out_of": 1.0,
        "counts": {"right": 0, "follows": 0, "wrong": 1, "undecided": 0, "unreadable": 1, "missing": 0},
        "first_wrong": "z1[1]",
        "verdicts": [
            {
                "address": "z1[1]",
                "quantity": "z1[1]",
                "answer": "0.38",
                "kind": "number",
                "value": 0.38,
                "status": "wrong",
                "reason": "wrong",
                "because": "neither the right value nor what follows from your own earlier values",
                "right": 0.5,
                "follows": 0.25,
                "but_does_not_follow": False,
                "few_digits": False,
                "mistakes": [
                    {
                        "code": "squashed + digits-swapped",
                        "codes": ["squashed", "digits-swapped"],
                        "title": "the sigmoid was used twice, and two digits were swapped in layer 1",
                        "where": "in layer 1",
                        "hint": "Is it a sum or an activation? Look at the digits.",
                        "explanation": "It was squashed once. Two digits changed places.",
                        "value": 0.38,
                        "from_own": True,
                        "chance": 0.002,
                    },
                    {
                        "code": "squashed",
                        "codes": ["squashed"],
                        "title": "the sigmoid was used twice",
                        "where": "",
                        "hint": "Is it a sum or an activation?",
                        "explanation": "It was squashed once.",
                        "value": None,
                        "from_own": False,
                        "chance": 0.001,
                    },
                ],
                "decide": "z2[2]",
                "too_few": False,
                "points": 0.0,
                "out_of": 1.0,
            },
            {
                "address": "q",
                "quantity": None,
                "answer": "½\ud800",
                "kind": "unreadable",
                "value": None,
                "status": "unreadable",
                "reason": "",
                "because": "?",
                "right": None,
                "follows": None,
                "but_does_not_follow": False,
                "few_digits": False,
                "mistakes": [],
                "decide": None,
                "too_few": False,
                "points": 0.0,
                "out_of": 0.0,
            },
        ],
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, 0.0), (-1.5, -1.5), (math.inf, None), (-math.inf, None), (math.nan, None), (None, None)],
)
def test_what_json_cannot_hold_is_null(value, written):
    assert number(value) == written


def test_two_reports_on_the_same_answers_are_the_same():
    answers = {"z1[1]": "0.3071", "z2[1]": "0.9"}
    assert product_line().check(answers) == product_line().check(answers)
    assert product_line().check(answers) != product_line().check({"z1[1]": "0.3071"})


def test_nothing_is_raised_where_all_is_right():
    product_line().check({"z1[1]": "0.3071"}).assert_right()
    with pytest.raises(AssertionError, match=r"^z1\[1\] is wrong \(0\.9\)\n"):
        product_line().check({"z1[1]": "0.9"}).assert_right()
