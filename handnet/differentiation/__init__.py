"""Elementary differentiation, line by line, each rule named.

    differentiate("x^2*3*z + 2*x*z^2", "x")

      d/dx(x^2*3*z + 2*x*z^2) = d/dx(x^2*3*z) + d/dx(2*x*z^2)        [sum rule]
                              = d/dx(x^2) * 3 * z + 2*1*z^2          [constant factor, itself]
                              = 2*x^(2 - 1)*3*z + 2*1*z^2            [power rule]
                              = 2*x*3*z + 2*z^2                      [tidy up]

A `Differentiation` is the formula, the variable and the lines, of which the first states what is
pending and the last is the result. The lines are made in `working`, the rules stand in `by_rules`
and their names in `laws`; `proofs` continues such lines to the slopes that are written by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from ..elementary import ANY_NUMBER, ELEMENTARY
from ..errors import HandnetError, UnreadableText
from ..parse import parse_formula, variable
from ..quantity import Derivative, Quantity, Variable
from ..shown import Shown
from ..terms import Apply, Power, Product, Quotient, Term, apply, parts_of, quantities
from .by_rules import pending
from .laws import Line, sentence
from .tidy import with_parts
from .working import worked

if TYPE_CHECKING:
    import sympy

    from ..render.page import Block, Formula

EULER = Variable("e")
WIDEST_LEFT = 24
"""A longer left side stands above the lines."""


@dataclass(frozen=True, repr=False)
class Differentiation(Shown):
    """A formula differentiated by a variable, line by line.

    `name` is what the formula is called, where it has a name, and `where` says what other letters
    in the lines stand for. `case` says when these lines hold, if not always; the lines of the
    other cases are `also` here.
    """

    formula: Term
    by: Variable
    lines: tuple[Line, ...]
    name: Variable | None = None
    where: tuple[tuple[Variable, Term], ...] = ()
    case: str = ""
    also: tuple[Differentiation, ...] = field(default=())

    def __repr__(self) -> str:
        from ..render.text import formula_text

        return f"<Differentiation of {formula_text(self.formula)} by {self.by}: {len(self)} lines>"

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def result(self) -> Term:
        """The derivative: the last line."""
        return self.lines[-1].expression

    @property
    def sympy(self) -> sympy.Expr:
        """The derivative as a SymPy expression in real symbols named by address."""
        from ..symbolic import to_sympy

        return to_sympy(self.result)

    def _page(self) -> Sequence[Block]:
        """What stands for what, the lines with their rules, and why the rules hold."""
        from ..render.page import Facts, Stack

        blocks: list[Block] = []
        for each in (self, *self.also):
            if each.case:
                blocks.append(Stack([_words(each.case)]))
            if each.where and (each is self or each.where != self.where):
                blocks.append(Stack([_equation(letter, meaning) for letter, meaning in each.where]))
            blocks += each._working()
        laws = dict.fromkeys(law for each in (self, *self.also) for line in each for law in line.laws)
        reasons = [(_words(law.name), _words(sentence(law.because))) for law in laws if law.because]
        return [*blocks, Facts("Rules", reasons, typeset_only=True)]

    def _working(self) -> list[Block]:
        """The lines: what is differentiated at the left of the first, or above them if it is long."""
        from ..render.page import Formula, Lines, Stack
        from ..render.page import Line as Row

        left, lines = _formula(self.lines[0].expression), self.lines[1:]
        if self.name is not None:
            left, lines = _formula(Derivative(self.name, self.by)), self.lines
        above: list[Block] = [] if len(left.text) <= WIDEST_LEFT else [Stack([left])]
        left, margin = (Formula("", ""),) * 2 if above else (left, Formula(" " * len(left.text), ""))
        rows = [
            Row(
                margin if number else left,
                (_formula(line.expression),),
                _words(", ".join(law.name for law in line.laws)),
            )
            for number, line in enumerate(lines)
        ]
        return [*above, Lines(rows)]


def _formula(term: Term) -> Formula:
    from ..render.latex import formula_latex
    from ..render.page import Formula
    from ..render.text import formula_text

    return Formula(formula_text(term), formula_latex(term))


def _equation(letter: Variable, meaning: Term) -> Formula:
    from ..render.formulas import equals

    return equals(_formula(letter), _formula(meaning))


def _words(text: str) -> tuple[str | Formula, ...]:
    """A sentence; what stands in it between backquotes is a formula."""
    return tuple(
        _formula(parse_formula(piece)) if place % 2 else piece
        for place, piece in enumerate(text.split("`"))
        if piece
    )


# --- the door -------------------------------------------------------------------------------------


def differentiate(formula: str | Term | sympy.Expr, by: str | Variable | sympy.Symbol) -> Differentiation:
    """Differentiate a formula by a variable, line by line, all other quantities held fixed.

    The formula is text, a term, or a SymPy expression (in SymPy's order). In text `e^u` is exp(u),
    unless there is a quantity e beside it. Raises UnreadableText for what is neither a formula nor
    the address of a variable, and NoDerivative where a step would have to be differentiated.
    """
    by = _variable(by)
    try:
        term = spelled_out(_term(formula, by))
        _tell_apart((*quantities(term), by))
        start = pending(term, by)
        return Differentiation(term, by, (Line(start), *worked(start, by)))
    except RecursionError:
        raise HandnetError("this formula has brackets in brackets too deep to be differentiated") from None


def _tell_apart(names: Iterable[Quantity]) -> None:
    """Raise HandnetError for two quantities that would look alike on paper, such as x1 and x[1]."""
    from ..render.latex import own_letters

    seen: dict[str, Quantity] = {}
    for each in names:
        other = seen.setdefault(own_letters(each), each)
        if other != each:
            raise HandnetError(f"{other} and {each} would look alike on paper; give one of them another name")


def spelled_out(term: Term) -> Term:
    """The formula with plain products and quotients for those that treat a factor 0 in their own way."""
    term = with_parts(term, spelled_out)
    match term:
        case Apply("weighted_ln", (weight, v)):
            factors = weight.parts if isinstance(weight, Product) else (weight,)
            return Product((*factors, apply("ln", v)))
        case Apply("weighted_inverse", (weight, v)):
            return Quotient(weight, v)
    return term


def _variable(by: Any) -> Variable:
    if isinstance(by, Variable):
        return by
    if isinstance(by, str):
        return variable(by)
    if _is_sympy(by, "Symbol"):
        return variable(by.name)
    raise UnreadableText(f"by: {_shortly(by)} is no variable; write its address, as in 'x' or 'w1[2,1]'")


def _term(formula: Any, by: Variable) -> Term:
    if isinstance(formula, str):
        return _with_exp(parse_formula(formula, _not_updated), by)
    if isinstance(formula, get_args(Term)):
        _check(formula)
        return formula  # type: ignore[no-any-return]
    if _is_sympy(formula, "Basic"):
        from ..symbolic import from_sympy

        return from_sympy(formula)
    raise UnreadableText(f"{_shortly(formula)} is no formula; give text, a term or a SymPy expression")


def _not_updated(quantity: Quantity) -> Quantity:
    if quantity.time:
        raise UnreadableText(f"{quantity} is a value after an update, which there is none of here")
    return quantity


def _is_sympy(thing: Any, kind: str) -> bool:
    """Whether it is an object of SymPy, which is not imported for the question."""
    loaded = sys.modules.get("sympy")
    return loaded is not None and isinstance(thing, getattr(loaded, kind))


def _shortly(thing: Any) -> str:
    shown = repr(thing)
    return shown if len(shown) <= 40 else shown[:37] + "..."


def _with_exp(term: Term, by: Variable) -> Term:
    """e^u as exp(u), if e occurs only as the base of powers and is not what is differentiated by."""

    def change(each: Term) -> Term:
        each = with_parts(each, change)
        return apply("exp", each.exponent) if isinstance(each, Power) and each.base == EULER else each

    changed = change(term)
    return term if by == EULER or EULER in quantities(changed) else changed


def _check(term: Term) -> None:
    """Refuse a function that the language of formulas does not have."""
    if isinstance(term, Apply):
        known = ELEMENTARY.get(term.function)
        if known is None or known.arity not in (len(term.arguments), ANY_NUMBER):
            raise UnreadableText(
                f"{term.function!r} of {len(term.arguments)} is no function that can be differentiated"
            )
    for part in parts_of(term):
        _check(part)
