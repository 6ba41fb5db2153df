"""A page of HTML: nothing in it acts, nothing is lost, every block has its elements."""

from __future__ import annotations

import re

import pytest
from html_reader import Reader, sound

import handnet as hn
from handnet.articles import ARTICLES, article
from handnet.escape import visible
from handnet.functions import ACTIVATIONS
from handnet.notation import notations
from handnet.render.formulas import number
from handnet.render.page import (
    Display,
    Facts,
    Folded,
    Formula,
    Heading,
    Items,
    Line,
    Lines,
    Paragraph,
    Stack,
    Table,
)
from handnet.render.web import blocks_html, page_html


def shown():
    """One of each kind of page that the package has."""
    net, problem = (
        hn.Network([2, 3, 2], ["relu", "softmax"], "cross_entropy"),
        hn.articles.handwriting.problem,
    )
    yield from (net.derive(view="index"), problem.solve(view="matrix"), problem.paths("dJ/dw1[1,1]"))
    yield from (problem.moves("dJ/dw1[1,1]"), problem.gradient_check(), problem.self_check("dJ/dw2[1,1]"))
    yield from (problem.hint("J", rung=6), net.crosswalk(*notations()), hn.differentiate("x^2*3*z", "x"))
    yield from (entry.proof() for entry in ACTIVATIONS.values() if entry.name != "step")
    yield from (each for name in ARTICLES for each in (article(name).compare(), article(name).flaws()))
    yield hn.articles.handwriting.compare().matrices()
    odd = hn.Network([2, 2, 2], ["leaky_relu", "bipolar_sigmoid"], bias="threshold", momentum="0.9", l2="0.1")
    for name in notations():
        yield from (
            odd.derive(notation=name),
            odd.derive(view="matrix", notation=name),
            problem.solve(notation=name),
        )


def test_every_kind_of_page_is_sound():
    for each in shown():
        sound(page_html(each._page(), "page"))


NASTY = [
    "<script>alert(1)</script>",
    "</td></table><h1>",
    'a" onclick="x',
    "$x$ & \\input{x} | `a`",
    "\u202eab\x00",
    "‰ ✓ 日",
]


def every_block(words):
    """A page with these words in every place that has words."""
    formula = number("-0.5")
    return [
        Heading(words, 1), Heading(words), Heading(words, 3), Paragraph((words, formula, words)), Display(formula),
        Stack([words, formula, (words, formula)]), Facts(words, [(words, (words, formula))]), Items([words, formula]),
        Table((words, ""), [(formula, words), (words, formula)], right=(1,)),
        Lines([Line(formula, (formula, formula), words, words)]), Folded(words, [Paragraph(words)]),
    ]  # fmt: skip


@pytest.mark.parametrize("words", NASTY)
def test_words_are_shown_sign_by_sign_and_do_nothing(words):
    calm, found = (
        Reader(page_html(every_block("words"), "words")),
        Reader(page_html(every_block(words), words)),
    )
    assert found.tags == calm.tags
    assert [each[:2] for each in found.attributes] == [each[:2] for each in calm.attributes]
    assert found.text["title"] == visible(words)
    assert found.text["body"].count(visible(words)) == calm.text["body"].count("words")


def test_a_document_needs_nothing_else():
    document = page_html(every_block("words"), "Title")
    found = Reader(document)
    assert not {"script", "link", "img", "iframe", "form"} & set(found.tags)
    assert not re.search(r"https?:|url\(|@import", document)
    assert document.startswith("<!doctype html>")
    assert ("html", "lang", "en") in found.attributes
    assert ("meta", "charset", "utf-8") in found.attributes


def test_headings_tables_and_folds_have_their_elements():
    found = Reader(page_html(every_block("words"), "Title"))
    assert found.tags.count("h1") == 1, "a page with a heading of its own gets no second one"
    assert Reader(page_html([Paragraph("words")], "Title")).text["h1"] == "Title"
    assert [each[2] for each in found.attributes if each[:2] == ("th", "scope")] == ["col", "row", "row"]
    assert found.text["summary"] == "words"


def test_long_working_is_folded_and_nothing_of_it_is_lost():
    lines = [Line(Formula(f"q{at}", f"q_{{{at}}}"), (number(str(at)),), "rule") for at in range(30)]
    whole, folded = Reader(blocks_html([Lines(lines)])), Reader(blocks_html([Lines(lines, at_once=10)]))
    assert "summary" not in whole.text
    assert folded.text["summary"] == "20 more lines"
    assert folded.text["math"] == whole.text["math"] == "".join(f"q{at}={at}" for at in range(30))


def test_a_long_line_can_be_broken_where_a_person_would():
    sum_ = Formula("", " + ".join(rf"0.{at}5 \cdot 0.10" for at in range(9)))
    found = Reader(blocks_html([Lines([Line(number("1"), (sum_,))])]))
    assert found.tags.count("wbr") == found.tags.count("math") - 2 > 3
    assert found.text["math"] == "1=" + "+".join(f"0.{at}5·0.10" for at in range(9))
