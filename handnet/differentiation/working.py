"""Lines of working: a formula with pending derivatives, taken line by line to one without.

Each line takes every pending derivative of one stage one rule further, all of them together:

    LINEAR     sum, difference, constant factor; a linear formula to its end
    PRODUCT    the product rule
    QUOTIENT   the quotient rule
    OUTER      power, exponential, logarithm, root, slope of a function, each with the chain rule;
               constants and the variable itself

`worked` gives all lines until nothing is pending, and at last the tidied one.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from ..errors import HandnetError
from ..quantity import Variable
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
    negated,
    parts_of,
)
from .by_rules import Rules
from .laws import TIDY, Line
from .tidy import tidied, with_parts

LONGEST_WORKING = 20_000
"""The most numbers, quantities and signs in all lines together; more nobody reads."""


class Stage(IntEnum):
    """Which rules are applied before which."""

    LINEAR = 1
    PRODUCT = 2
    QUOTIENT = 3
    OUTER = 4


def worked(start: Term, by: Variable) -> Iterator[Line]:
    """The lines that follow from `start`, until nothing by this variable is pending, and the tidied one.

    Raises NoDerivative where a step would have to be differentiated.
    """
    working, line = Working(by), Line(start)
    while following := working.following(line.expression):
        line = following
        yield line
    tidy = tidied(line.expression)
    while (again := tidied(tidy)) != tidy:
        tidy = again
    if tidy != line.expression:
        yield Line(tidy, (TIDY,))


class Working:
    """Takes a formula with pending derivatives by one variable to the next line."""

    def __init__(self, by: Variable) -> None:
        self.rules = Rules(by)
        self.sign = f"d/d{by}"
        self.stage = Stage.OUTER
        self.applied: dict[Term, None] = {}
        self.written = 0

    def following(self, term: Term) -> Line | None:
        """The next line, or None if nothing is pending."""
        stages = [self.stage_of(inner) for inner in self.pending_in(term)]
        if not stages:
            return None
        self.stage, self.applied, self.rules.laws = min(stages), {}, {}
        expression = self.rewritten(term)
        self.written += _size(expression)
        if self.written > LONGEST_WORKING:
            raise HandnetError("this derivative is too long to be written down line by line")
        return Line(expression, tuple(self.rules.laws), tuple(self.applied))

    def pending_in(self, term: Term) -> Iterator[Term]:
        """What stands in the pending derivatives of the term."""
        if self.is_pending(term):
            yield from parts_of(term)
        else:
            for part in parts_of(term):
                yield from self.pending_in(part)

    def is_pending(self, term: Term) -> bool:
        """Whether the term is a derivative that is still to be worked out."""
        return isinstance(term, Apply) and term.function == self.sign

    def stage_of(self, inner: Term) -> Stage:
        """The stage whose rules take this derivative further."""
        varies = self.rules.varies
        match inner:
            case Sum() | Difference() | Negative() if varies(inner):
                return Stage.LINEAR
            case Product(parts) if varies(inner):
                return Stage.LINEAR if sum(map(varies, parts)) == 1 else Stage.PRODUCT
            case Quotient(_, bottom) if varies(inner):
                return Stage.QUOTIENT if varies(bottom) else Stage.LINEAR
        return Stage.OUTER

    def rewritten(self, term: Term) -> Term:
        """The term with each pending derivative of this stage taken one rule further."""
        if self.is_pending(term):
            return _sign_in_front(self.further(term))
        match term:
            case Sum(parts):
                return Sum(tuple(self._summands(parts)))
            case Product(parts) if any(map(self.is_pending, parts)):
                return _sign_in_front(Product(tuple(self._factors(parts))))
        return with_parts(term, self.rewritten)

    def further(self, term: Term) -> Term:
        """A pending derivative after one rule, or as it was if it belongs to another stage."""
        (inner,) = parts_of(term)
        if self.stage_of(inner) is not self.stage:
            return term
        self.applied[inner] = None
        return self.rules.derived(inner)

    def _summands(self, parts: tuple[Term, ...]) -> Iterator[Term]:
        """The summands of a line, without brackets round a sum that a rule has written."""
        for part in parts:
            new = self.rewritten(part)
            match new:
                case Sum(inner) if self.is_pending(part):
                    yield from inner
                case Difference(left, right) if self.is_pending(part):
                    yield from (left, Negative(right))
                case _:
                    yield new

    def _factors(self, parts: tuple[Term, ...]) -> list[Term]:
        """The factors of a line, without brackets round a product that a rule has written.

        An exponent that comes down goes to the very front if only numbers stand there.
        """
        factors: list[Term] = []
        for part in parts:
            new = self.further(part) if self.is_pending(part) else self.rewritten(part)
            if not (self.is_pending(part) and isinstance(new, Product)):
                factors.append(new)
                continue
            first, *others = new.parts
            numbers = all(isinstance(each, Number) for each in [first, *factors])
            front = 0 if numbers and isinstance(parts_of(part)[0], Power) else len(factors)
            factors.insert(front, first)
            factors += others
        return factors


def _sign_in_front(term: Term) -> Term:
    """A product whose first factor is negative, as minus a product."""
    match term:
        case Product((Number(_, value) as first, *others)) if value < 0:
            return Negative(Product((negated(first), *others)))
        case Product((Negative(first), *others)):
            return Negative(Product((first, *others)))
    return term


def _size(term: Term) -> int:
    return 1 + sum(map(_size, parts_of(term)))
