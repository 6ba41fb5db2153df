r"""Lines of working as rows of a LaTeX alignment: the equals signs under each other, rules at the right.

A line stands in one row if it fits, otherwise it has a row for each =, and long formulas are
broken before signs. Rows go into `aligned` on a screen and into `align*` on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..escape import latex_words
from .measure import broken_latex, width_of
from .page import Formula, Line, Words, parts_of_words

NEXT_ROW = " \\\\\n"
GAP = 4.0
"""The space between a line and its rule."""
EQUALS = 2.7
"""The width of an equals sign with the space around it."""


def aligned_rows(lines: Sequence[Line], room: float) -> str:
    """The rows of all lines; `room` is how many digits wide the whole may be, the rules with it."""
    left = max((width_of(line.left.latex) for line in lines), default=0.0)
    rules = max((width_of(_in_formula(line.rule)) + GAP for line in lines if line.rule), default=0.0)
    room = max(room - left - rules, room / 3)
    written = [list(_rows(line, room)) for line in lines]
    apart = " \\\\[6pt]\n" if any(len(rows) > 1 for rows in written) else NEXT_ROW
    return apart.join(NEXT_ROW.join(rows) for rows in written)


def _rows(line: Line, room: float) -> Iterator[str]:
    rule = f" && {_in_formula(line.rule)}" if line.rule else ""
    left, right = line.left.latex, [each.latex for each in line.right]
    if line.note:
        right[-1] += rf" \quad {latex_words(f'({line.note})')}"
    if sum(map(width_of, right)) + EQUALS * len(right) <= room:
        yield f"{left} &= {' = '.join(right)}{rule}"
        return
    for latex in right:
        first, *others = broken_latex(latex, room - EQUALS)
        yield f"{left} &= {first}{rule}".lstrip()
        yield from _continued(others)
        left = rule = ""


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
