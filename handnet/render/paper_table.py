r"""A table on paper: as narrow as what is in it, or its columns broken into lines where it is too wide.

A long one is a longtable, with its head on every page. It is set in small print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .measure import WORD, width_of
from .page import Formula, Table, Typed, Words, parts_of_words
from .tex_letters import in_ascii

SMALLER = 1.18
"""How many more digits of small print than of usual print stand in a line."""
GAP = 2.9
"""The space between two columns, in digits."""
TALL = r"\rule{0pt}{3.4ex}"
"""Keeps fractions from the row above."""
MOST_ROWS = 25
"""A table of more rows than these may break over pages."""
_SMALL = r"\footnotesize\renewcommand{\arraystretch}{1.3}\setlength{\lineskip}{2pt}\setlength{\normallineskip}{2pt}"


def table_latex(table: Table, room: float, in_latex: Callable[[Words], str]) -> str:
    """The table for a text that is so many digits wide; `in_latex` writes a cell."""
    room *= SMALLER
    columns = [list(column) for column in zip(table.header, *table.rows, strict=True)]
    is_long = len(table.rows) > MOST_ROWS
    widths = _fitted(columns, room - GAP * len(columns))
    if is_long:  # then all pages are alike at once, without a second run
        widths = [
            max(map(_width, column)) if w is None else w for w, column in zip(widths, columns, strict=True)
        ]
    set_at = [
        r"\raggedleft " if number in table.right else r"\raggedright " for number in range(len(columns))
    ]
    kinds = "".join(
        ("r" if number in table.right else "l") if width is None else rf"p{{{width / room:.3f}\linewidth}}"
        for number, width in enumerate(widths)
    )
    before = ["{}" if width is None else each for each, width in zip(set_at, widths, strict=True)]

    def row(cells: Sequence[Words]) -> str:
        written = " & ".join(start + in_latex(cell) for start, cell in zip(before, cells, strict=True))
        is_tall = r"\frac" in written
        return rf"{TALL * is_tall}{written} \tabularnewline{'[3pt]' * is_tall}"

    head, rows = f"{row(table.header)} \\hline", [row(each) for each in table.rows]
    if is_long:
        inner = "\n".join([head, r"\endhead", *rows])
        return f"{{{_SMALL}\n\\begin{{longtable}}{{{kinds}}}\n{inner}\n\\end{{longtable}}}}"
    inner = "\n".join([head, *rows])
    tabular = f"\\begin{{tabular}}{{{kinds}}}\n{inner}\n\\end{{tabular}}"
    return f"\\begin{{center}}{_SMALL}\n{tabular}\n\\end{{center}}"


def _fitted(columns: Sequence[Sequence[Words]], room: float) -> list[float | None]:
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
    return [needed.get(each, max(rest, 8.0)) if each in wide else None for each in range(len(columns))]


def _width(words: Words) -> float:
    return sum(
        width_of(in_ascii(each.latex)) if isinstance(each, Formula) else _letter(each) * len(in_ascii(each))
        for each in parts_of_words(words)
    )


def _longest(words: Words) -> float:
    """The width of the longest piece that cannot be broken."""
    pieces: list[float] = [0.0]
    for each in parts_of_words(words):
        if isinstance(each, Formula):
            pieces[-1] += width_of(in_ascii(each.latex))
            continue
        first, *others = re.split(r" +", in_ascii(each))
        pieces[-1] += _letter(each) * len(first)
        pieces += [_letter(each) * len(word) for word in others]
    return max(pieces)


def _letter(words: str) -> float:
    """How wide a letter of words is, in digits."""
    return 1.03 if isinstance(words, Typed) else WORD
