r"""Lines of working as rows of a LaTeX alignment: the equals signs under each other, rules at the right.

A line stands in one row if it fits, otherwise it has a row for each =, and long formulas are
broken before signs. Rows go into `aligned` on a screen and into `align*` on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..escape import latex_words
from .measure import broken_latex, width_of
from .page import Line

EQUALS = 2.2
"""The width of an equals sign with the space around it."""


def aligned_rows(lines: Sequence[Line], room: float) -> list[str]:
    """The rows of all lines; `room` is how many digits wide what stands before the rule may be."""
    widest = max((width_of(line.left.latex) for line in lines), default=0.0)
    return [row for line in lines for row in _line(line, max(room - widest, room / 2))]


def _line(line: Line, room: float) -> Iterator[str]:
    rule = f" && {latex_words(line.rule)}" if line.rule else ""
    right = [each.latex for each in line.right]
    if line.note:
        right[-1] += rf" \quad {latex_words(f'({line.note})')}"
    if sum(map(width_of, right)) + EQUALS * len(right) <= room:
        yield f"{line.left.latex} &= {' = '.join(right)}{rule}"
        return
    left = line.left.latex
    for latex in right:
        first, *others = broken_latex(latex, room - EQUALS)
        yield f"{left} &= {first}{rule}"
        for piece in others:
            yield rf" &\quad {{}} {piece}"
        left = rule = ""


def formula_rows(latex: str, room: float) -> list[str]:
    """One formula as rows: broken after its first = and before signs where it is too wide."""
    left, equals, right = latex.partition(" = ")
    if not equals or width_of(latex) <= room:
        return [latex]
    first, *others = broken_latex(right, room - width_of(left) - EQUALS)
    return [f"{left} &= {first}", *(rf" &\quad {{}} {piece}" for piece in others)]
