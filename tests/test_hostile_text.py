"""Text from people comes out as text, in every form in which anything leaves handnet, and nothing acts.

Names of inputs and samples, titles: each exporter is a row of `EXPORTERS`, with a reader of that form which
is none of ours (html.parser, mistune, json, csv, ast, ElementTree). Every name must be found, as often as
a calm name in its place; and what the reader sees besides must be the same as with calm names.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from html import unescape

import mistune
import pytest
from hostile import CALM, HOSTILE, MARK
from html_reader import Reader

import handnet as hn
from handnet.escape import from_csv_cell, visible
from handnet.render.drawing import derivation_drawing

SIZE = 12
"""How many names one problem takes."""
STARTS = range(0, len(HOSTILE) - 3, SIZE)


@cache
def problem(calm: bool, start: int) -> hn.Problem:
    """A problem in which every name is one of the texts; the same with calm names has the same numbers."""
    texts = CALM if calm else HOSTILE
    names = [texts[(start + at) % len(texts)] for at in range(SIZE + 4)]
    return hn.Problem(
        hn.Network([SIZE, 1]), [["0.5"] * SIZE, ["-1"] * SIZE, ["2"] * SIZE], [["0"], ["1"], ["0"]],
        [[["0.25"] * SIZE]], [["-0.5"]], "1",
        title=names[0], input_names=names[:SIZE], sample_names=names[SIZE : SIZE + 3], ask=["z1[1](1)", "J"],
    )  # fmt: skip


# --- readers: what is said, and what else a reader sees --------------------------------------------------


def read_text(text: str) -> tuple[str, object]:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text)
    return text, text.count("\n\n")


def read_html(text: str) -> tuple[str, object]:
    """What stands in the body, but not in scripts: those are read by the page itself."""
    scripts = re.findall(r"<script.*?</script>", text, re.DOTALL)
    found = Reader(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))
    acting = [(tag, name) for tag, name, _ in found.attributes]
    return found.text["body"], (found.tags, acting, len(scripts))


def read_markdown(text: str) -> tuple[str, object]:
    """Formulas are set aside as JupyterLab does; mistune reads the rest, raw HTML stays."""
    formulas = re.findall(r"\$\$.+?\$\$|\$.+?\$", text, re.DOTALL)
    rest = re.sub(r"\$\$.+?\$\$|\$.+?\$", "", text, flags=re.DOTALL)
    html = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "footnotes"])(rest)
    found = Reader(html.replace("<hr />", ""))
    return re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", html))), (
        [t for t in found.tags if t != "span"],
        len(formulas),
    )


def read_latex(text: str) -> tuple[str, object]:
    """What acts: every command that is no sign, in order; braces balance."""
    signs = "backslash|asciicircum|asciitilde|less|greater|bar|quotedbl|tt|superscript"
    bare = re.sub(rf"\\(?:text(?:{signs})(?:\{{\}})?|char\d+|[{{}}$&#_%])", "", text)
    assert bare.count("{") == bare.count("}")
    assert not re.search(
        r"\\(input|include|write|def|openin|read|end\{document\}.*\\end\{document\})", bare, re.DOTALL
    )
    assert text.isascii()
    return text, None


def read_json(text: str) -> tuple[str, object]:
    def refuse(word: str) -> None:
        raise ValueError(word)

    said: list[str] = []

    def walk(value: object) -> object:
        if isinstance(value, dict):
            return {name: walk(each) for name, each in value.items()}
        if isinstance(value, list):
            return [walk(each) for each in value]
        if isinstance(value, str):
            said.append(visible(value))
            return re.sub(r".*" + MARK, "", value, flags=re.DOTALL)
        return value

    rest = walk(json.loads(text, parse_constant=refuse))
    return "\n".join(said), json.dumps(rest)


def read_python(text: str) -> tuple[str, object]:
    return "", ast.dump(ast.parse(text))


def read_javascript(text: str) -> tuple[str, object]:
    return "", [re.sub("//.*", "", line) for line in text.splitlines()]


def read_csv(text: str) -> tuple[str, object]:
    rows = list(csv.reader(io.StringIO(text), strict=True))
    assert not any(
        cell[:1] in "=+-@\t\r" and not re.fullmatch(r"[-+][\d.e-]+", cell)
        for row in rows
        for cell in row
        if cell
    )
    return "\n".join(cell for row in rows for cell in row), [len(row) for row in rows]


def read_svg(text: str) -> tuple[str, object]:
    root = ET.fromstring(text)
    assert {each.tag.partition("}")[2] for each in root.iter()}.isdisjoint(
        {"script", "a", "image", "foreignobject"}
    )
    return "".join(root.itertext()), [each.tag for each in root.iter() if "svg" in each.tag]


def solved(form: str, **chosen: object) -> Callable[[hn.Problem], str]:
    return lambda problem: getattr(problem.solve(**chosen), form)()


EXPORTERS = {
    "text": (lambda each: each.to_text() + each.solve().to_text(), read_text),
    "statement in text": (lambda each: str(each.describe()), read_text),
    "Markdown": (lambda each: f"{each.to_markdown()}\n\n{each.solve().to_markdown()}", read_markdown),
    "HTML": (lambda each: each.solve().to_html(), read_html),
    "living page": (lambda each: each.to_html(), read_html),
    "LaTeX": (lambda each: f"{each.to_latex()}{each.solve().to_latex()}", read_latex),
    "LaTeX document": (lambda each: each.solve().to_latex(document=True), read_latex),
    "JSON": (solved("to_json"), read_json),
    "Python": (solved("to_python"), read_python),
    "JavaScript": (solved("to_javascript"), read_javascript),
    "worksheet in text": (lambda each: each.worksheet().to_text(), read_text),
    "worksheet in Markdown": (lambda each: each.worksheet().to_markdown(), read_markdown),
    "worksheet in HTML": (lambda each: each.worksheet().to_html(), read_html),
    "key in HTML": (lambda each: each.worksheet().key.to_html(), read_html),
    "key in LaTeX": (lambda each: each.worksheet().key.to_latex(document=True), read_latex),
}  # fmt: skip
"""Each exporter with its reader."""


def counted(said: str, texts: tuple[str, ...]) -> list[int]:
    """How often each text is said; where lines are broken does not matter."""
    flat = re.sub(r"\s", "", said)
    return [flat.count(re.sub(r"\s", "", visible(each))) for each in texts]


ROWS = [(name, start) for name in EXPORTERS for start in STARTS]
ONCE = {"key in HTML": 0, "key in LaTeX": 24}
"""A key takes seconds, so each is written for some of the names."""


@pytest.mark.parametrize(("name", "start"), [each for each in ROWS if ONCE.get(each[0], each[1]) == each[1]])
def test_names_come_out_as_text_and_nothing_acts(name, start):
    export, read = EXPORTERS[name]
    exported = export(problem(False, start))
    exported.encode("utf-8")  # it can be written to a file
    said, seen = read(exported)
    calm_said, calm_seen = read(export(problem(True, start)))
    assert seen == calm_seen
    if read in (read_latex, read_python, read_javascript):
        return  # what LaTeX makes of it is read from its pages
    for text, found, calm in zip(HOSTILE, counted(said, HOSTILE), counted(calm_said, CALM), strict=True):
        assert min(calm, 1) <= found <= calm, text  # lines leave names out that are no letters


@pytest.mark.parametrize("text", [each for each in HOSTILE if len(visible(each)) < 20])
def test_names_in_a_picture_are_text(text):
    """In formulas quotation marks are set as two strokes."""
    one = hn.Problem(hn.Network([2, 1]), [1, 1], [1], [[[1, 2]]], [[1]], input_names=[text, "other"])
    said, _ = read_svg(derivation_drawing(one.derive("J", notation="handwriting")).svg)
    assert counted(said, (re.sub("[`]", "'", visible(text).replace('"', "''")),))[0] >= 1


# --- words that are one's own: a title, functions, a mistake ----------------------------------------------

OWN = {name: EXPORTERS[name] for name in ("text", "Markdown", "LaTeX", "JSON", "Python", "JavaScript")}


@cache
def own(calm: bool, start: int) -> hn.Problem:
    """A problem whose title and functions have the texts for names."""
    texts = CALM if calm else HOSTILE
    function, loss, title = (texts[(start + at) % len(texts)] for at in range(3))
    net = hn.Network([1, 1], hn.Activation(function, "z^2 + z"), hn.Loss(loss, "(a - y)^2"))
    return hn.Problem(net, ["0.5"], ["1"], [[["0.25"]]], [["-0.5"]], "1", title=title)


@pytest.mark.parametrize("name", OWN)
def test_ones_own_words_come_out_as_text(name):
    export, read = OWN[name]
    for start in range(0, len(HOSTILE), 3):
        said, seen = read(export(own(False, start)))
        calm_said, calm_seen = read(export(own(True, start)))
        assert seen == calm_seen, start
        if read not in (read_latex, read_python, read_javascript):  # in a function's name _ is a space
            spaced = tuple(each.replace("_", "") for each in HOSTILE)
            assert counted(said.replace("_", ""), spaced) == counted(calm_said, CALM), start


@pytest.mark.parametrize("text", [HOSTILE[0], HOSTILE[15], HOSTILE[33], HOSTILE[45]])
def test_a_mistake_in_ones_own_words_comes_out_as_text(text):
    slip = hn.Mistake.writing("own-slip", {"a1[1]": "z1[1]"}, title=text, hint=text, explanation=text)
    report = own(True, 0).check({"a1[1]": "-0.375"}, extra=[slip], rounding=hn.Rounding(decimals=3))
    for form, read in (("to_text", read_text), ("to_markdown", read_markdown), ("to_html", read_html)):
        said, _ = read(getattr(report, form)())
        assert counted(said, (text,))[0] >= 1, form


@pytest.mark.parametrize("text", [each for each in HOSTILE if not re.fullmatch(r"[\w\u0301]+", each)])
def test_names_that_are_letters_are_refused_in_one_line(text):
    """A graph's names and a notation's name are typed in formulas: only letters, digits and _ are any."""
    for make in (lambda: hn.Graph({text: "x + y"}), lambda: hn.Notation(text), lambda: hn.read(text)):
        with pytest.raises(hn.HandnetError) as raised:
            make()
        read_text(str(raised.value))
        assert "\n" not in str(raised.value)


# --- tables for spreadsheets ------------------------------------------------------------------------------


def test_names_of_people_in_a_report_are_text_and_are_read_back(tmp_path):
    """As given, behind a ' where a spreadsheet would run them; numbers stay numbers."""
    people = [each.replace("\ud800", "") for each in HOSTILE]
    rows = [json.dumps({"person": each, "z1[1]": "-0.375", "a1[1]": each}) for each in people]
    (tmp_path / "answers.jsonl").write_text("\n".join(rows), encoding="utf-8")
    hn.grade(own(True, 0), tmp_path / "answers.jsonl", tmp_path / "report.csv")
    text = (tmp_path / "report.csv").read_text(encoding="utf-8")
    _, widths = read_csv(text)
    assert len(set(widths)) == 1
    assert len(widths) == len(people) + 1
    for person, row in zip(people, list(csv.DictReader(io.StringIO(text))), strict=True):
        assert from_csv_cell(row["person"]) == visible(" ".join(person.split()))
        assert row["z1[1]"] == "right"


def test_numbers_and_names_of_variants_are_read_back(tmp_path):
    people = ["+Ada", "-Bob", "@eve", "Ёж", "שלום", "O'Neil", "'=x", "a|b $x$"]
    found = hn.variants(own(True, 0), people)
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    read_csv(found.to_csv())
    assert [from_csv_cell(row["person"]) for row in rows] == people
    assert all(float(row["w1[1,1]"]) for row in rows)
