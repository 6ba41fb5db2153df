r"""Lines of working as rows of a LaTeX alignment: the equals signs under each other, rules at the right.

A line stands in one row if it fits, otherwise it has a row for each =, long formulas are broken
before signs, and a note has a row of its own. Where formulas would have to be broken, several rules of
one line stand under each other, in a third of the room. Rows go into `aligned` on a screen and into `align*` on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..escape import latex_words
from .measure import broken_latex, width_of
from .page import Formula, Line, Words, parts_of_words

NEXT_ROW = " \\\\\n"
SAME_PAGE = " \\\\*\n"
"""The end of a row after which no page may end; only amsmath on paper knows it."""
_ROW_END = re.compile(r" \\\\(?:\*|\[6pt\])?\n")
_CELL = re.compile(r"(?<!\\)&")
MOST_TOGETHER = 12
"""A line of more rows than these may break over pages itself."""
GAP = 4.0
"""The space between a line and its rule."""
EQUALS = 2.7
"""The width of an equals sign with the space around it."""


def aligned_rows(lines: Sequence[Line], room: float, within: str = NEXT_ROW, *, hanging: bool = False) -> str:
    """The rows of all lines; `room` is how many digits wide the whole may be, the rules with it.

    `within` stands between rows of one line, where it is not too long. `hanging` puts left sides on rows of
    their own, above the right ones, where they would leave too little room beside them.
    """
    above = [line.left.latex if hanging else "" for line in lines]
    lines = [line._replace(left=Formula("", "")) for line in lines] if hanging else lines
    left = max((width_of(line.left.latex) for line in lines), default=0.0)
    right = max((width_of(each.latex) + EQUALS for line in lines for each in line.right), default=0.0)
    rules = [_rules(line.rule, room) for line in lines]
    if left + right + _beside(rules) > room:
        rules = [_rules(line.rule, room / 3) for line in lines]
    room = max(room - left - _beside(rules), room / 3)
    written = [
        _with_rules([*([f"&{left}"] if left else []), *_rows(line, room)], each)
        for line, each, left in zip(lines, rules, above, strict=True)
    ]
    apart = " \\\\[6pt]\n" if any(len(rows) > 1 for rows in written) else NEXT_ROW
    return apart.join((within if len(rows) <= MOST_TOGETHER else NEXT_ROW).join(rows) for rows in written)


def rows_width(rows: str) -> float:
    """How wide rows are together: the widest left side, right side and rule, and the gap before the rules."""
    widest = [0.0, 0.0, 0.0]
    for row in _ROW_END.split(rows):
        cells = _CELL.split(row)
        left, right, rule = cells[0], "".join(cells[1:2]), "".join(cells[3:])
        widest = [max(was, width_of(each)) for was, each in zip(widest, (left, right, rule), strict=True)]
    return sum(widest) + GAP * (widest[2] > 0)


def _rows(line: Line, room: float) -> Iterator[str]:
    left, right = line.left.latex, [each.latex for each in line.right]
    note = latex_words(f"({line.note})") if line.note else ""
    noted = [*right[:-1], rf"{right[-1]} \quad {note}"] if note else right
    if sum(map(width_of, noted)) + EQUALS * len(noted) <= room:
        yield f"{left} &= {' = '.join(noted)}"
        return
    beside = width_of(noted[-1]) + EQUALS <= room
    for latex in noted if beside else right:
        first, *others = broken_latex(latex, room - EQUALS)
        yield f"{left} &= {first}".lstrip()
        yield from _continued(others)
        left = ""
    if note and not beside:
        yield from _continued([note])


def _beside(rules: Sequence[Sequence[str]]) -> float:
    """How wide the column of rules is, with the gap before it."""
    return max((width_of(rule) + GAP for each in rules for rule in each), default=0.0)


def _rules(words: Words, room: float) -> list[str]:
    """The rules of a line in LaTeX: side by side if there is room, otherwise in pieces."""
    whole = _in_formula(words)
    if width_of(whole) <= room:
        return [whole] if whole else []
    rules: list[list[str | Formula]] = [[]]
    for part in parts_of_words(words):
        first, *others = re.split(r"(?<=, )", part) if isinstance(part, str) else [part]
        rules[-1].append(first)
        rules += [[other] for other in others]
    pieces: list[str] = []
    for rule in (_in_formula(tuple(each)) for each in rules):
        joined = "".join([*pieces[-1:], rule])
        pieces[-1:] = [joined] if width_of(joined) <= room else [*pieces[-1:], rule]
    return pieces


def _with_rules(rows: list[str], rules: Sequence[str]) -> list[str]:
    """The rows of a line, its rules beside them from the first row on."""
    rows = [*rows, *["&"] * (len(rules) - len(rows))]
    return [f"{row} && {rule}" for row, rule in zip(rows, rules, strict=False)] + rows[len(rules) :]


def _in_formula(words: Words) -> str:
    """A few words beside a formula."""
    return "".join(
        each.latex if isinstance(each, Formula) else latex_words(each) for each in parts_of_words(words)
    )


def _continued(pieces: Sequence[str]) -> Iterator[str]:
    """The rows of what is left of a broken formula, moved in, each after its sign."""
    return (rf"&\quad {{}} {piece}" for piece in pieces)


def formula_rows(latex: str, room: float) -> str:
    """One formula as rows: broken after its first = and before signs where it is too wide."""
    left, equals, right = latex.partition(" = ")
    if not equals or width_of(latex) <= room:
        return latex
    first, *others = broken_latex(right, room - width_of(left) - EQUALS)
    return NEXT_ROW.join([f"{left} &= {first}", *_continued(others)])
