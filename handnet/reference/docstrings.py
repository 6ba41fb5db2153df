"""A docstring as blocks: paragraphs, tables of two columns, lists, and lines of code.

What is read is the form in which handnet's own docstrings are written:

    layers      sizes from the input to the output     two spaces or more: a table
    activation  one name, or one per layer;
                a row goes on where it is moved in

and lines that are moved in by four signs are code, as above. A word between `backticks` is typed.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from ..render.page import Block, Code, Items, Paragraph, Table, Typed, Words

HEADER = ("name", "what it is")
_ROW = re.compile(r"(\S+(?: \S+)*)\s{2,}(\S.*)")
_TYPED = re.compile(r"(`+)(.+?)\1")


def docstring_blocks(text: str, header: tuple[str, str] = HEADER) -> list[Block]:
    """A docstring without its indentation, block by block; `header` heads the tables."""
    return [block for piece in re.split(r"\n\s*\n", text.strip("\n")) for block in _blocks(piece, header)]


def said(text: str) -> Words:
    """A sentence in which what stands between backticks is typed."""
    words: list[str] = []
    at = 0
    for found in _TYPED.finditer(text):
        words += [text[at : found.start()], Typed(found[2].strip())]
        at = found.end()
    return tuple(each for each in [*words, text[at:]] if each)


def _blocks(piece: str, header: tuple[str, str]) -> Iterator[Block]:
    lines = piece.splitlines()
    if all(line.startswith("    ") for line in lines):
        yield Code(textwrap.dedent(piece))
    elif lines[0].startswith("- "):
        yield Items([said(" ".join(each.split())) for each in re.split(r"(?:^|\n)- ", piece)[1:]])
    elif rows := _table_rows(lines):
        yield Table(header, [(Typed(name), said(meaning)) for name, meaning in rows])
    else:
        yield from _paragraphs(lines)


def _paragraphs(lines: Sequence[str]) -> Iterator[Block]:
    """Lines of sentences; code may follow without an empty line between."""
    words = [line.strip() for line in lines if not line.startswith("    ")]
    code = [line for line in lines if line.startswith("    ")]
    yield Paragraph(said(" ".join(words)))
    if code:
        yield Code(textwrap.dedent("\n".join(code)))


def _table_rows(lines: Sequence[str]) -> list[tuple[str, str]]:
    """The rows of a table with two columns; none where a line is no row."""
    rows: list[tuple[str, str]] = []
    for line in lines:
        if found := _ROW.fullmatch(line):
            rows.append((found[1], found[2]))
        elif rows and line.startswith("  "):
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line.strip()}")
        else:
            return []
    return rows
