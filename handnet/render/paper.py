r"""A page as a piece of LaTeX for a document that uses amsmath: headings, lists, tables, `align*`.

Lines of working may break over pages between lines. What is folded on a screen just stands there. A
long table needs longtable, a picture TikZ; `document` loads both. What is written is plain ASCII:
`tex_letters` sets every other sign so that each LaTeX can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product, zip_longest

from ..escape import latex_line
from . import blanks, typed
from .aligned import SAME_PAGE, aligned_rows, formula_rows, rows_width
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
from .paper_table import MOST_ROWS, table_latex
from .tex_letters import in_ascii, measurable

ROOM = 68
"""How many digits wide a display may be, on paper with usual margins."""


SIZES = (("", 1.0), (r"\footnotesize", 1.17), (r"\scriptsize", 1.25))
"""Smaller and smaller print, and how many times as much fits into a line."""
KEPT = "\\vskip 0pt plus 9\\baselineskip\\penalty-200\\vskip 0pt plus -9\\baselineskip\n"
"""Before a heading above a long table: no page ends between the two."""


def page_latex(blocks: Sequence[Block], room: float = ROOM) -> str:
    """The blocks as LaTeX; `room` is how many digits wide the text is."""
    return in_ascii(_Paper(room).page(blocks))


def in_latex(words: Words) -> str:
    """A sentence with its formulas."""
    return "".join(
        f"${each.latex}$" if isinstance(each, Formula)
        else typed.typed_latex(each) if isinstance(each, Typed)
        else latex_line(each)
        for each in parts(words)
    )  # fmt: skip


def displays(blocks: Sequence[Block], room: float = ROOM) -> Iterator[str]:
    """Only the displayed formulas of a page, for a text that says the rest itself."""
    paper = _Paper(room)
    for block in blocks:
        match block:
            case Display() | Lines():
                yield in_ascii(paper.block(block))
            case Stack(lines):
                yield from (in_ascii(paper.stacked(line)) for line in lines if isinstance(line, Formula))
            case Folded(_, inner):
                yield from displays(inner, room)


class _Paper:
    """Writes blocks for a text that is so many digits wide."""

    def __init__(self, room: float) -> None:
        self.room = room

    def page(self, blocks: Sequence[Block]) -> str:
        written = []
        for block, after in zip_longest(blocks, blocks[1:]):
            is_long = isinstance(after, Table) and len(after.rows) > MOST_ROWS
            kept = KEPT if is_long and isinstance(block, Heading) else ""
            written.append(kept + self.block(block))
        return "\n\n".join(filter(None, written))

    def block(self, block: Block) -> str:
        match block:
            case Heading(words, 1):
                return rf"\section*{{\raggedright {latex_line(words)}}}"
            case Heading(words, 2):
                return rf"\subsection*{{\raggedright {latex_line(words)}}}"
            case Heading(words):
                return rf"\paragraph{{{latex_line(words)}}}"
            case Paragraph(words):
                return in_latex(words)
            case Display(formula):
                return f"\\[ {formula.latex} \\]"
            case Stack(lines):
                return "\n\n".join(map(self.stacked, lines))
            case Facts(title, facts):
                rows = [rf"\item[{{{in_latex(label)}}}] {in_latex(words)}" for label, words in facts]
                return _list("description", rows, rf"\paragraph{{{latex_line(title)}}}" if title else "")
            case Items(items):
                return _list("itemize", [rf"\item {{}}{in_latex(item)}" for item in items])
            case Table():
                return table_latex(block, self.room, in_latex)
            case Lines(lines):
                return self.lines(lines)
            case Code():
                return typed.code_latex(block)
            case Folded(_, blocks):
                return self.page(blocks)
            case Drawing(words, tikz):
                return f"\\begin{{center}}\n{tikz}\n\n{{\\small {latex_line(words)}}}\n\\end{{center}}"
            case Blank():
                return blanks.blank_latex(block, in_latex)
            case Fields():
                return blanks.fields_latex(block, in_latex)
            case PageBreak():
                return blanks.page_break_latex(block, in_latex)

    def lines(self, lines: Sequence[Line]) -> str:
        """The lines, in smaller print where a piece that cannot be broken would not fit."""
        lines = [_set(line) for line in lines]
        size, inner = self.fitted(
            lambda room: aligned_rows(lines, room, SAME_PAGE),
            lambda room: aligned_rows(lines, room, SAME_PAGE, hanging=True),
        )
        return f"{{{size}\\allowdisplaybreaks\n\\begin{{align*}}\n{inner}\n\\end{{align*}}}}"

    def fitted(self, *ways: Callable[[float], str]) -> tuple[str, str]:
        """The first size of print and way to set rows in which they fit, and the rows."""
        size, rows = "", ""
        for (named, larger), rows_in in product(SIZES, ways):
            size, rows = named, rows_in(self.room * larger)
            if rows_width(rows) <= self.room * larger:
                break
        return size, rows

    def stacked(self, line: Words) -> str:
        if not isinstance(line, Formula):
            return rf"\noindent {in_latex(line)}"
        latex = measurable(line.latex)
        size, rows = self.fitted(lambda room: formula_rows(latex, room))
        return f"{{{size}\\begin{{equation*}}\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n\\end{{equation*}}}}"


def _set(line: Line) -> Line:
    """A line with every sign set so that LaTeX can: only then is it known how wide it is."""
    left, *right = (Formula(each.text, measurable(each.latex)) for each in (line.left, *line.right))
    return line._replace(left=left, right=tuple(right))


def _list(kind: str, rows: Sequence[str], title: str = "") -> str:
    inner = "\n".join(rows)
    return f"{title}\n\\begin{{{kind}}}\\raggedright\n{inner}\n\\end{{{kind}}}".lstrip()
