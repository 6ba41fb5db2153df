"""A formula as code that one likes to read: only the brackets that the order of operations needs.

    Readable(names, language).assigned(step)      ["z1_1 = w1_1_1*x1 + w1_1_2*x2 + b1_1"]

The operations, and their order, are those of `value.evaluate`. Where a language would raise an error or
give another value (a division by 0, a large power), a function of handnet's is called by name, so
`called` has the functions that the code needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..differentiation.tidy import with_parts
from ..quantity import Derivative, Quantity, Variable
from ..render.layout import broken
from ..terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .names import free
from .numbers import decimal, literal

SUM, NEGATIVE, PRODUCT, ITEM = range(4)
"""How tightly a piece of code holds together, loosest first."""
LONGEST_SUM = 100
"""More terms are added in several lines: a compiler descends once for each."""
WIDTH = 100


class Language(NamedTuple):
    """What differs from one language to another inside a formula.

    `own` are the names of elementary functions that the language has itself; `once` and `again` stand
    before the first and a later value of a name, `end` after it. `bracketed` is what a language needs in
    which a line ends where it is broken.
    """

    own: Mapping[str, str]
    once: str = ""
    again: str = ""
    end: str = ""
    bracketed: bool = False


class Readable:
    """Writes formulas with the identifiers in `names`; `called` are the functions called so far."""

    def __init__(self, names: Mapping[Quantity, str], language: Language) -> None:
        self.names, self.language = dict(names), language
        self.used = set(self.names.values())
        self.called: dict[str, None] = {}

    def assigned(self, quantity: Quantity, formula: Term, changes: bool = False) -> list[str]:
        """The lines that work out a quantity, which may be set again if it `changes`.

        A sum of very many terms takes several lines.
        """
        begin = self.language.again if changes else self.language.once
        before: list[str] = []
        formula = self._without_long_sums(formula, before)
        return [*before, *self.assignment(begin, self.names[quantity], self._alone(formula))]

    def assignment(self, begin: str, name: str, code: str) -> list[str]:
        """`name = code`, broken before signs where it is long."""
        end = self.language.end
        whole = f"{begin}{name} = {code}{end}"
        pieces = broken(code, WIDTH - 8) if len(whole) > WIDTH else [code]
        if len(pieces) == 1:
            return [whole]
        pieces = [f"    {piece}" for piece in pieces]
        if self.language.bracketed:
            return [f"{begin}{name} = (", *pieces, f"){end}"]
        return [f"{begin}{name} =", *pieces[:-1], pieces[-1] + end]

    def write(self, term: Term) -> tuple[str, int]:
        """The code of a formula and how tightly it holds together."""
        match term:
            case Variable() | Derivative():
                return self.names[term], ITEM
            case Number():
                return _number(literal(term))
            case Sum(parts):
                return self._sum(parts), SUM
            case Difference(left, right):
                return self._sum((left, Negative(right))), SUM
            case Negative(inner):
                return f"-{self._at_least(PRODUCT, inner)}", NEGATIVE
            case Product(parts):
                return self._product(parts), PRODUCT
            case Quotient(top, bottom) if _is_positive(bottom):
                return f"{self._at_least(PRODUCT, top)}/{self._at_least(ITEM, bottom)}", PRODUCT
            case Quotient(top, bottom):
                return self._call("divide", (top, bottom)), ITEM
            case Power(Variable() | Derivative() as base, Number("2", _)):
                return self._product((base, base)), PRODUCT
            case Power(base, Number("2", _)):
                return self._call("square", (base,)), ITEM
            case Power(base, exponent):
                return self._call("power", (base, exponent)), ITEM
            case Apply("max", (alone,)):
                return self.write(alone)  # Python's max takes two or more
            case Apply(function, arguments):
                return self._call(function, arguments), ITEM
        raise TypeError(f"not a term: {term!r}")

    def _at_least(self, tightness: int, term: Term) -> str:
        text, holds = self.write(term)
        return text if holds >= tightness else f"({text})"

    def _call(self, function: str, arguments: Sequence[Term]) -> str:
        own = self.language.own.get(function)
        if own is None:
            self.called[function] = None
        return f"{own or function}({', '.join(map(self._alone, arguments))})"

    def _alone(self, term: Term) -> str:
        """The code of a formula that stands by itself, where a whole number must be a float."""
        return decimal(term) if isinstance(term, Number) else self.write(term)[0]

    def _sum(self, parts: Sequence[Term]) -> str:
        text = self._at_least(SUM, parts[0])
        for part in parts[1:]:
            if isinstance(part, Negative):
                text += f" - {self._at_least(PRODUCT, part.term)}"
            else:
                text += f" + {self._at_least(PRODUCT, part)}"
        return text

    def _product(self, parts: Sequence[Term]) -> str:
        """Factors with a star between them, set apart where a factor is a derivative."""
        texts = [self._at_least(PRODUCT, parts[0]), *(self._at_least(ITEM, part) for part in parts[1:])]
        spaced = any(isinstance(part, Derivative) for part in parts)
        return (" * " if spaced else "*").join(texts)

    def _without_long_sums(self, term: Term, before: list[str]) -> Term:
        """The formula with a name in the place of each long sum, which is added up in lines `before` it."""
        term = with_parts(term, lambda part: self._without_long_sums(part, before))
        if not isinstance(term, Sum) or len(term.parts) <= LONGEST_SUM:
            return term
        held = Variable("part", None, (len(self.names),))
        name = self.names[held] = free("part", self.used)
        self.used.add(name)
        first, *others = (term.parts[at : at + LONGEST_SUM] for at in range(0, len(term.parts), LONGEST_SUM))
        before += self.assignment(self.language.again, name, self._sum(first))
        for piece in others:
            before += self.assignment("", name, self._sum((held, *piece)))
        return held


def _number(text: str) -> tuple[str, int]:
    return text, NEGATIVE if text.startswith("-") else PRODUCT if "/" in text else ITEM


def _is_positive(term: Term) -> bool:
    """Whether the formula is above 0 whatever the values, so that one can divide by it."""
    match term:
        case Number(_, value):
            return value > 0
        case Sum(parts):
            return all(map(_is_not_negative, parts)) and any(map(_is_positive, parts))
    return False


def _is_not_negative(term: Term) -> bool:
    match term:
        case Power(_, Number("2", _)) | Apply("exp" | "sigma" | "softplus"):
            return True
        case Product(parts):
            return all(map(_is_not_negative, parts))
    return _is_positive(term)
