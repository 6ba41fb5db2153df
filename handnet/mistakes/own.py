"""A teacher's own mistake, given as formulas: other right-hand sides for some lines, by address.

The texts are read when the mistake is made (a typing slip is met at once), and read again with the
names of a calculation when it is used there. Nothing in them is ever run as code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..errors import HandnetError, UnknownQuantity, UnreadableText
from ..parse import parse_formula
from ..quantity import Derivative, Quantity, Variable, parse_address
from ..rules import Part, Rule
from ..terms import Term, negated
from .place import Change, Place

if TYPE_CHECKING:
    from ..graph import Source

_OF_DERIVATIVES = [rule for rule in Rule if rule.part is Part.BACKWARD]
_OF_VARIABLES = [rule for rule in Rule if rule.part is not Part.BACKWARD] + [Rule.COMBINED, Rule.ERROR_TERM]
Lines = tuple[tuple[str, str], ...]


def read_formulas(code: str, formulas: Mapping[str, str]) -> Lines:
    """The addresses and formulas, as they were typed; raises HandnetError for what cannot be read."""
    if not isinstance(formulas, Mapping) or not formulas:
        raise HandnetError(f'{code}: give a formula for each line, as in {{"a1[1]": "1/(1 + exp(z1[1]))"}}')
    for address, formula in formulas.items():
        if not isinstance(formula, str):
            raise HandnetError(f"{code}: found {formula!r} for {address}; a formula is text")
        try:
            parse_address(address)
            parse_formula(formula)
        except UnreadableText as error:
            raise UnreadableText(f"{code}: {error}") from None
    return tuple(formulas.items())


def titled(lines: Lines) -> str:
    """A title that says what was written."""
    address, formula = lines[0]
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{address} was worked out as {formula}{more}"


def as_changes(
    lines: Iterable[Quantity], written: Mapping[Quantity, Term] | None = None
) -> dict[Rule, Change]:
    """The rules that may write these lines, each with what is written instead."""
    table = written or {}

    def put(right: Term, place: Place) -> Term:
        return table.get(place.quantity, right)

    rules: list[Rule] = []
    for quantity in lines:
        rules += _OF_DERIVATIVES if isinstance(quantity, Derivative) else _OF_VARIABLES
    return dict.fromkeys(rules, put)


def placed_formulas(code: str, lines: Lines, source: Source) -> dict[Rule, Change]:
    """The same in the names of this calculation; raises for lines that it does not have.

    An error term and the derivative that it is are one line in two spellings, so both are written.
    """
    twin = getattr(source, "twin", lambda quantity: None)
    written: dict[Quantity, Term] = {}
    for address, formula in lines:
        try:
            quantity = source.find(address)
            _check_worked_out(quantity, source)
            term = parse_formula(formula, source.find)
        except HandnetError as error:
            raise type(error)(f"{code}: {error}") from None
        written[quantity] = term
        if (other := twin(quantity)) is not None:
            written.setdefault(other, term if source.convention.error_sign == 1 else negated(term))
    return as_changes(written, written)


def _check_worked_out(quantity: Quantity, source: Source) -> None:
    """Raise for a quantity that is given, so that no line works it out."""
    if not isinstance(quantity, Variable) or quantity.name == "delta":
        return
    if quantity not in source.definitions(quantity.time).of and source.update(quantity) is None:
        raise UnknownQuantity(f"{quantity} is given; a mistake is made in a line that works something out")
