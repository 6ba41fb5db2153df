"""What every notebook of the project keeps to; `faults` lists where one does not.

order       every cell that has a source was run, once, from top to bottom, without an error
sources     plain Python of ten lines at most, no def and no class: what needs one is in the package
traces      nothing that another machine or another day would write differently
pictures    words for every picture: alt="…" in HTML, ![…] in Markdown, for a figure of a code cell
            the metadata "alt" of the cell or of the output (nbconvert prints either)
form        stored by tests/execute_notebooks.py, so that storing it again changes nothing
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from execute_notebooks import written
from nbformat import NotebookNode
from notebook_compare import models

MOST_LINES = 10
TRACES = {
    "an address in memory": r"\b0x[0-9a-fA-F]{6,}",
    "a path of one machine": r"(?<![\w.<])/(?:home|root|tmp|usr|opt|var|Users|private|mnt|srv|work)/|\b[A-Z]:\\",
    "a path of one kernel": r"ipykernel_\d+|site-packages",
    "a date": r"\b20\d\d-[01]\d-[0-3]\d\b",
    "a time of day": r"\b[012]\d:[0-5]\d:[0-5]\d\b",
    "a measured time": r"\b(?:CPU times|Wall time)\b|\bper loop\b|\d\s?(?:[nµμ]s|ms)\b",
}
FIGURES = {"image/png", "image/jpeg"}
MARKDOWN_PICTURE = re.compile(r"!\[\s*\]\(")
HTML_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*["']?[^"'\s>]""", re.IGNORECASE)
SVG = re.compile(r"<svg\b[^>]*>(?:\s*<title>[^<])?", re.IGNORECASE)
SVG_WORDS = re.compile(r"""<title>|aria-label(?:ledby)?\s*=\s*["'][^"']|aria-hidden\s*=\s*["']?true""")


def faults(notebook: NotebookNode, text: str | None = None) -> list[str]:
    """What is wrong with a notebook, one line each; `text` is the file itself, if its form counts."""
    found = [*_order(notebook), *_sources(notebook), *_traces(notebook), *_pictures(notebook)]
    if text is not None and text != written(notebook):
        found.append("not in the form in which notebooks are stored: run tests/execute_notebooks.py")
    return found


def _code(notebook: NotebookNode) -> list[tuple[int, NotebookNode]]:
    numbered = enumerate(notebook.cells, start=1)
    return [(number, cell) for number, cell in numbered if cell.cell_type == "code" and cell.source]


def _order(notebook: NotebookNode) -> Iterator[str]:
    cells = _code(notebook)
    if cells and not any(cell.outputs for _, cell in cells):
        yield "its outputs were stripped"
    for ran, (number, cell) in enumerate(cells, start=1):
        if cell.execution_count != ran:
            yield f"cell {number} was not run, or not in order: its number is {cell.execution_count}, not {ran}"
        if any(output.output_type == "error" for output in cell.outputs):
            yield f"cell {number} ended in an error"


def _sources(notebook: NotebookNode) -> Iterator[str]:
    for number, cell in _code(notebook):
        if len(cell.source.splitlines()) > MOST_LINES:
            yield f"cell {number} has more than {MOST_LINES} lines"
        try:
            nodes = list(ast.walk(ast.parse(cell.source)))
        except SyntaxError:
            yield f"cell {number} is not plain Python"
            continue
        if any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in nodes):
            yield f"cell {number} defines a function or a class"


def _traces(notebook: NotebookNode) -> Iterator[str]:
    for where, text in _shown(notebook):
        for what, pattern in TRACES.items():
            if hit := re.search(pattern, text):
                yield f"{where} contains {what}: {hit[0]!r}"


def _pictures(notebook: NotebookNode) -> Iterator[str]:
    prose = [(f"cell {number}", cell.source) for number, cell in enumerate(notebook.cells, start=1)
             if cell.cell_type == "markdown"]  # fmt: skip
    for where, text in [*prose, *_shown(notebook)]:
        images = [tag for tag in HTML_PICTURE.findall(text) if not ALT.search(tag)]
        drawings = [tag for tag in SVG.findall(text) if not SVG_WORDS.search(tag)]
        for picture in [*MARKDOWN_PICTURE.findall(text), *images, *drawings]:
            yield f"{where} shows a picture without words for it: {picture[:40]!r}"
    for number, cell in _code(notebook):
        for output in cell.outputs:
            for mime in FIGURES & output.get("data", {}).keys():
                if not (cell.metadata.get("alt") or output.metadata.get(mime, {}).get("alt")):
                    yield f"cell {number} shows a figure without words for it: give the cell the metadata 'alt'"


def _shown(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Every text that a code cell put out or a widget holds, with the place where it stands."""
    for number, cell in _code(notebook):
        for output in cell.outputs:
            data = output.get("data", {"text": output.get("text", "")})
            texts = {mime: each for mime, each in data.items() if mime not in FIGURES}
            yield from ((f"cell {number}", text) for text in _leaves(texts))
    yield from (("a widget", text) for text in _leaves(models(notebook)))


def _leaves(value: object) -> Iterator[str]:
    """Every text somewhere in a tree of lists and dicts."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _leaves(each)
