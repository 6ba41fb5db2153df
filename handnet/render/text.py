"""Formulas as text, in the words of `parse`: what is printed can be typed in again.

Numbers are put in while printing: the reader that spells a quantity writes its value instead, in
brackets where a sign or a fraction would be misread.
"""

from __future__ import annotations

from collections.abc import Callable

from ..quantity import Derivative, Quantity, Variable
from ..terms import (
    Apply,
    Difference,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Term,
)

Spell = Callable[[Quantity], str]

SUM, NEGATIVE, PRODUCT, POWER, ITEM = range(5)
"""How tightly a piece of text holds together, loosest first."""


def formula_text(term: Term, spell: Spell | None = None) -> str:
    """The formula as text; `spell` says what is written for a quantity (its address if None)."""
    return _write(term, spell or address)[0]


def address(quantity: Quantity) -> str:
    """The address of a quantity as it is written inside a formula."""
    if quantity.time == 0:
        return str(quantity)
    return f"new({quantity.at(0)})" if quantity.time == 1 else str(quantity)


def _write(term: Term, spell: Spell) -> tuple[str, int]:
    """The text of a term and how tightly it holds together."""
    match term:
        case Variable() | Derivative():
            return _quantity(spell(term))
        case Number(text, _):
            return _quantity(text)
        case Sum(parts):
            return _sum(parts, spell), SUM
        case Difference(left, right):
            return f"{_at_least(SUM, left, spell)} - {_at_least(PRODUCT, right, spell)}", SUM
        case Negative(inner):
            return f"-{_at_least(PRODUCT, inner, spell)}", NEGATIVE
        case Product(parts):
            return _product(parts, spell), PRODUCT
        case Quotient(top, bottom) | Apply("weighted_inverse", (top, bottom)):
            below = _at_least(POWER, bottom, spell)
            below = f"({below})" if _is_derivative(below) or below.startswith("d/d") else below
            return f"{_at_least(PRODUCT, top, spell)}/{below}", PRODUCT
        case Power(base, exponent):
            return f"{_at_least(ITEM, base, spell)}^{_at_least(ITEM, exponent, spell)}", POWER
        case Apply("weighted_ln", (weight, v)):
            return f"{_at_least(PRODUCT, weight, spell)}*ln({_write(v, spell)[0]})", PRODUCT
        case Apply(function, arguments):
            return f"{function}({', '.join(_write(each, spell)[0] for each in arguments)})", ITEM
    raise TypeError(f"not a term: {term!r}")


def _quantity(text: str) -> tuple[str, int]:
    """The text of a quantity or of its value, which may have a sign, an exponent or a fraction."""
    if text.startswith("-"):
        return text, NEGATIVE
    if _is_derivative(text):
        return text, ITEM
    return text, PRODUCT if "/" in text else POWER if "^" in text else ITEM


def _is_derivative(text: str) -> bool:
    return text.startswith(("d", "new(d")) and "/d" in text


def _at_least(tightness: int, term: Term, spell: Spell) -> str:
    text, holds = _write(term, spell)
    return text if holds >= tightness else f"({text})"


def _sum(parts: tuple[Term, ...], spell: Spell) -> str:
    first, *others = parts
    text = _at_least(NEGATIVE if not isinstance(first, Difference) else SUM, first, spell)
    for part in others:
        if isinstance(part, Negative):
            text += f" - {_at_least(PRODUCT, part.term, spell)}"
        else:
            text += f" + {_at_least(PRODUCT, part, spell)}"
    return text


def _product(parts: tuple[Term, ...], spell: Spell) -> str:
    """Factors with a star between them, set apart where a factor is a derivative."""
    texts = [_at_least(PRODUCT, parts[0], spell)]
    texts += [_at_least(POWER, part, spell) for part in parts[1:]]
    spaced = any(_is_derivative(text) for text in texts)
    return (" * " if spaced else "*").join(texts)
