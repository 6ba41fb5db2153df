"""Formulas of a calculation for a page: spelled in a notation, or with numbers put in."""

from __future__ import annotations

from collections.abc import Callable

from ..notation.spelling import Spelling
from ..quantity import Quantity, Variable
from ..terms import Number, Term
from .latex import formula_latex, number_latex
from .page import Formula
from .text import formula_text

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
    shown, value = symbol(quantity, spelling), number(written)
    return Formula(f"{shown.text} = {value.text}", f"{shown.latex} = {value.latex}")
