r"""Articles as pages: what is printed beside ours, what is wrong in the text, the whole article.

\underset{printed}{(…)} = \underset{with the mistakes}{(…)} \neq \underset{right}{(…)}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from types import ModuleType

from ..digits import Digits
from ..escape import latex_words
from ..mistakes import MISTAKES
from ..notation import Notation
from ..render.formulas import number
from ..render.page import Block, Display, Facts, Formula, Heading, Paragraph, Table, Words
from ..render.words import problem_page
from ..solution import Solution
from .printed import Comparison, Flaws, Row


def comparison_page(comparison: Comparison) -> list[Block]:
    """A table with a row for each printed number, and how many are right."""
    rows = [
        (row.printed.called, number(row.printed.text), number(_written(row.right, row)), row.cause)
        for row in comparison.rows
    ]
    return [Table(("what", "printed", "right", "cause"), rows, right=(1, 2)), Paragraph(_counted(comparison))]


def matrices_page(comparison: Comparison) -> list[Block]:
    """Each printed matrix beside what the mistakes make of it, and beside the right one."""
    blocks: list[Block] = []
    for called, members in groupby(comparison.rows, key=lambda row: row.printed.matrix):
        rows = list(members)
        blocks += [Heading(called, 3), Display(_matrices(rows))]
        causes = dict.fromkeys(row.cause for row in rows if row.verdict == "explained")
        for cause in causes:
            titles = [f"{MISTAKES[code].title} ({code})" for code in cause.split(", ")]
            blocks.append(Paragraph("The printed numbers come out when " + ", and when ".join(titles) + "."))
    return blocks


def _matrices(rows: Sequence[Row]) -> Formula:
    printed = _matrix([row.printed.text for row in rows], "printed")
    right = _matrix([_written(row.right, row) for row in rows], "right")
    verdicts = {row.verdict for row in rows}
    if verdicts == {"right"}:
        return Formula(f"{printed.text}\n= {right.text}", rf"{printed.latex} = {right.latex}")
    mistaken = _matrix([_written(row.mistaken, row) for row in rows], "with the mistakes")
    equals = ("is not", r"\neq") if "unexplained" in verdicts else ("=", "=")
    return Formula(
        f"{printed.text}\n{equals[0]} {mistaken.text}\nis not {right.text}",
        rf"{printed.latex} {equals[1]} {mistaken.latex} \neq {right.latex}",
    )


def _matrix(texts: Sequence[str], called: str) -> Formula:
    """A column of numbers, or the number alone, with what it is under it."""
    blank = r"\phantom{-}" if any(text.startswith("-") for text in texts) else ""
    entries = r" \\ ".join(("" if text[0] == "-" else blank) + number(text).latex for text in texts)
    column = rf"\begin{{pmatrix}} {entries} \end{{pmatrix}}" if len(texts) > 1 else number(texts[0]).latex
    shown = "[" + ", ".join(texts) + "]" if len(texts) > 1 else texts[0]
    return Formula(f"{called} {shown}", rf"\underset{{{latex_words(called)}}}{{{column}}}")


def _written(value: float, row: Row) -> str:
    return Digits(decimals=row.printed.decimals).write(value)


def _counted(comparison: Comparison) -> str:
    counts = [f"{comparison.count(verdict)} {verdict}" for verdict in ("right", "explained", "unexplained")]
    return f"{len(comparison.rows)} printed numbers: {', '.join(counts)}"


def flaws_page(flaws: Flaws) -> list[Block]:
    """What is wrong in an article: printed, right, cause and effect of each flaw."""
    blocks: list[Block] = []
    for flaw, effect in zip(flaws.flaws, flaws.effects, strict=True):
        said = {"printed": flaw.printed, "right": flaw.right, "cause": flaw.cause, "effect": effect}
        facts: list[tuple[Words, Words]] = [(label, with_formulas(text)) for label, text in said.items()]
        facts += [("mistakes", ", ".join(flaw.codes))] * bool(flaw.codes)
        blocks.append(Facts(f"{flaw.name}  {flaw.where}", facts))
    return blocks


def with_formulas(text: str) -> Words:
    """Words in which what stands between dollar signs is a formula: "the first $s^(l+1)_k$"."""
    pieces = enumerate(text.split("$"))
    return tuple(Formula(piece, _latex(piece)) if place % 2 else piece for place, piece in pieces if piece)


_SIGNS = str.maketrans({"∂": r"\partial ", "δ": r"\delta ", "σ": r"\sigma ", "×": r"\times",
                        "α": r"\alpha ", "Σ": r"\sum ", "·": r"\cdot "})  # fmt: skip


def _latex(formula: str) -> str:
    """A formula as it is typed, w^(l+1)_kj, with what stands above and below in LaTeX's braces."""
    braced = re.sub(r"([\^_])(?:\(([^()]*)\)|([^\W_]+))", r"\1{\2\3}", formula)
    return braced.translate(_SIGNS).strip()


def article_page(article: ModuleType, solution: Solution, notation: Notation) -> list[Block]:
    """An article from start to end: the problem, the working, all that it prints, every flaw."""
    return [*problem_page(article.problem, notation), *solution._page(), *beside(article)]


def beside(article: ModuleType) -> list[Block]:
    """What stands beside the calculation of an article: all that it prints, every flaw, what follows."""
    compared = article.compare()
    return [
        Heading(compared.heading),
        *compared._page(),
        Heading("What is wrong in the article"),
        *flaws_page(article.flaws()),
        *(Paragraph(line) for line in article.conclusion().splitlines()),
    ]
