"""Whole documents of LaTeX: what they load, what stands in them, that nothing is lost and nothing covered.

Everything is compiled by `tex_documents.py`; here one document of each kind that hurts, if pdflatex is there.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shown_objects import HOSTILE, hostile_problem
from tex import compiled, needs_tex, together

import handnet as hn
from handnet.render.document import document_latex
from handnet.render.drawing import derivation_drawing, problem_drawing, solution_drawing
from handnet.render.formulas import reason
from handnet.render.legend import legend
from handnet.render.page import Drawing, Heading, Table
from handnet.render.paper import page_latex
from handnet.render.plain import plain_words
from handnet.render.tex_letters import in_ascii
from handnet.render.web import page_html
from handnet.rules import Rule

LOADED = {"geometry", "fontenc", "lmodern", "amsmath", "amssymb", "longtable", "tikz"}
"""All of texlive-latex-base, -latex-recommended and -pictures, but lmodern, which is only taken where it is."""
MAZUR = hn.read("tests/published/mazur.toml")
NODE = re.compile(r"\\node\[(?P<how>[^\]]*)\] at \((?P<x>-?[\d.]+),(?P<y>-?[\d.]+)\) \{(?P<words>.*)\};")
BOX = re.compile(r"corners=4pt\] \((-?[\d.]+),(-?[\d.]+)\) rectangle \((-?[\d.]+),(-?[\d.]+)\)")
LINE = re.compile(r"\\draw\[line[^\]]*\] \((-?[\d.]+),(-?[\d.]+)\) -- \((-?[\d.]+),(-?[\d.]+)\)")


def test_a_document_loads_only_what_is_usual():
    latex = MAZUR.solve().to_latex(document=True)
    preamble, body = latex.split(r"\begin{document}")
    found = re.findall(r"\\usepackage(?:\[[^\]]*\])?\{([^}]*)\}", preamble)
    assert {each for names in found for each in names.split(",")} <= LOADED
    assert "{lmodern}" not in preamble.replace(r"\IfFileExists{lmodern.sty}", "").split("{}\n")[-1]
    assert latex.isascii()
    assert body.rstrip().endswith(r"\end{document}")


def test_the_parts_of_a_document():
    """What is worked out, the picture, the letters, the lines: each once, in this order."""
    latex = MAZUR.solve(notation="mazur").to_latex(document=True)
    marks = (r"E_{\mathrm{total}} = ", r"\begin{tikzpicture}", "{\\raggedright Letters}",
             "Forward pass}", "Backward pass}", "Update}")  # fmt: skip
    places = [latex.index(mark) for mark in marks]
    assert places == sorted(places)
    assert latex.count(r"\begin{tikzpicture}") == latex.count("{\\raggedright Letters}") == 1
    assert latex.count("Each input times its weight") == 1  # a rule is explained where it comes first


def test_a_fragment_is_only_formulas():
    derivation = MAZUR.network.derive("dJ/dw1[1,1]")
    latex = derivation.to_latex(fragment=True)
    assert not re.search(r"section|paragraph|item|tikz|documentclass|noindent", latex)
    assert latex.count("&&") == len(derivation)
    with pytest.raises(hn.HandnetError):
        derivation.to_latex(fragment=True, document=True)


# --- letters of every script ------------------------------------------------------------------------------


@given(st.text())
def test_what_latex_cannot_set_is_named_by_its_number(text):
    latex = in_ascii(text)
    assert latex.isascii()
    for sign in unicodedata.normalize("NFC", text):
        if not sign.isascii() and unicodedata.category(sign) == "Lo" and in_ascii(sign).startswith("[U+"):
            assert re.search(rf"\b{ord(sign):04X}\b|U\+{ord(sign):04X}", latex)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("König", r"K\"{o}nig"),
        ("Łódź, Çağ, naïve", r"\L{}\'{o}d\'{z}, \c{C}a\u{g}, na\"{\i}ve"),
        ("李小龙", "[U+674E 5C0F 9F99]"),
        ("“½” → α²", r"``1/2'' \ensuremath{\rightarrow} \ensuremath{\alpha}\ensuremath{^{2}}"),
        ("plain $x$", "plain $x$"),
    ],
)
def test_letters(text, latex):
    assert in_ascii(text) == latex


# --- the picture ------------------------------------------------------------------------------------------


def drawn(sizes):
    """A network, its picture in letters, taken apart: boxes, lines, and labels on them by their words."""
    drawing = derivation_drawing(hn.Network(sizes).derive())
    tikz = drawing.tikz
    boxes = [tuple(map(float, found)) for found in BOX.findall(tikz)]
    lines = [tuple(map(float, found)) for found in LINE.findall(tikz)]
    nodes = [
        (found["how"], float(found["x"]), float(found["y"]), found["words"]) for found in NODE.finditer(tikz)
    ]
    return drawing, boxes, lines, nodes


sizes = st.lists(st.integers(1, 4), min_size=2, max_size=4)


@given(sizes)
@settings(max_examples=25, deadline=None)
def test_every_weight_stands_on_its_own_line(sizes):
    """Up to 4-4-4-4 all weights are written, each on the line between its two units."""
    drawing, _, lines, nodes = drawn(sizes)
    assert "no room" not in drawing.words
    middle = {words: y for how, _, y, words in nodes if "footnotesize" in how}
    found = 0
    for how, x, y, words in nodes:
        weight = re.fullmatch(r"\$w\^\{\[(\d)\]\}_\{(\d)(\d)\}\$", words)
        if not weight or "scriptsize" not in how:
            continue
        layer, j, k = map(int, weight.groups())
        start = f"$x_{{{k}}}$" if layer == 1 else f"$z^{{[{layer - 1}]}}_{{{k}}}$"
        up = 0 if layer == 1 else 0.23  # z stands in the upper half
        ends = [
            line for line in lines
            if abs(line[1] - middle[start] + up) < 0.02
            and abs(line[3] - middle[f"$z^{{[{layer}]}}_{{{j}}}$"] + 0.23) < 0.02
            and line[0] <= x <= line[2]
        ]  # fmt: skip
        assert len(ends) == 1
        x1, y1, x2, y2 = ends[0]
        assert abs(y1 + (y2 - y1) * (x - x1) / (x2 - x1) - y) < 0.02
        found += 1
    assert found == sum(a * b for a, b in pairwise(sizes))


@given(sizes)
@settings(max_examples=25, deadline=None)
def test_nothing_covers_anything(sizes):
    _, boxes, _, nodes = drawn(sizes)
    labels = [(x, y) for how, x, y, _ in nodes if "fill" in how]
    for place, (x, y) in enumerate(labels):
        assert all(abs(x - other) > 0.5 or abs(y - level) > 0.3 for other, level in labels[:place])
        assert not any(left < x < right and low < y < high for left, low, right, high in boxes)
    for place, (left, low, right, high) in enumerate(boxes):
        others = boxes[:place]
        assert all(right < a or c < left or high < b or d < low for a, b, c, d in others)
    assert max(box[2] for box in boxes) - min(box[0] for box in boxes) <= 16.6


def test_what_has_no_room_is_said():
    wide = derivation_drawing(hn.Network([12, 12, 2]).derive())
    assert "There is no room for what is in the units and the weights of layer 1" in wide.words
    assert derivation_drawing(hn.Network([50, 2]).derive()) is None
    assert derivation_drawing(hn.Graph({"f": "x*y"}).derive()) is None


def test_a_sheet_shows_no_value_that_is_to_be_worked_out():
    given, solved = problem_drawing(MAZUR, hn.Notation("mine")), solution_drawing(MAZUR.solve())
    assert "0.593" in solved.tikz
    assert "0.593" not in given.tikz + given.svg
    assert "0.15" in given.tikz


def test_a_picture_is_told_in_every_form():
    drawing = Drawing("units & <lines>", "TIKZ", "<svg><title>units</title></svg>")
    assert "<figcaption>units &amp; &lt;lines&gt;</figcaption>" in page_html([drawing], "x")
    assert r"units \& \textless{}lines\textgreater{}" in page_latex([drawing])


# --- the letters ------------------------------------------------------------------------------------------


def test_the_letters_of_a_solution():
    solution = MAZUR.solve(notation="mazur")
    table = legend(solution.derivation, solution)
    rows = {plain_words(row[2]): [plain_words(cell) for cell in row] for row in table.rows}
    assert rows["inputs"][:2] == ["i1, i2", "x[1], x[2]"]
    assert rows["inputs"][3] == "0.05, 0.10"
    assert rows["the loss"][1] == "J"
    assert rows["weights of layer 1"][3] == "0.15, 0.20, 0.25, 0.30"
    (slopes,) = (row for said, row in rows.items() if said.startswith("derivative of the loss by"))
    assert re.search(r"\bdJ/dw\d\[1,1\]", slopes[1])
    assert len(table.rows) < 30


def test_every_kind_of_quantity_has_a_row():
    derivation = hn.Network([2, 3, 2], momentum="0.9", l2="0.1", bias="threshold").derive(
        "w1[1,1]+", style="delta"
    )
    typed = " ".join(plain_words(row[1]) for row in legend(derivation, None).rows)
    for name in (
        "x[1]",
        "y[1]",
        "w1[1,1]",
        "theta2[1]",
        "z1[1]",
        "a2[1]",
        "delta1[1]",
        "eta",
        "mu",
        "w1[1,1]+",
    ):
        assert name in typed.replace(",\N{NO-BREAK SPACE}", ", ")


@pytest.mark.parametrize("digits", [None, 2, hn.Digits(significant=2), hn.Digits()])
def test_what_is_worked_out_has_the_same_digits_in_a_picture(digits):
    """Numbers that are just short enough as they are do not stand beside rounded ones."""
    network = hn.Network([2, 2], ["softmax"], "cross_entropy", bias="none")
    problem = hn.Problem(network, x=["1", "0.25"], y=[1, 0], weights=[[["-0.6", "1.1"], ["0.8", "0.7"]]])
    tikz = solution_drawing(problem.solve(digits=digits)).tikz
    worked = re.findall(r"\$(?:[za]\^\{\[1\]\}_\{\d\}|J) = (-?[0-9.]+)\$", tikz)
    assert len(worked) == 5
    if isinstance(digits, hn.Digits) and digits.significant:
        assert {len(each.lstrip("-0.").replace(".", "")) for each in worked} == {2}
    else:
        assert {len(each.partition(".")[2]) for each in worked} == {digits if digits == 2 else 3}
    assert "$x_{2} = 0.25$" in tikz  # what is given stays as it was given


def test_a_network_too_large_for_a_picture_says_so():
    large = hn.Network([50, 1])
    for latex in (
        large.derive("J").to_latex(document=True),
        large.derive(view="matrix").to_latex(document=True),
        large.derive(view="index").to_latex(document=True),
    ):
        assert latex.count("too large for a picture") == 1
        assert "tikzpicture" not in latex
    assert "too large" not in hn.Graph({"f": "x*y"}).derive().to_latex(document=True)


# --- tables that break, powers in words -------------------------------------------------------------------


def test_a_table_of_many_rows_may_break_over_pages():
    """Otherwise the half page below a picture stays empty."""
    few, many = ([(str(number), "x") for number in range(rows)] for rows in (5, 12))
    assert "longtable" not in page_latex([Table(("a", "b"), few)])
    assert r"\begin{longtable}" in page_latex([Table(("a", "b"), many)])


def test_powers_in_the_reasons_of_rules_are_formulas():
    network = hn.Network([2, 2], ["softmax"], "cross_entropy")
    derivation = network.derive("J")
    latex, markdown = derivation.to_latex(document=True), derivation.to_markdown()
    assert "the sum of $e^{z}$ over the layer" in latex
    assert "unit's $e^{z}$ in" in latex.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    assert "$e^z$ over" in markdown.replace("{z}", "z")
    assert "e^z" not in re.sub(r"<annotation.*?</annotation>", "", derivation.to_html())
    assert plain_words(reason(Rule.POWERS.because)) == Rule.POWERS.because
    assert reason("As stated.") == "As stated."


# --- compiled ---------------------------------------------------------------------------------------------


@needs_tex
def test_documents_that_hurt_compile_and_fit(tmp_path):
    hostile = hostile_problem()
    long = Table(("name", "value"), [(name, str(number)) for number, name in enumerate(HOSTILE * 12)])
    documents = {
        "names in the letters": hostile.solve(notation="handwriting").to_latex(document=True),
        "names in words": hostile.to_latex(document=True),
        "a graph": hn.Graph({"q": "x + y", "f": "exp(q)/z"}).derive().to_latex(document=True),
        "a long line": hn.Network([4, 4, 4, 4]).derive("dJ/dw1[1,1]", style="delta").to_latex(document=True),
    }
    documents["a long table"] = document_latex([Heading("Names"), long], HOSTILE[1])
    assert compiled(together(documents), tmp_path) == []
