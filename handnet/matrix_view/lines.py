"""The lines of a calculation with whole arrays, in an order in which each uses only what stands above it.

`write_lines` collects them from `forward`, `backward` and `update`. Each right-hand side passes the
same place where a mistake may change it as in the neuron view: `Rules.right`, with a whole array in
the place of one unit's quantity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from ..errors import HandnetError
from ..functions import Activation, Loss
from ..mistakes import IN_ARRAYS, MISTAKES, Mistake
from ..quantity import Derivative, Quantity, Variable
from ..rules import Definition, Rule
from ..setting import Setting
from ..terms import ONE, Number, Product, Quotient, Term, quantities, times
from .language import OWN_LOSS, SAMPLES
from .network_arrays import NetworkArrays

J, R = Variable("J"), Variable("R")
BACKWARD_RULES = (Rule.SLOPE, Rule.LOSS_SLOPE, Rule.SOFTMAX_SLOPE, Rule.PATH, Rule.COEFFICIENT)
WITH_ARRAYS = frozenset(
    {*BACKWARD_RULES, Rule.ACTIVATION, Rule.SHARE, Rule.COMBINED, Rule.UPDATE, Rule.CHANGE, Rule.VELOCITY}
)
"""The rules that are written for arrays as for one unit, so that mistakes in them have an array form."""


class ArrayLine(NamedTuple):
    """One line: an array follows by a rule from the arrays in a formula, and why."""

    quantity: Quantity
    rule: Rule
    formula: Term  # for samples as columns
    because: str


@dataclass(frozen=True)
class Rules:
    """What the lines are written by: the setting, its arrays, and which loss is differentiated.

    `combined` writes the last activation and the loss as one rule where they cancel.
    """

    setting: Setting
    arrays: NetworkArrays
    combined: bool

    @property
    def of(self) -> Variable | None:
        """What is differentiated: the loss, each sample's own, or the only output; None for nothing."""
        network, samples = self.arrays.network, self.arrays.source.samples
        if any(each.name == "step" for each in network.activations):
            return None
        if network.loss is None:
            last = Variable("a", len(network.layers) - 1)
            return last if samples == 1 and len(network.outputs) == 1 else None
        own = samples > 1 and network.convention.mean_in == "gradient"
        return OWN_LOSS if own else J

    @property
    def total(self) -> Variable:
        """What the gradients of the parameters differentiate."""
        return self.of if self.of is not None and self.of.name == "a" else J

    def right(self, rule: Rule, quantity: Quantity, formula: Term, definition: Definition | None) -> Term:
        """What stands on the right of `quantity =`, after the mistakes that are made."""
        return self.setting.right(rule, quantity, formula, definition)

    def activation(self, layer: int) -> Definition:
        """The line of a layer's activations."""
        function: Activation = self.arrays.network.activations[layer - 1]
        z = Variable("z", layer)
        return Definition(Variable("a", layer), Rule.ACTIVATION, function.value(z), (z,), function)

    def loss(self) -> Definition:
        """The line of the shares of the loss, entry by entry."""
        function = self.arrays.network.loss
        assert isinstance(function, Loss)
        a, y = Variable("a", len(self.arrays.network.layers) - 1), Variable("y")
        return Definition(J, Rule.LOSS, function.value(a, y), (a, y), function)

    # --- what the total multiplies its shares by ----------------------------------------------------

    def share(self) -> Term:
        """1/n of an average over n outputs, and the convention's factor."""
        outputs = len(self.arrays.network.outputs) if self.arrays.network.average == "outputs" else 1
        return times(self.factor, Number.of(Fraction(1, outputs)))

    @property
    def factor(self) -> Number:
        """What the convention multiplies every derivative of the loss by."""
        return self.arrays.network.convention.factor

    def mean(self, term: Term) -> Term:
        """The term with the 1/M of a mean over the samples in front, as a gradient has it."""
        samples = self.arrays.source.samples
        if self.arrays.network.reduction != "mean" or samples == 1:
            return term
        one = Derivative(J, J._replace(sample=1))
        right = Number.of(Fraction(1, samples))
        written = self.right(Rule.SHARE, one, right, Definition(J, Rule.TOTAL, J, ()))
        return over_count(term) if written == right else times(written, term)


def over_count(term: Term) -> Term:
    """The term divided by the number of samples, its leading number above the bar."""
    first, rest = ONE, term
    if isinstance(term, Product) and isinstance(term.parts[0], Number):
        first, rest = term.parts[0], times(*term.parts[1:])
    share = Quotient(first, SAMPLES)
    return Product((share, *(rest.parts if isinstance(rest, Product) else (rest,))))


def write_lines(rules: Rules, updated: bool) -> tuple[ArrayLine, ...]:
    """All lines, forward, backward and, if wanted, the update.

    Raises HandnetError for mistakes that have no array form.
    """
    from .backward import backward_lines
    from .forward import forward_lines
    from .update import update_lines

    for mistake in rules.setting.mistakes:
        _check(mistake)
    lines = [*forward_lines(rules)]
    if rules.of is not None:
        lines += backward_lines(rules)
        if updated:
            lines += update_lines(rules)
    return tuple(_in_order(lines, rules.setting.mistakes))


def _check(mistake: Mistake) -> None:
    """Raise HandnetError for a mistake that changes what is not written for arrays."""
    if mistake.line is not None:
        raise HandnetError(
            f"{mistake.code}: it is made at one line, {mistake.line}, but an array line works out all its "
            "entries at once; place it in a layer, with .at(layer=...)"
        )
    if mistake.code in MISTAKES and mistake.code not in IN_ARRAYS:
        raise no_array_form(mistake.code)
    for rule in mistake.changes:
        if rule not in WITH_ARRAYS:
            raise no_array_form(mistake.code)


def no_array_form(what: str) -> HandnetError:
    """The error for something that cannot be written as an array line."""
    return HandnetError(f"{what}: this has no array form; solve() without view='matrix' works it out")


def _in_order(lines: Iterable[ArrayLine], mistakes: tuple[Mistake, ...]) -> Iterator[ArrayLine]:
    """The lines as they come, but each after those that it uses: a mistake may use an updated weight."""
    waiting = {line.quantity: line for line in lines}
    codes = ", ".join(each.code for each in mistakes)

    def pull(line: ArrayLine) -> Iterator[ArrayLine]:
        for used in quantities(line.formula):
            needed = waiting.pop(used, None)
            if needed is not None:
                yield from pull(needed)
            elif (used.time or isinstance(used, Derivative)) and used not in done:
                raise no_array_form(codes)
        done.add(line.quantity)
        yield line

    done: set[Quantity] = set()
    while waiting:
        yield from pull(waiting.pop(next(iter(waiting))))
