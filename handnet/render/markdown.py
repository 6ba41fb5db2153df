r"""A page in Markdown, as GitHub, JupyterLab, VS Code and Colab show it: formulas between dollar signs.

Lines of working are one block whose equals signs stand under each other, the rules beside them:

    $$\begin{aligned}
    z_1^{[1]} &= w_{11}^{[1]} x_1 + b_1^{[1]} && \text{weighted sum} \cr
     &= 0.15 \cdot 0.05 + 0.35 \cr
     &= 0.3575
    \end{aligned}$$

One form fits all readers, because Markdown finds no mark in a formula (`unmarked`), because a formula has
a space or a sign of the sentence on either side and never stands in emphasis (GitHub would show its
source), and because the dollars and backslashes of words stand in tags of their own (`markdown_words`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..escape import markdown_html, markdown_words
from . import blanks, typed
from .aligned import aligned_rows, formula_rows
from .page import (
    Blank,
    Block,
    Code,
    Display,
    Drawing,
    Facts,
    Fields,
    Folded,
    Formula,
    Heading,
    Items,
    Line,
    Lines,
    PageBreak,
    Paragraph,
    Stack,
    Table,
    Typed,
    Words,
)
from .page import parts_of_words as parts
from .unmarked import MOST, cost, unmarked, unmarked_rows

FEW = 4
"""No more lines than these are folded away."""
ROOM = 68
"""How many digits wide a display may be: a page 800 pixels wide holds it."""
_NUMBER = re.compile(r"(-?[0-9.]+)(?: \\times 10\^\{(-?[0-9]+)\})?")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def page_markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown."""
    return "\n\n".join(filter(None, map(_block, blocks)))


def in_markdown(words: Words) -> str:
    """A sentence with its formulas typeset."""
    return "".join(map(_piece, parts(words)))


def _piece(words: str | Formula) -> str:
    match words:
        case Formula(_, latex):
            return f"${unmarked(latex)}$"
        case Typed():
            return typed.typed_markdown(words)
        case _:
            return markdown_words(words)


def _block(block: Block) -> str:
    match block:
        case Heading(words, 1):
            return f"### {markdown_words(words)}"
        case Heading(words, 2):
            return f"**{markdown_words(words)}**"
        case Heading(words):
            return f"*{markdown_words(words)}*"
        case Paragraph(words):
            return in_markdown(words)
        case Display(formula):
            return f"$${unmarked(formula.latex)}$$"
        case Stack(lines):
            return _stack(lines)
        case Facts(title, facts):
            rows = [f"- {_label(label)} {in_markdown(words)}" for label, words in facts]
            return "\n".join([f"**{markdown_words(title)}**", "", *rows] if title else rows)
        case Items(items):
            return "\n".join(f"- {in_markdown(item)}" for item in items)
        case Table():
            return _table(block)
        case Lines():
            return _lines(block)
        case Code():
            return typed.code_markdown(block)
        case Folded(summary, inner):
            return _folded(summary, page_markdown(inner))
        case Drawing(words):
            return f"*{markdown_words(words)}*"
        case Blank():
            return blanks.blank_markdown(block, in_markdown)
        case Fields():
            return blanks.fields_markdown(block, in_markdown)
        case PageBreak():
            return blanks.PAGE_BREAK_MARKDOWN


def _label(words: Words) -> str:
    """A label, its words emphasised; around a formula GitHub would not typeset it."""
    return f"*{in_markdown(words)}:*" if isinstance(words, str) else f"{in_markdown(words)}:"


def _folded(summary: str, inner: str) -> str:
    return f"<details><summary>{markdown_html(summary)}</summary>\n\n{inner}\n\n</details>"


def _lines(block: Lines) -> str:
    """The lines as one display, or the first of them and the others folded."""
    first, rest = block.lines[: block.at_once], block.lines[block.at_once :]
    if len(rest) <= FEW:
        return _displays(block.lines)
    return f"{_displays(first)}\n\n{_folded(f'{len(rest)} more lines', _displays(rest))}"


def _displays(lines: Sequence[Line]) -> str:
    """The lines as one display, or as several where one would be too much for GitHub."""
    whole = displayed(aligned_rows(lines, ROOM))
    if len(lines) < 2 or cost(whole) <= MOST:
        return whole
    half = len(lines) // 2
    return f"{_displays(lines[:half])}\n\n{_displays(lines[half:])}"


def displayed(rows: str) -> str:
    """Rows of one display."""
    return f"$$\\begin{{aligned}}\n{unmarked_rows(rows)}\n\\end{{aligned}}$$"


def _stack(lines: Sequence[Words]) -> str:
    text: list[str] = []
    for line in lines:
        if isinstance(line, Formula):
            text.append(displayed(formula_rows(line.latex, ROOM)))
        elif text and not text[-1].startswith("$$"):
            text[-1] += f"  \n{in_markdown(line)}"
        else:
            text.append(in_markdown(line))
    return "\n\n".join(text)


def _table(table: Table) -> str:
    rule = ["---:" if column in table.right else ":---" for column in range(len(table.header))]
    head = [markdown_words(each) or " " for each in table.header]
    rows = [head, rule, *([_cell(cell) or " " for cell in row] for row in table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(words: Words) -> str:
    """What stands in a cell of a table; a number as text, so that it keeps together and columns stand straight."""
    found = _NUMBER.fullmatch(words.latex) if isinstance(words, Formula) else None
    if found is None:
        return in_markdown(words)
    plain = found[1].replace("-", "\N{MINUS SIGN}")
    return plain + (
        f"\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{found[2].translate(_RAISED)}" if found[2] else ""
    )
