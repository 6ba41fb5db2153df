"""The slider demonstrations: what the table says, and that the table follows the slider."""

from __future__ import annotations

import html
import re
import sys

import pytest

import handnet as hn
from handnet.sliders import Sweep, values_html

ARTICLE = hn.articles.handwriting


def cells(table: str) -> list[list[str]]:
    """The rows of a table, cell by cell."""
    rows = re.findall(r"<tr>(.*?)</tr>", table)
    return [[html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_the_table_has_the_values_of_the_calculation():
    sweep = Sweep({"": ARTICLE.problem.solve()}, "w2[1,1]", ("J", "dJ/dw2[1,1]"))
    for weight in (-3.0, 0.5, 2.0):
        solved = ARTICLE.problem.solve("J", "dJ/dw2[1,1]", given={"w2[1,1]": weight})
        assert cells(values_html(sweep, weight, hn.Digits(significant=9))) == [
            ["J", hn.Digits(significant=9).write(solved["J"])],
            ["dJ/dw2[1,1]", hn.Digits(significant=9).write(solved["dJ/dw2[1,1]"])],
        ]


def test_calculations_beside_each_other_in_the_letters_of_the_sheet():
    columns = {
        "right": ARTICLE.problem.solve(notation="handwriting"),
        "a < b": ARTICLE.problem.solve(mistakes=ARTICLE.MISTAKES, notation="handwriting"),
    }
    sweep = Sweep(columns, "eta", ("cost+",))
    assert cells(values_html(sweep, 1.0, hn.Digits(decimals=8))) == [
        ["", "right", "a < b"],
        ["cost+", "0.24023221", "0.24135573"],
    ]


def test_the_table_follows_the_slider():
    graph = hn.Graph({"y": "x^2"})
    box = hn.slide(graph.solve({"x": 3}, "y", "dy/dx"), "x", "y", "dy/dx", low=-5, high=5)
    slider, table = box.children
    assert (slider.value, slider.description, slider.readout) == (3.0, "x", True)
    assert cells(table.value) == [["y", "9.00000"], ["dy/dx", "6.00000"]]
    slider.value = -2
    assert cells(table.value) == [["y", "4.00000"], ["dy/dx", "-4.00000"]]
    assert repr(box) == "A slider for x: run this cell to move it."  # what GitHub shows


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda s: hn.slide(s, "x", low=0, high=1), "say what to show"),
        (lambda s: hn.slide(s, "y", "y", low=0, high=1), "y is worked out, not given"),
        (lambda s: hn.slide(s, "q", "y", low=0, high=1), "no quantity 'q'"),
        (lambda s: hn.slide(s, "x", "y", low=1, high=0), "x is 3; low and high go around it, not 1 to 0"),
        (lambda s: hn.slide(s, "x", "y", low=4, high=9), "x is 3; low and high go around it, not 4 to 9"),
        (lambda s: hn.slide(s, "x", "y", low="a", high=9), "slide, low: cannot read 'a'"),
        (lambda s: hn.slide(s.derivation, "x", "y", low=0, high=9), "has no numbers"),
        (lambda s: hn.slide({}, "x", "y", low=0, high=9), "say what to show"),
    ],
)
def test_errors_are_one_line(call, said):
    with pytest.raises(hn.HandnetError) as error:
        call(hn.Graph({"y": "x^2"}).solve({"x": 3}))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("low", "high"), [(-12, 4), (-0.3, 7.7), (0.4, 9)])
def test_the_slider_opens_at_the_given_number(low, high):
    """Its steps go through the number, so that no browser snaps it to another one."""
    problem = ARTICLE.problem
    slider = hn.slide(problem, "w1[1,1]", "J", low=low if low < 0.25 else 0.2, high=high).children[0]
    assert slider.value == 0.25
    steps = (slider.value - slider.min) / slider.step
    assert steps == pytest.approx(round(steps), abs=1e-9)
    assert low - 0.21 <= slider.min <= slider.max <= high


def test_without_ipywidgets_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(hn.HandnetError, match=re.escape("pip install 'handnet[lab]'")):
        hn.slide(hn.Graph({"y": "x^2"}).solve({"x": 3}), "x", "y", low=0, high=9)
