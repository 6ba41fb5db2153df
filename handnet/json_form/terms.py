"""Formulas as trees of JSON: the shapes of `terms`, in the order written.

    "z1[1]"                               a quantity, by its address
    {"number": "0.10"}                    a number, as it is written
    {"sum": […]}  {"product": […]}        two parts or more
    {"difference": [left, right]}  {"quotient": [top, bottom]}  {"power": [base, exponent]}
    {"negative": …}
    {"function": "sigma", "of": […]}

The text of a formula reads well and nearly gives the tree, but 1/2 may be a quotient or a number in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from ..elementary import ANY_NUMBER, ELEMENTARY
from ..errors import HandnetError
from ..number import DECIMAL, FAR_EXPONENT
from ..quantity import Derivative, Quantity, Variable, parse_address
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .entries import refuse, shown

Find: TypeAlias = Callable[[str, str], Quantity]
DEEPEST = 250
LONGEST_NUMBER = 2000
_NUMBER = re.compile(rf"[+-]?{DECIMAL}|[+-]?[0-9]+/[1-9][0-9]*")
_LISTS: dict[str, type[Sum] | type[Product]] = {"sum": Sum, "product": Product}
_PAIRS: dict[str, type[Difference] | type[Quotient] | type[Power]] = {
    "difference": Difference, "quotient": Quotient, "power": Power
}  # fmt: skip
_NAMES = {kind: name for name, kind in (*_LISTS.items(), *_PAIRS.items())}


def address_form(quantity: Quantity) -> str:
    """The address of a quantity; raises HandnetError for one that is not read back from it."""
    text = str(quantity)
    if parse_address(text) != quantity:
        raise HandnetError(f"JSON: {text} is not read back as the same quantity, so it cannot be kept")
    return text


def number_form(number: Number) -> str:
    """The text of a number; raises HandnetError for a text that is not read back to its value."""
    if number_in(number.text, "JSON").value != number.value:
        raise HandnetError(f"JSON: the number {number.text[:40]!r} is not read back to its value")
    return number.text


def term_form(term: Term, depth: int = 0) -> Any:
    """The tree of a formula."""
    if depth > DEEPEST:
        raise HandnetError(f"JSON: a formula with more than {DEEPEST} operations inside each other")
    below = depth + 1
    match term:
        case Variable() | Derivative():
            return address_form(term)
        case Number():
            return {"number": number_form(term)}
        case Sum(parts) | Product(parts):
            return {_NAMES[type(term)]: [term_form(part, below) for part in parts]}
        case Difference(left, right) | Quotient(left, right) | Power(left, right):
            return {_NAMES[type(term)]: [term_form(left, below), term_form(right, below)]}
        case Negative(inner):
            return {"negative": term_form(inner, below)}
        case Apply(function, arguments):
            return {"function": function, "of": [term_form(each, below) for each in arguments]}
    raise TypeError(f"not a term: {term!r}")


def number_in(text: Any, where: str) -> Number:
    """A number from its text, which is kept as it stands."""
    fits = isinstance(text, str) and len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text)
    if not fits or FAR_EXPONENT.search(text):
        refuse(where, f'cannot read {shown(text)} as a finite number; it is text such as "0.10"')
    try:
        value = float(Fraction(text)) if "/" in text else float(text)
    except (OverflowError, ValueError):  # more digits than a float or Python takes
        value = math.inf
    lost = value == 0 and re.search("[1-9]", re.split("[eE/]", text)[0])
    if lost or not math.isfinite(value):
        refuse(where, f"{shown(text)} is beyond the range of floats")
    return Number(text, value)


def term_in(tree: Any, find: Find, where: str, depth: int = 0) -> Term:
    """The formula of a tree; `find` gives the quantity of an address, or raises."""
    if depth > DEEPEST:
        refuse(where, f"more than {DEEPEST} operations inside each other")
    if isinstance(tree, str):
        return find(tree, where)
    names = tuple(tree) if isinstance(tree, dict) else ()

    def inside(part: Any) -> Term:
        return term_in(part, find, where, depth + 1)

    match names:
        case ("number",):
            return number_in(tree["number"], where)
        case ("sum" | "product" as name,):
            parts = _parts(tree[name], name, where, least=2)
            return _LISTS[name](tuple(map(inside, parts)))
        case ("difference" | "quotient" | "power" as name,):
            parts = _parts(tree[name], name, where, least=2, most=2)
            return _PAIRS[name](inside(parts[0]), inside(parts[1]))
        case ("negative",):
            return Negative(inside(tree["negative"]))
        case ("function", "of") | ("of", "function"):
            arguments = _arguments(tree, where)
            return Apply(tree["function"], tuple(map(inside, arguments)))
    refuse(where, f"found {shown(tree)} in the tree of a formula; {_FITS}")


_FITS = 'it is an address, {"number": …} or one operation, such as {"sum": […]}'


def _parts(parts: Any, name: str, where: str, least: int, most: int | None = None) -> list[Any]:
    if not isinstance(parts, list) or len(parts) < least or (most is not None and len(parts) > most):
        fits = f"two parts{'' if most else ' or more'}"
        refuse(where, f"found {shown(parts)} for a {name}; it is a list of {fits}")
    return parts


def _arguments(tree: dict[str, Any], where: str) -> list[Any]:
    function, arguments = tree["function"], tree["of"]
    if not isinstance(function, str) or function not in ELEMENTARY:
        refuse(where, f"found the function {shown(function)}; the functions are {', '.join(ELEMENTARY)}")
    arity = ELEMENTARY[function].arity
    count = len(arguments) if isinstance(arguments, list) else 0
    if not count or arity not in (count, ANY_NUMBER):
        many = "one or more" if arity == ANY_NUMBER else arity
        refuse(where, f"found {shown(arguments)} for {function}; it is a list of arguments: {many}")
    return list(arguments)
