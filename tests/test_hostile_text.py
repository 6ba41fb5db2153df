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
from handnet.escape import visible

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
    return re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", html))), ([t for t in found.tags if t != "span"], len(formulas))


def read_latex(text: str) -> tuple[str, object]:
    """What acts: every command that is no sign, in order; braces balance."""
    signs = r"\\(?:text(?:backslash|asciicircum|asciitilde|less|greater|bar|quotedbl|tt|superscript)(?:\{\})?|char\d+|[{}$&#_%])"
    bare = re.sub(signs, "", text)
    assert bare.count("{") == bare.count("}")
    assert not re.search(r"\\(input|include|write|def|openin|read|end\{document\}.*\\end\{document\})", bare, re.DOTALL)
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
    assert not any(cell[:1] in "=+-@\t\r" and not re.fullmatch(r"[-+][\d.e-]+", cell) for row in rows for cell in row if cell)
    return "\n".join(cell for row in rows for cell in row), [len(row) for row in rows]


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


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("start", STARTS)
def test_names_come_out_as_text_and_nothing_acts(name, start):
    export, read = EXPORTERS[name]
    said, seen = read(export(problem(False, start)))
    calm_said, calm_seen = read(export(problem(True, start)))
    assert seen == calm_seen
    if read in (read_latex, read_python, read_javascript):
        return  # what LaTeX makes of it is read from its pages
    assert counted(said, HOSTILE) == counted(calm_said, CALM)
