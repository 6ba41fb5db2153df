"""What is written into a drawn network: its symbols, or the numbers of a solution.

A `Sheet` knows which quantities stand at a unit, on a line and below a unit, how each is spelled,
and its number, where it has one and is worked out already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..digits import Digits, as_digits
from ..errors import HandnetError, counted
from ..forward import ForwardPass
from ..network import Network
from ..notation import Notation
from ..notation import notation as as_notation
from ..problem import Problem
from ..quantity import Derivative, Quantity, Variable
from ..render.formulas import symbol
from ..render.page import Formula
from ..setting import Setting
from ..solution import Solution
from .look import THIN, numeral, plain, typeset

LONGEST = 7
"""Numbers as they were given may have so many characters; longer ones are rounded."""
VALUES, SLOPES = Digits(decimals=3), Digits(significant=2)


@dataclass(frozen=True)
class Sheet:
    """The quantities and numbers of a drawn network.

    `upto` is the last layer whose values are worked out, the loss being one behind the outputs;
    with gradients the first layer, for they are worked out from the loss backward.
    """

    setting: Setting
    solution: Solution | None
    sample: int | None
    upto: int
    gradients: bool
    digits: Digits

    @property
    def source(self) -> ForwardPass:
        """The forward pass that is drawn."""
        assert isinstance(self.setting.source, ForwardPass)
        return self.setting.source

    @property
    def network(self) -> Network:
        """The network that is drawn."""
        return self.source.network

    @property
    def loss(self) -> Variable | None:
        """The loss that is drawn: of this sample, or with gradients the one that is differentiated."""
        if self.network.loss is None:
            return None
        return Variable("J", None, (), None if self.gradients else self.sample)

    def unit(self, layer: int, unit: int) -> list[Variable]:
        """What a unit holds: an input, or z and a."""
        if layer == 0:
            return [Variable("x", None, (unit,), self.sample)]
        return [Variable(name, layer, (unit,), self.sample) for name in "za"]

    def weights(self, layer: int) -> Iterator[Variable]:
        """The weights of a layer, to its first unit first."""
        for unit in range(1, self.network.layers[layer] + 1):
            yield from self.source.weights(layer, unit)

    def bias(self, layer: int, unit: int) -> Variable | None:
        """The bias or threshold of a unit."""
        has_one = layer > 0 and self.network.biases[layer - 1] != "none"
        return self.source.bias(layer, unit) if has_one else None

    def target(self, unit: int) -> Variable:
        """What an output should be."""
        return Variable("y", None, (unit,), self.sample)

    def shown(self, variable: Variable) -> Quantity:
        """The variable, or with gradients the derivative of the loss by it."""
        by_it = self.gradients and variable.name not in ("x", "y", "J")
        return Derivative(Variable("J"), variable) if by_it else variable

    def name(self, quantity: Quantity) -> str:
        """A quantity, typeset; a derivative on one line."""
        spelling = self.setting.spelling
        if isinstance(quantity, Variable):
            return typeset(symbol(quantity, spelling))
        of, by = (spelling.latex(each) for each in quantity)
        return typeset(Formula(spelling.text(quantity), rf"\partial {of} / \partial {by}"))

    def counted(self, layer: int) -> int:
        """The number of a layer as the notation counts it: some count the input too."""
        return layer - 1 + self.setting.notation.first_layer

    def word(self, quantity: Quantity) -> str:
        """A quantity as it is typed."""
        return self.setting.spelling.text(quantity)

    def worked_out(self, variable: Variable) -> bool:
        """Whether the value (with gradients, the derivative) is there already, as far as `upto` says."""
        given = variable.name in ("x", "y") or (variable.name in ("w", "b", "theta") and not self.gradients)
        last = len(self.network.layers)
        layer = last if variable.name == "J" else variable.layer or 0
        return given or (layer >= self.upto if self.gradients else layer <= self.upto)

    def value(self, variable: Variable) -> float | None:
        """The number that is written for a variable; None without numbers or before it is worked out."""
        if self.solution is None or not self.worked_out(variable):
            return None
        return self.solution.value(self.shown(variable))

    def written(self, variable: Variable) -> str:
        """The same as text: as it was given, or to the digits asked; empty for None."""
        value = self.value(variable)
        if self.solution is None or value is None:
            return ""
        text = self.solution.written(self.shown(variable), self.digits)
        return text if len(text) <= LONGEST else self.digits.write(value)

    def in_place(self, variable: Variable) -> str:
        """What is put at the place of a variable: its number or, where there are only symbols, its symbol."""
        if self.solution is None:
            return self.name(self.shown(variable))
        return numeral(self.written(variable))

    def shorter(self, variable: Variable) -> list[str]:
        """Its number with fewer and fewer figures; none where there is only a symbol."""
        value = self.value(variable)
        if value is None:
            return []
        return [numeral(f"{value:.{figures}}") for figures in ("4g", "3g", "2e", "2g", "1e", "0e")]

    def in_full(self, variable: Variable) -> str:
        """The symbol with its number, as far as there is one."""
        name, text = self.name(variable), numeral(self.written(variable))
        return f"{name}{THIN}={THIN}{plain(text)}" if text else name


def read_sheet(
    source: Any, upto: Any, gradients: bool, sample: Any, digits: Any, notation: str | Notation | None
) -> Sheet:
    """What is to be drawn, read and checked; raises HandnetError for what does not fit."""
    setting, solution = _setting(source, notation)
    assert isinstance(setting.source, ForwardPass)
    network, samples = setting.source.network, setting.source.samples
    if gradients and network.loss is None:
        raise HandnetError("network: there is no loss, and gradients are its derivatives")
    if sample is None and samples > 1:
        sample = 1
    if sample is not None and (type(sample) is not int or not 1 <= sample <= samples):
        raise HandnetError(f"network: sample is {sample!r}; there is {counted(samples, 'sample')}")
    last = len(network.layers)  # the loss
    end = 0 if gradients else last
    if upto is not None and (type(upto) is not int or not 0 <= upto <= last):
        raise HandnetError(
            f"network: upto is {upto!r}; it is a layer from 0, the inputs, to {last}, the loss"
        )
    return Sheet(
        setting,
        solution,
        sample if samples > 1 else None,
        end if upto is None else upto,
        gradients,
        as_digits(digits) if digits is not None else SLOPES if gradients else VALUES,
    )


def _setting(source: Any, notation: str | Notation | None) -> tuple[Setting, Solution | None]:
    solution = source.solve() if isinstance(source, Problem) else source
    if isinstance(source, Network):
        setting, solution = Setting(ForwardPass(source)), None
    elif isinstance(solution, Solution) and isinstance(solution.derivation.setting.source, ForwardPass):
        setting = solution.derivation.setting
    else:
        raise HandnetError(f"network: found {source!r}; give a Network, a Problem or the solution of one")
    return (setting if notation is None else replace(setting, notation=as_notation(notation))), solution
