"""A network as a picture: its units in layers with their letters or numbers, weights on the lines.

In a unit stand the weighted sum and the activation, below it the bias, at the right the loss; on the
lines to it the targets. Where letters with numbers have no room, numbers stand alone, then labels are
left out, and the words say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

from ..digits import Digits
from ..errors import HandnetError
from ..forward import ForwardPass
from ..notation import Notation
from ..notation.spelling import Spelling, spelled
from ..quantity import Variable
from ..terms import Number
from .formulas import equals, number, symbol
from .page import Drawing, Formula
from .places import LEAST_GAP, WIDEST, Column, Placed, Unit, placed
from .svg import picture_svg
from .tikz import picture_tikz

if TYPE_CHECKING:
    from ..problem import Problem
    from ..solution import Solution
    from ..step import Derivation

Written = Callable[[Variable], str]
"""The number of a variable as text; empty if it has none here."""
LONGEST, DECIMALS = 7, 3
"""Given numbers may have so many characters; longer ones, and all worked out, are rounded to so many decimals."""
MOST_UNITS, MOST_LINES = 40, 1500
"""A network with a larger layer, or with more weights, is not drawn."""


def network_drawing(
    source: ForwardPass, notation: Notation, written: Written = lambda _: ""
) -> Drawing | None:
    """A network in the letters of a notation, with what is `written` of sample 1; None if it is too large."""
    return _drawn(source, spelled(notation, source), written, 1 if source.samples > 1 else None)


def derivation_drawing(derivation: Derivation) -> Drawing | None:
    """The network of a derivation in its letters; None for a graph, or a network too large to be drawn."""
    source, spelling = derivation.setting.source, derivation.setting.spelling
    return _drawn(source, spelling, lambda _: "", None) if isinstance(source, ForwardPass) else None


def solution_drawing(solution: Solution) -> Drawing | None:
    """The network of a solution with its numbers, of several samples with those of the first."""
    source, spelling = solution.derivation.setting.source, solution.derivation.setting.spelling
    if not isinstance(source, ForwardPass):
        return None

    def written(variable: Variable) -> str:
        given = solution.given.get(variable)
        if given is not None:
            return given_text(given)
        try:
            return worked_out(solution.value(variable), solution.digits)
        except HandnetError:  # there is no number for it, or not all that it needs
            return ""

    return _drawn(source, spelling, written, 1 if source.samples > 1 else None)


def problem_drawing(problem: Problem, notation: Notation) -> Drawing | None:
    """The network of a problem with the numbers that are given, and letters for what is to be worked out."""

    def written(variable: Variable) -> str:
        given = problem.values.get(variable)
        return "" if given is None else given_text(given)

    return network_drawing(problem.forward_pass(), notation, written)


def given_text(given: Number) -> str:
    """A given number as it was given, unless that is long."""
    return given.text if len(given.text) <= LONGEST else Digits(decimals=DECIMALS).write(given.value)


def worked_out(value: float, digits: Digits) -> str:
    """A number of a picture: with as many decimals as all others there, and no more digits than were asked."""
    if digits.significant is not None and digits.significant <= DECIMALS:
        return digits.write(value)
    decimals = DECIMALS if digits.decimals is None else min(digits.decimals, DECIMALS)
    return Digits(decimals=decimals).write(value)


def _compact(text: str) -> Formula:
    """A number as narrow as it can be written: 2.5e-5."""
    mantissa, e, exponent = text.partition("e")
    return Formula(text, rf"{mantissa}\mathrm{{e}}{{{int(exponent)}}}") if e else number(text)


def _drawn(source: ForwardPass, spelling: Spelling, written: Written, sample: int | None) -> Drawing | None:
    sizes = source.network.layers
    lines = sum(a * b for a, b in pairwise(sizes))
    if max(sizes) > MOST_UNITS or lines > MOST_LINES:
        return None
    sheets = [
        _Sheet(source, spelling, written, sample, *how)
        for how in ((True, True), (False, True), (False, False))
    ]
    sheet, found = _best(sheets)
    words = sheet.words(found)
    return Drawing(words, picture_tikz(found.picture), picture_svg(found.picture, words))


def _best(sheets: Sequence[_Sheet]) -> tuple[_Sheet, Placed]:
    """The first sheet that has room for everything; or what leaves out least of those that fit; or the last."""
    tried: list[tuple[_Sheet, Placed]] = []
    too_deep = (len(sheets[-1].columns()) - 1) * LEAST_GAP > WIDEST  # nothing fits, whatever is left out
    for near, sheet in product((True, False), () if too_deep else sheets[:-1]):
        found = placed(sheet.columns(), near)
        if found.fits and not found.left_out:
            return sheet, found
        tried.append((sheet, found))
    full = [each for each in tried if each[1].fits]
    if full:
        return min(full, key=lambda each: len(each[1].left_out))
    return sheets[-1], placed(sheets[-1].columns(), near=False)


class _Sheet:
    """What is written where. `named` puts the letter before each number; without `in_units`, units are bare."""

    def __init__(
        self, source: ForwardPass, spelling: Spelling, written: Written, sample: int | None, named: bool,
        in_units: bool,
    ) -> None:  # fmt: skip
        self.source, self.network, self.spelling, self.number = source, source.network, spelling, written
        self.sample, self.named, self.in_units = sample, named, in_units

    def put(
        self, name: str, layer: int | None, place: tuple[int, ...], *, named: bool | None = None
    ) -> Formula:
        """The letter of a variable, its number, or both."""
        return self.shown(Variable(name, layer, place, self.sample), self.named if named is None else named)

    def shown(self, variable: Variable, named: bool) -> Formula:
        text, letter = self.number(variable), symbol(variable, self.spelling)
        if not text:
            return letter
        return equals(letter, _compact(text)) if named else _compact(text)

    def columns(self) -> list[Column]:
        """The inputs, the layers, the loss."""
        return [self.inputs(), *map(self.layer, range(1, len(self.network.layers))), *self.loss()]

    def inputs(self) -> Column:
        sizes = self.network.layers
        rows = [self.put("x", None, (k,)) for k in range(1, sizes[0] + 1)]
        return Column([self.unit((row,)) for row in rows], ["input"])

    def layer(self, layer: int) -> Column:
        source, size = self.source, self.network.layers[layer]
        units = []
        for j in range(1, size + 1):
            rows = tuple(self.put(name, layer, (j,)) for name in "za")
            has_bias = self.network.biases[layer - 1] != "none"
            units.append(self.unit(rows, self.shown(source.bias(layer, j), self.named) if has_bias else None))
        labels = [
            [self.shown(weight, False) for weight in source.weights(layer, j)] for j in range(1, size + 1)
        ]
        counted = layer - 1 + self.spelling.notation.first_layer
        return Column(
            units, [f"layer {counted}", self.network.activations[layer - 1].title.partition(" (")[0]], labels
        )

    def unit(self, rows: tuple[Formula, ...], below: Formula | None = None) -> Unit:
        return Unit(rows, below) if self.in_units else Unit(())

    def loss(self) -> Iterator[Column]:
        if self.network.loss is not None:
            targets = [self.put("y", None, place, named=True) for place in self.network.outputs]
            yield Column([Unit((self.put("J", None, (), named=True),))], ["loss"], [targets])

    def words(self, found: Placed) -> str:
        """What the picture shows, and what it leaves out."""
        said = f"A {self.network.title} network"
        if self.sample:
            said += f" with the numbers of sample {self.sample}"
        last = len(self.network.layers)
        weights = [number for number in found.left_out if number < last]
        shown = self.units() if self.in_units else []
        shown += ["weights on the lines"] if len(weights) < last - 1 else []
        said += f": {', '.join(shown)}" if shown else ""
        counted = [str(number - 1 + self.spelling.notation.first_layer) for number in weights]
        left = [] if self.in_units else ["what is in the units"]
        left += [f"the weights of layer {' and '.join(counted)}"] if counted else []
        left += ["the targets"] if last in found.left_out else []
        return said + (f". There is no room for {' and '.join(left)}." if left else ".")

    def units(self) -> list[str]:
        """What stands in a unit and under it."""
        said = ["in each unit the weighted sum above, the activation below"]
        kinds = {
            "threshold" if kind == "threshold" else "bias" for kind in self.network.biases if kind != "none"
        }
        return said + [f"under it its {' or '.join(sorted(kinds))}"] * bool(kinds)
