"""A page as data: headings, words, formulas, tables, lines of working; what every form writes.

Makers (`calculation`, articles, hints, paths) build lists of blocks; writers put them on a terminal
(`plain`), into Markdown (`markdown`) and into LaTeX (`paper`). Words are plain text, which each
writer escapes in its own way; a formula is a `Formula`, which knows both of its spellings. Blocks are named
tuples, which are quicker to load than dataclasses; nobody compares one with another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias


class Formula(NamedTuple):
    """A formula, as it is typed and as LaTeX."""

    text: str
    latex: str


class Typed(str):
    """Words that are typed, as an address or a piece of a program: set in a typewriter's letters."""


Words: TypeAlias = str | Formula | tuple["str | Formula", ...]
"""A sentence: plain words and formulas in it."""


class Heading(NamedTuple):
    """A heading; level 1 for a page, 2 for a part, 3 for a piece of a part."""

    words: str
    level: int = 2


class Paragraph(NamedTuple):
    """A few sentences."""

    words: Words


class Display(NamedTuple):
    """A formula on a line of its own, never broken."""

    formula: Formula


class Stack(NamedTuple):
    """Sentences and formulas, each on a line of its own, close together."""

    lines: Sequence[Words]


class Facts(NamedTuple):
    """A thing with a title and a few facts about it, each with a label.

    `typeset_only` leaves it out on a terminal, where the reader looks things up.
    """

    title: str
    facts: Sequence[tuple[Words, Words]]
    typeset_only: bool = False


class Items(NamedTuple):
    """A list, one sentence or fact each."""

    items: Sequence[Words]


class Table(NamedTuple):
    """A table; `right` are the columns (from 0) that are set flush right, as numbers are."""

    header: Sequence[str]
    rows: Sequence[Sequence[Words]]
    right: tuple[int, ...] = ()


class Line(NamedTuple):
    """One line of working: a left side, the right sides that equal it, and the rule that says so.

    `note` is said after the last right side.
    """

    left: Formula
    right: tuple[Formula, ...]
    rule: Words = ""
    note: str = ""


class Lines(NamedTuple):
    """Lines of working, their equals signs under each other.

    Where a page can be folded, what comes after the first `at_once` lines is, if it is long.
    """

    lines: Sequence[Line]
    at_once: int = 1000


class Code(NamedTuple):
    """Lines as they are typed: a piece of a program, a command with what it prints."""

    text: str


class Folded(NamedTuple):
    """Blocks that a reader may unfold, under a summary; where nothing folds they just stand there."""

    summary: str
    blocks: Sequence[Block]


class Drawing(NamedTuple):
    """A picture: what it shows in a sentence or two, as TikZ for paper and as SVG for a screen."""

    words: str
    tikz: str
    svg: str


class Blank(NamedTuple):
    """A question to be answered by hand: ruled lines for the working, and a box for each answer.

    number  how the question is counted
    begun   stands where the working begins
    lines   how many lines there is room for
    boxes   what stands before each box
    note    what it is worth and how it is to be written, in words
    """

    number: str
    begun: Words
    lines: int
    boxes: Sequence[Formula]
    note: str = ""


class Fields(NamedTuple):
    """Labels beside each other, each with what is written there, or with room for it."""

    fields: Sequence[tuple[str, str]]


class PageBreak(NamedTuple):
    """What follows begins on a page of its own; its pages count from 1 and carry these words."""

    words: str


Block: TypeAlias = (
    Heading
    | Paragraph
    | Display
    | Stack
    | Facts
    | Items
    | Table
    | Lines
    | Code
    | Folded
    | Drawing
    | Blank
    | Fields
    | PageBreak
)


def title_of(blocks: Sequence[Block]) -> str:
    """What a page says first of itself: its first sentence, or the words of its first heading."""
    if blocks and isinstance(blocks[0], Stack) and blocks[0].lines and type(blocks[0].lines[0]) is str:
        return blocks[0].lines[0]
    return next((each.words for each in blocks if isinstance(each, Heading)), "A calculation by hand")


def parts_of_words(words: Words) -> tuple[str | Formula, ...]:
    """The pieces of a sentence."""
    return (words,) if isinstance(words, str | Formula) else words
