"""One derivative taken apart: local derivatives, each times what is left open."""

from __future__ import annotations

from dataclasses import dataclass

from ..chain import Calculation
from ..paths.counts import Counting
from ..quantity import Derivative, Variable
from ..rules import Rule
from ..setting import Setting
from ..solution import Solution
from ..terms import ONE, Term, quantities, times, total
from ..value import evaluate


@dataclass(frozen=True)
class Piece:
    """One summand of a derivative taken apart: a local derivative, times what is left open.

    `rest` is None where the local derivative itself is what was looked for. `direct` says that the
    symbol `slope` is the local derivative and nothing more; with a second way round it would be more.
    """

    slope: Derivative
    rule: Rule
    factor: Term
    rest: Derivative | None
    direct: bool
    value: float | None = None

    @property
    def by(self) -> Variable:
        """The argument that the piece goes back to."""
        return self.slope.by

    @property
    def named(self) -> Term:
        """The local derivative as a symbol, or put in where the symbol would say more."""
        return self.slope if self.direct else self.factor

    def times(self, factor: Term) -> Term:
        """The summand, with the local derivative written so."""
        return factor if self.rest is None else times(factor, self.rest)


@dataclass(frozen=True)
class Apart:
    """A derivative that a move takes apart, and its pieces.

    `unmoved` are arguments that are worked out too, but not from what is looked for.
    """

    derivative: Derivative
    pieces: tuple[Piece, ...]
    unmoved: tuple[Variable, ...] = ()

    @property
    def symbols(self) -> Term:
        """The sum of the pieces, each local derivative as a symbol."""
        return total(*(each.times(each.named) for each in self.pieces))

    @property
    def formula(self) -> Term:
        """The sum of the pieces, each local derivative reduced to what has a number."""
        return total(*(each.times(each.factor) for each in self.pieces))


class TakingApart:
    """Takes the derivatives of one goal apart, with numbers if there is a solution.

    `pieces` has those of each variable on the way, after those of all that use it.
    """

    def __init__(self, setting: Setting, goal: Derivative, solution: Solution | None) -> None:
        self.goal, self.solution = goal, solution
        self.definitions = setting.source.definitions(goal.time)
        self.calculation = Calculation(setting)
        order = Counting(setting, goal.of).between([goal.by])
        self.on_the_way = dict.fromkeys(order if goal.of in order else ())
        self.pieces = {each: self._pieces(each) for each in self.on_the_way if each != goal.by}

    def apart(self, derivative: Derivative) -> Apart:
        """A derivative with its pieces, and the arguments that drop out."""
        arguments = self.definitions.of[derivative.of].arguments
        worked_out = (each for each in arguments if each in self.definitions.of)
        unmoved = tuple(each for each in worked_out if each not in self.on_the_way)
        return Apart(derivative, self.pieces[derivative.of], unmoved)

    def _pieces(self, quantity: Variable) -> tuple[Piece, ...]:
        definition = self.definitions.of[quantity]
        inner = (each for each in definition.inner if each == self.goal.by)
        arguments = dict.fromkeys((*definition.arguments, *inner))
        return tuple(self._piece(quantity, each) for each in arguments if each in self.on_the_way)

    def _piece(self, quantity: Variable, by: Variable) -> Piece:
        rule, factor = self.calculation.local(quantity, by)
        rest = None if by == self.goal.by else Derivative(by, self.goal.by)
        own = self.calculation.number(quantity, quantity) or ONE
        carried = ONE if rest is None else self.calculation.number(by, by) or ONE
        if own != carried:  # every derivative of a loss has the convention's factor; here the loss is left
            factor = times(own, factor)
        direct = carried == ONE and self.definitions.only_directly(quantity, by)
        value = None if self.solution is None else value_of(factor, self.solution)
        return Piece(Derivative(quantity, by), rule, factor, rest, direct, value)


def value_of(term: Term, solution: Solution) -> float:
    """The value of a formula in the quantities of a solution."""
    return evaluate(term, {each: solution.value(each) for each in quantities(term)})
