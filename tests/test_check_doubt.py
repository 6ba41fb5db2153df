"""A number that honest rounding reaches and that has the digits of a mistake: what it may be, and when it is right.

To two decimals z2 = 0.59 * 0.3071 = 0.181189 reaches 0.173239 to 0.189139, so a mistake that adds 0.006
is within it.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_sheets import EVERY, product_line, told

import handnet as hn
from handnet.rounding import Rounding

TWO = Rounding(decimals=2)


def adding(code: str, more: str, layer: int = 2) -> hn.Mistake:
    """A mistake that adds a number to z2, or to z1."""
    right = "w2[1,1]*a1[1]" if layer == 2 else "w1[1,1]*x[1]"
    return hn.Mistake.writing(code, {f"z{layer}[1]": f"{right} + {more}"})


SIX = adding("six", "0.006")  # 0.187189
LIKE = adding("like", "0.00591")  # 0.187099
FAR = adding("far", "0.5")
UP, DOWN = adding("up", "0.004"), adding("down", "-0.004")
EARLIER = adding("earlier", "0.004", layer=1)  # 0.59*0.3111 = 0.183549


@pytest.mark.parametrize(
    ("answers", "mistakes", "status", "codes"),
    [
        ({"z2[1]": "0.1872"}, [SIX], "undecided", ["six"]),
        ({"z2[1]": "0.1872"}, [FAR], "right", []),
        ({"z2[1]": "0.1872"}, [], "right", []),
        ({"z2[1]": "0.1873"}, [SIX], "right", []),
        ({"z2[1]": "0.1871"}, [SIX], "right", []),  # cut off, but of rounding that says nothing
        ({"z2[1]": "0.1871"}, [LIKE, FAR], "undecided", ["like"]),
        ({"z2[1]": "0.1871"}, [LIKE, SIX], "undecided", ["like", "six + truncated"]),
        ({"z2[1]": "0.1871"}, [SIX, LIKE], "undecided", ["like", "six + truncated"]),
        ({"z2[1]": "0.1812"}, [SIX], "right", []),
        ({"z2[1]": "0.1852"}, [UP, DOWN], "undecided", ["up"]),
        ({"z2[1]": "0.1772"}, [UP, DOWN], "undecided", ["down"]),
        ({"z2[1]": "0.1835"}, [EARLIER], "undecided", ["earlier"]),
        ({"z1[1]": "0.3100", "z2[1]": "0.1829"}, [SIX], "right", []),  # 0.59*0.31 is their own
        ({"z1[1]": "0.3100", "z2[1]": "0.1872"}, [SIX], "undecided", ["six"]),  # from the exact values
        ({"z1[1]": "0.3050", "z2[1]": "0.1860"}, [SIX], "undecided", ["six"]),  # 0.17995 + 0.006
        ({"z1[1]": "0.30725", "z2[1]": "0.1872"}, [SIX], "undecided", ["six"]),  # cut off too, and said once
        ({"z1[1]": "0.3172", "z2[1]": "0.1872"}, [SIX], "follows", []),  # 0.59*0.3172 = 0.187148
    ],
)
def test_what_a_reached_number_may_be(answers, mistakes, status, codes):
    """Alone, in a class of others, and with one who has the number right."""
    for company in ([], [{"z2[1]": "0.1812"}, {"z2[1]": ""}]):
        report = told(
            product_line(), [answers, *company], rounding=TWO, extra=tuple(mistakes),
            without=tuple(each for each in EVERY if each != "truncated"),
        )[0]  # fmt: skip
        found = report["z2[1]"]
        assert (found.status, [each.code for each in found.mistakes]) == (status, codes)
        assert found.reason == {"undecided": "mistake", "follows": "follows"}.get(
            status, "exact" if answers["z2[1]"] == "0.1812" else "rounded"
        )
        assert found.points == 1


def test_where_it_may_have_been_made_is_said_for_the_simplest():
    """Once at the line itself and once everywhere: the line is told."""
    (report,) = told(product_line(), [{"z2[1]": "0.1872"}], rounding=TWO, extra=(SIX,), without=EVERY)
    assert [(each.code, each.where) for each in report["z2[1]"].mistakes] == [("six", " at z2[1]")]


def test_in_another_sign_it_is_the_same():
    problem = product_line().with_numbers({"x[1]": "-0.37"})

    def verdict(text: str, *mistakes: hn.Mistake, **by: Any) -> tuple[str, list[str]]:
        (report,) = told(problem, [{"z2[1]": text}], rounding=TWO, extra=mistakes, **by)
        return report["z2[1]"].status, [each.code for each in report["z2[1]"].mistakes]

    few = {"without": tuple(each for each in EVERY if each != "truncated")}
    six, like = adding("six", "-0.006"), adding("like", "-0.00591")
    assert verdict("-0.1872", six, **few) == ("undecided", ["six"])
    assert verdict("-0.1860", six, **few) == ("right", [])
    assert verdict("-0.1871", like, six, **few) == ("undecided", ["like", "six + truncated"])


def test_cutting_off_is_not_looked_for_where_it_is_switched_off():
    (report,) = told(product_line(), [{"z2[1]": "0.1871"}], rounding=TWO, extra=(LIKE, SIX), without=EVERY)
    assert [each.code for each in report["z2[1]"].mistakes] == ["like"]


def test_what_was_only_cut_off_is_as_good_as_rounded():
    """0.1811 is 0.181189 cut off; with two decimals on the way nobody can tell."""
    by = tuple(each for each in EVERY if each != "truncated")
    (report,) = told(product_line(), [{"z2[1]": "0.1811"}], rounding=TWO, without=by)
    assert report["z2[1]"].status == "right"
    (report,) = told(product_line(), [{"z2[1]": "0.1811"}], without=by)
    assert [each.code for each in report["z2[1]"].mistakes] == ["truncated"]
    assert report["z2[1]"].status == "wrong"


def test_a_slip_in_writing_can_be_doubtful_too():
    """0.181189 with two neighbours changed is 0.118189, out of reach to two decimals and within it to one."""
    only = tuple(each for each in EVERY if each != "digits-swapped")
    for decimals, status in ((2, "wrong"), (1, "undecided")):
        (report,) = told(
            product_line(), [{"z2[1]": "0.118189"}], rounding=Rounding(decimals=decimals), without=only
        )
        assert report["z2[1]"].status == status
        assert [each.code for each in report["z2[1]"].mistakes] == ["digits-swapped"]


def test_explanations_of_what_is_undecided_are_certain_of_nothing():
    (report,) = told(product_line(), [{"z2[1]": "0.1872"}], rounding=TWO, extra=(SIX,), without=EVERY)
    (made,) = report["z2[1]"].mistakes
    assert made.chance == 1.0
    assert made.value == pytest.approx(0.187189)
