r"""A page in Markdown, as notebooks, GitHub and VS Code show it: formulas between dollar signs.

Lines of working are one block whose equals signs stand under each other, the rules beside them:

    $$\begin{aligned}
    z^{[1]}_{1} &= w^{[1]}_{11} x_{1} + b^{[1]}_{1} && \text{weighted sum} \\
     &= 0.15 \cdot 0.05 + 0.35 \\
    &= 0.3575
    \end{aligned}$$
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from ..escape import markdown_words, visible
from .aligned import aligned_rows, formula_rows
from .page import (
    Block,
    Display,
    Facts,
    Folded,
    Formula,
    Heading,
    Items,
    Lines,
    Paragraph,
    Stack,
    Table,
    Words,
)
from .page import parts_of_words as parts

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
    return "".join(
        f"${each.latex}$" if isinstance(each, Formula) else markdown_words(each) for each in parts(words)
    )


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
            return f"$${formula.latex}$$"
        case Stack(lines):
            return _stack(lines)
        case Facts(title, facts):
            rows = [f"- *{in_markdown(label)}:* {in_markdown(words)}" for label, words in facts]
            return "\n".join([f"**{markdown_words(title)}**", "", *rows] if title else rows)
        case Items(items):
            return "\n".join(f"- {in_markdown(item)}" for item in items)
        case Table():
            return _table(block)
        case Lines():
            return _lines(block)
        case Folded(summary, inner):
            return _folded(summary, page_markdown(inner))


def _folded(summary: str, inner: str) -> str:
    return f"<details><summary>{html.escape(visible(summary))}</summary>\n\n{inner}\n\n</details>"


def _lines(block: Lines) -> str:
    """The lines as one display, or the first of them and the others folded."""
    first, rest = block.lines[: block.at_once], block.lines[block.at_once :]
    if len(rest) <= FEW:
        return displayed(aligned_rows(block.lines, ROOM))
    others = displayed(aligned_rows(rest, ROOM))
    return f"{displayed(aligned_rows(first, ROOM))}\n\n{_folded(f'{len(rest)} more lines', others)}"


def displayed(rows: str) -> str:
    """Rows of one display."""
    return f"$$\\begin{{aligned}}\n{rows}\n\\end{{aligned}}$$"


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
