"""Formulas of a calculation for a page: spelled in a notation, or with numbers put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ..escape import latex_words
from ..notation.spelling import Spelling
from ..quantity import Quantity, Variable
from ..terms import Number, Term
from .latex import formula_latex, number_latex
from .page import Formula, Words
from .text import formula_text

NO_BREAK = "\N{NO-BREAK SPACE}"
ELLIPSIS = Variable("...")
"""Stands in a formula for what is left out of it."""


def symbol(quantity: Quantity, spelling: Spelling) -> Formula:
    """A quantity, spelled."""
    return Formula(spelling.text(quantity), spelling.latex(quantity))


def formula(term: Term, spelling: Spelling) -> Formula:
    """A formula in symbols, spelled."""

    def letters(quantity: Quantity) -> str:
        return r"\cdots" if quantity == ELLIPSIS else spelling.latex(quantity)

    latex = formula_latex(term, letters, spelling.notation.product)
    return Formula(formula_text(term, spelling.in_formula), latex)


def number(text: str) -> Formula:
    """A number as it is shown."""
    return Formula(text, number_latex(text).latex)


def with_numbers(term: Term, written: Callable[[Quantity], str]) -> Formula:
    """A formula with numbers in the place of its quantities; `written` says how they are written."""

    def put_in(quantity: Quantity) -> Number:
        return Number(written(quantity), 0.0)  # only its text is used

    return Formula(formula_text(term, written), formula_latex(term, put_in))


def equation(quantity: Quantity, written: str, spelling: Spelling) -> Formula:
    """A quantity = its number."""
    return equals(symbol(quantity, spelling), number(written))


def equals(left: Formula, right: Formula) -> Formula:
    """left = right, as one formula."""
    return Formula(f"{left.text} = {right.text}", f"{left.latex} = {right.latex}")


def in_words(text: str) -> Formula:
    """Words that stand in a line like a formula; a no-break space keeps its width."""
    return Formula(text.replace(NO_BREAK, " "), latex_words(text).replace(NO_BREAK, "~"))


def reason(sentence: str) -> Words:
    """A sentence of a rule, with the powers of e in it set as formulas."""
    pieces = re.split(r"\b(e\^-?[a-z])\b", sentence)  # every second one is a power
    parts = [Formula(each, f"e^{{{each[2:]}}}") if odd % 2 else each for odd, each in enumerate(pieces)]
    return sentence if len(pieces) == 1 else tuple(each for each in parts if each)


def distinct(right: Iterable[Formula]) -> tuple[Formula, ...]:
    """The right sides of a line, each once."""
    return tuple({each.text: each for each in right}.values())


def arrows(route: Iterable[Formula]) -> list[str | Formula]:
    """Quantities in a sentence, an arrow from each to the next."""
    first, *others = route
    words: list[str | Formula] = [first]
    for each in others:
        words += [" ", Formula(f"-> {each.text}", rf"\to {each.latex}")]
    return words
