r"""A table on paper: as narrow as what is in it, or its columns broken into lines where it is too wide.

A long one is a longtable, with its head on every page. It is set in small print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .measure import WORD, width_of
from .page import Formula, Table, Typed, Words, parts_of_words
from .tex_letters import in_ascii, measurable

SMALLER = 1.18
"""How many more digits of small print than of usual print stand in a line."""
NARROW = 13.0
"""No column is made narrower for the others, in digits."""
GAP = 2.9
"""The space between two columns, in digits."""
TALL = r"\rule{0pt}{3.4ex}"
"""Keeps fractions from the row above."""
MARKED = r"\rule[-1.5ex]{0pt}{4.6ex}"
"""Keeps letters with marks above and below from the rows about them."""
FITTED = r"\resizebox{\ifdim\width>.95\linewidth .95\linewidth\else\width\fi}{!}"
"""Before what must not be wider than its column; of graphicx, which comes with TikZ."""
MOST_ROWS = 11
"""A table of more rows than these may break over pages."""
_SMALL = r"\footnotesize\renewcommand{\arraystretch}{1.3}\setlength{\lineskip}{2pt}\setlength{\normallineskip}{2pt}"
BOTH_MARKS = re.compile(r"\$[^$]*(?:\^[^$]*_|_[^$]*\^)")
Columns = Sequence[Sequence[Words]]
Widths = Sequence["float | None"]


def table_latex(table: Table, room: float, in_latex: Callable[[Words], str]) -> str:
    """The table for a text that is so many digits wide; `in_latex` writes a cell."""
    columns = [list(column) for column in zip(table.header, *table.rows, strict=True)]
    is_long = len(table.rows) > MOST_ROWS
    whole = room * SMALLER
    widths: Widths = _fitted(columns, whole - GAP * len(columns))
    if is_long:  # then all pages are alike at once, without a second run
        widths = _taken(columns, widths)
    set_at = ["left" if number in table.right else "right" for number in range(len(columns))]
    before = ["{}" if width is None else rf"\ragged{at} " for at, width in zip(set_at, widths, strict=True)]
    kinds = "".join(
        ("r" if number in table.right else "l") if width is None else rf"p{{{width / whole:.3f}\linewidth}}"
        for number, width in enumerate(widths)
    )

    def cell(words: Words, width: float | None) -> str:
        """What stands in a cell; in a column of a fixed width a formula is made as small as it must be."""
        wide = 1000.0 if width is None else 0.6 * width
        return "".join(
            rf"{FITTED}{{{in_latex(part)}}}"
            if isinstance(part, Formula) and _formula(part.latex) > wide
            else in_latex(part)
            for part in parts_of_words(words)
        )

    def row(cells: Sequence[Words]) -> str:
        inner = map(cell, cells, widths)
        written = " & ".join(start + each for start, each in zip(before, inner, strict=True))
        is_tall = r"\frac" in written
        is_marked = not is_tall and BOTH_MARKS.search(written) is not None
        return rf"{TALL * is_tall}{MARKED * is_marked}{written} \tabularnewline{'[3pt]' * is_tall}"

    head, rows = f"{row(table.header)} \\hline", [row(each) for each in table.rows]
    if is_long:
        inner = "\n".join([head, r"\endhead", *rows])
        return f"{{{_SMALL}\n\\begin{{longtable}}{{{kinds}}}\n{inner}\n\\end{{longtable}}}}"
    inner = "\n".join([head, *rows])
    tabular = f"\\begin{{tabular}}{{{kinds}}}\n{inner}\n\\end{{tabular}}"
    return f"\\begin{{center}}{_SMALL}\n{tabular}\n\\end{{center}}"


def _taken(columns: Columns, widths: Widths) -> list[float]:
    """How wide the columns are, in digits."""
    pairs = zip(columns, widths, strict=True)
    return [max(map(_width, column)) if width is None else width for column, width in pairs]


def _fitted(columns: Columns, room: float) -> list[float | None]:
    """How wide each column is set, in digits; None for one that is as wide as what is in it.

    What is left when the narrow columns have their width is shared out among the wide ones, but none
    is narrower than its longest word or formula.
    """
    natural = [max(map(_width, column)) for column in columns]
    if sum(natural) <= room:
        return [None] * len(columns)
    least = [max(map(_longest, column)) for column in columns]
    wide = set(range(len(columns)))
    while True:
        fixed = sum(natural[each] for each in range(len(columns)) if each not in wide)
        share = (room - fixed) / len(wide)
        narrow = {each for each in wide if natural[each] <= share}
        if not narrow:
            break
        wide -= narrow
    needed = {each: least[each] for each in wide if least[each] > share}
    others = len(wide) - len(needed)
    rest = (room - fixed - sum(needed.values())) / others if others else 0.0
    return [needed.get(each, max(rest, NARROW)) if each in wide else None for each in range(len(columns))]


def _width(words: Words) -> float:
    return sum(
        _formula(each.latex) if isinstance(each, Formula) else _letter(each) * len(in_ascii(each))
        for each in parts_of_words(words)
    )


def _longest(words: Words) -> float:
    """The width of the longest piece that cannot be broken."""
    pieces: list[float] = [0.0]
    for each in parts_of_words(words):
        if isinstance(each, Formula):
            pieces[-1] += min(_formula(each.latex), NARROW)  # it is made smaller if need be
            continue
        first, *others = re.split(r" +", in_ascii(each))
        pieces[-1] += _letter(each) * len(first)
        pieces += [_letter(each) * len(word) for word in others]
    return max(pieces)


def _formula(latex: str) -> float:
    """How wide a formula is in a cell, where fractions are small."""
    inner = measurable(latex).replace(r"\frac", r"\tfrac")
    return width_of(inner) * (1.25 if inner != latex else 1.07)


def _letter(words: str) -> float:
    """How wide a letter of words is, in digits."""
    return 1.03 if isinstance(words, Typed) else WORD
