"""A page on a terminal: formulas as they are typed, wrapped to the columns there are.

z1[1] = w1[1,1]*x[1] + w1[1,2]*x[2] + b1[1]                  [weighted sum]
      = 0.15*0.05 + 0.20*0.10 + 0.35
      = 0.3775
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from ..escape import visible
from . import blanks, typed
from .layout import broken
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
    Words,
)
from .page import parts_of_words as parts

NARROWEST = 40
TOGETHER = "\N{NO-BREAK SPACE}"
"""Stands between words that stay on one line."""


def page_text(blocks: Sequence[Block], width: int = 100) -> str:
    """The blocks as text of at most `width` columns, where words and signs allow it."""
    width = max(width, NARROWEST)
    text, before = "", ""
    for block in blocks:
        written = "\n".join(_block(block, width))
        if written:
            text += before + written
            # the lines of a sample stand right under its heading
            before = "\n" if isinstance(block, Heading) and block.level > 2 else "\n\n"
    return text.rstrip()


def wrapped(line: str, width: int, indent: int) -> str:
    """A line broken between words, all but its first piece moved in."""
    width = max(width, 20)
    if len(line) > width:
        line = textwrap.fill(
            line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        )
    return line.replace(TOGETHER, " ")


def plain_words(words: Words) -> str:
    """A sentence with its formulas as they are typed, each kept on one line."""
    return "".join(
        each.text.replace(" ", TOGETHER) if isinstance(each, Formula) else visible(each)
        for each in parts(words)
    )


def _block(block: Block, width: int) -> list[str]:
    match block:
        case Heading(words, level):
            return [wrapped(f"  {visible(words)}", width, 4) if level > 2 else visible(words)]
        case Paragraph(words):
            return [wrapped(plain_words(words), width, 0)]
        case Display(formula):
            return [f"  {line}".rstrip() for line in formula.text.splitlines()]
        case Stack(lines):
            return [_stacked(line, width) for line in lines]
        case Facts(typeset_only=True):
            return []
        case Facts(title, facts):
            labels = [plain_words(label) for label, _ in facts]
            longest = max(map(len, labels), default=0)
            rows = [
                f"  {label:<{longest}} {plain_words(said)}"
                for label, (_, said) in zip(labels, facts, strict=True)
            ]
            return [visible(title), *(wrapped(row, width, longest + 3) for row in rows)]
        case Items(items):
            return [wrapped(f"  {plain_words(item)}", width, 6) for item in items]
        case Table():
            return _table(block, width)
        case Lines(lines):
            return [text for line in lines for text in line_text(line, width)]
        case Code():
            return typed.code_text(block)
        case Folded(_, blocks):
            return page_text(blocks, width).splitlines()
        case Drawing(words):
            return [wrapped(visible(f"[picture: {words}]"), width, 1)]
        case Blank():
            return [line.replace(TOGETHER, " ") for line in blanks.blank_text(block, width, plain_words)]
        case Fields():
            return [wrapped(visible(blanks.fields_text(block)), width, 0)]
        case PageBreak():
            return ["=" * width]


def _stacked(line: Words, width: int) -> str:
    if not isinstance(line, Formula):
        return wrapped(plain_words(line), width, 4)
    pieces = broken(line.text, width)
    return "\n".join([pieces[0], *(f"    {piece}" for piece in pieces[1:])])


def _table(table: Table, width: int) -> list[str]:
    """Columns under their heads; where it is too narrow, the last one stands on a line of its own.

    Where not even that fits, each row is a record with a line for each column.
    """
    cells = [[plain_words(cell).replace(TOGETHER, " ") for cell in row] for row in table.rows]
    rows = [list(table.header), *cells]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
    if sum(widths[:-1]) + 2 * len(widths) > width and len(widths) > 2:
        return _records(table.header, cells, width)
    lines = []
    for row in rows:
        set_out = [
            f"{cell:>{wide}}" if column in table.right else f"{cell:<{wide}}"
            for column, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        *start, last = set_out
        whole = "  ".join(set_out).rstrip()
        fits = len(whole) <= width or not start
        lines += [whole] if fits else ["  ".join(start).rstrip(), wrapped(f"    {last.strip()}", width, 6)]
    lines.insert(1, "-" * min(width, max(len(line) for text in lines for line in text.splitlines())))
    return lines


def _records(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    longest = max(map(len, header[1:]))
    lines = []
    for first, *others in rows:
        lines.append(first)
        for label, cell in zip(header[1:], others, strict=True):
            lines.append(wrapped(f"  {label:<{longest}}  {cell}", width, longest + 4))
    return lines


def line_text(line: Line, width: int) -> list[str]:
    """One step: on one line if it fits, otherwise one line for each =, long ones broken at signs.

    The rule stands at the right of the first line that has room for it.
    """
    left = f"  {line.left.text} "
    rule = f"[{plain_words(line.rule).replace(TOGETHER, ' ')}]" if line.rule else ""
    right = [each.text for each in line.right]
    right[-1] += f" ({line.note})" if line.note else ""
    whole = left + "= " + " = ".join(right)
    if len(whole) + len(rule) + 2 <= width:
        return [f"{whole:<{width - len(rule)}}{rule}".rstrip()]
    indent = " " * min(len(left), 24)
    lines: list[str] = []
    for number, text in enumerate(right):
        start = left if number == 0 else indent
        for place, piece in enumerate(broken(text, width - len(start) - 2)):
            lines.append((start + "= " if place == 0 else indent + "  ") + piece)
    for number, text in enumerate(lines):
        if len(text) + len(rule) + 2 <= width:
            lines[number] = f"{text:<{width - len(rule)}}{rule}".rstrip()
            return lines
    return [*lines, f"{rule:>{width}}"]
