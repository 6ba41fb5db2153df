"""Identifiers from addresses: w1_2_1 for w1[2,1], z1_2_s3 for z1[2](3), dJ_dw1_2_1, new_b1_2.

They are the same in Python and in JavaScript. No identifier is a word of either language or the name of
something that the code uses, and no two quantities share one, whatever a person called them.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from ..errors import HandnetError
from ..quantity import Quantity, Variable

_JAVASCRIPT = """
abstract arguments await boolean break byte case catch char class const continue debugger default delete do
double else enum eval export extends false final finally float for function goto if implements import in
instanceof int interface let long native new null package private protected public return short static super
switch synchronized this throw throws transient true try typeof undefined var void volatile while with yield
Infinity NaN Math Number Object Array async of get set constructor hasOwnProperty isPrototypeOf
propertyIsEnumerable toLocaleString toString valueOf
"""
_PYTHON = "math float int abs max isinstance print round OverflowError ZeroDivisionError address value"
RESERVED = frozenset([*_JAVASCRIPT.split(), *_PYTHON.split(), *keyword.kwlist, *keyword.softkwlist])
"""Words that mean something: to a language, to its objects (which a parameter would inherit), to the code."""
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
LONGEST_NAME = 60


def function_name(name: object) -> str:
    """The name, if a function can have it; raises HandnetError for any other."""
    fits = isinstance(name, str) and len(name) <= LONGEST_NAME and _IDENTIFIER.fullmatch(name)
    if not fits or name in RESERVED or str(name).startswith("__"):
        shown = repr(name) if len(repr(name)) <= 40 else repr(name)[:37] + "..."
        raise HandnetError(
            f"name: {shown} cannot be the name of a function; take letters, digits and _, as in 'calculate'"
        )
    return str(name)


def identifiers(quantities: Iterable[Quantity], taken: Iterable[str]) -> dict[Quantity, str]:
    """An identifier for each quantity, none of them among those that are taken."""
    used = {*taken, *RESERVED}
    found: dict[Quantity, str] = {}
    for quantity in quantities:
        if quantity not in found:
            found[quantity] = free(_plain(quantity), used)
            used.add(found[quantity])
    return found


def free(name: str, used: Iterable[str]) -> str:
    """The name, with as many _ behind it as it takes to be none of those that are used."""
    used = used if isinstance(used, set | frozenset) else set(used)
    while name in used:
        name += "_"
    return name


def _plain(quantity: Quantity) -> str:
    if isinstance(quantity, Variable):
        return _timed(_untimed(quantity), quantity.time)
    of, by = quantity
    if of.time == by.time:
        return _timed(f"d{_untimed(of)}_d{_untimed(by)}", of.time)
    return f"d{_plain(of)}_d{_plain(by)}"


def _untimed(variable: Variable) -> str:
    place = "_".join(map(str, variable.place))
    layer = "" if variable.layer is None else f"{variable.layer}_" if place else str(variable.layer)
    sample = "" if variable.sample is None else f"_s{variable.sample}"
    return f"{variable.name}{layer}{place}{sample}".lstrip("_") or "q"  # no __debug__, no __proto__


def _timed(name: str, time: int) -> str:
    return name if not time else f"new_{name}" if time == 1 else f"{name}_after_{time}"
